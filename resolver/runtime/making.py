"""How a server makes what answers of rule files that it has read."""

from __future__ import annotations

from functools import partial

from resolver.rulefile.files import Files
from resolver.runtime.aside import run_aside
from resolver.runtime.snapshot import Snapshot, SoundRules, snapshot_of_files, sound_rules

_LONGEST_SECONDS = 300.0
"""What reading may take; that of the largest rulebook takes a tenth of it."""


def sound_rules_aside(files: Files, *, require_tests: bool = False) -> SoundRules:
    """Do what `sound_rules` does in a process aside: most of the work of a reload.

    Raises:
        ResolverError: As `sound_rules` does, or as `run_aside` does.
    """
    work = partial(sound_rules, require_tests=require_tests)
    return run_aside(work, files, seconds=_LONGEST_SECONDS)


class SnapshotMaker:
    """Makes the first snapshot here, while nobody waits for answers, and later ones aside."""

    def __init__(self, *, require_tests: bool) -> None:
        self._require_tests = require_tests
        self._read = sound_rules

    def __call__(self, files: Files) -> Snapshot:
        """Build what answers by rule files; see `snapshot_of_files` for errors."""
        read, self._read = self._read, sound_rules_aside
        return snapshot_of_files(files, require_tests=self._require_tests, read=read)
