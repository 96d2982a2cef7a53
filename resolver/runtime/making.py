"""How a server finds out whether rule files that it has read are good, and makes an edition."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from resolver.rulefile.files import Files
from resolver.runtime.aside import run_aside
from resolver.runtime.edition import Edition
from resolver.runtime.snapshot import SoundRules, sound_rules

_LONGEST_SECONDS = 300.0
"""What reading may take; that of the largest rulebook takes a tenth of it."""


def sound_rules_aside(files: Files, *, require_tests: bool = False) -> SoundRules:
    """Do what `sound_rules` does in a process aside: most of the work of a reload.

    Raises:
        ResolverError: As `sound_rules` does, or as `run_aside` does.
    """
    work = partial(sound_rules, require_tests=require_tests)
    return run_aside(work, files, seconds=_LONGEST_SECONDS)


def edition_of_files(
    files: Files,
    *,
    require_tests: bool = False,
    read: Callable[..., SoundRules] = sound_rules,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Edition:
    """Return the edition of rule files. `read` does what `sound_rules` does, perhaps elsewhere.

    Raises:
        RulesRejectedError: The files have mistakes; all of them are in the error.
        ScenariosFailedError: Tests are required, and a scenario fails or there is none.
        EngineError: Tests are required, and the engine cannot be built.
    """
    rules = read(files, require_tests=require_tests)
    return Edition(rules.rulebook, now(), rules.diagnostics, files)


class EditionMaker:
    """Reads the first edition here, while nobody waits for answers, and later ones aside."""

    def __init__(self, *, require_tests: bool) -> None:
        self._require_tests = require_tests
        self._read = sound_rules

    def __call__(self, files: Files) -> Edition:
        """Return the edition of rule files; see `edition_of_files` for errors."""
        read, self._read = self._read, sound_rules_aside
        return edition_of_files(files, require_tests=self._require_tests, read=read)
