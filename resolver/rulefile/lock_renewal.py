"""The lock of a folder written anew, and with it, if asked for, the versions of changed rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from resolver.errors import RulesRejectedError
from resolver.model.rulebook import Rulebook
from resolver.rulefile.codes import Code
from resolver.rulefile.files import LOCK, Unreadable
from resolver.rulefile.loader import load_files
from resolver.rulefile.lock import LockedRule, is_beyond_repair, read_lock, written_lock
from resolver.rulefile.lock_checks import breaches
from resolver.rulefile.source import decode
from resolver.rulefile.versions import with_versions


@dataclass(frozen=True, slots=True)
class Renewal:
    """What is to be written, by path within the folder, and the rules before and after by id."""

    files: Mapping[str, bytes]
    before: Mapping[str, LockedRule]
    after: Mapping[str, LockedRule]


def renew_lock(
    contents: Mapping[str, bytes | Unreadable], *, raise_versions: bool = False
) -> Renewal:
    """Return the new lock of a folder; with `raise_versions` changed rules get a new version.

    Raises:
        RulesRejectedError: The folder has mistakes, changes that no lock can take over, or a lock
            of which lines are lost: a new one would forget what they said.
    """
    before = _locked(contents)
    if before is None:
        raise RulesRejectedError(load_files(contents).diagnostics)
    rulebook = _rulebook(contents)
    raised = _raised(contents, rulebook, before) if raise_versions else {}
    if raised:
        contents = {**contents, **raised}
        rulebook = _rulebook(contents)
    if breaches(rulebook.rules(), before):
        found = load_files(contents).diagnostics
        raise RulesRejectedError([one for one in found if one.code != Code.LOCK_LINE])
    text = written_lock(rulebook.rules(), before)
    return Renewal({**raised, LOCK: text.encode("utf-8")}, before, read_lock(text)[0])


def _locked(contents: Mapping[str, bytes | Unreadable]) -> dict[str, LockedRule] | None:
    """Return what the lock says, though a merge may have torn it; `None` if part of it is lost."""
    content = contents.get(LOCK, b"")
    text = content if isinstance(content, Unreadable) else decode(content)
    return read_lock(text)[0] if isinstance(text, str) and not is_beyond_repair(text) else None


def _rulebook(contents: Mapping[str, bytes | Unreadable]) -> Rulebook:
    loaded = load_files({path: held for path, held in contents.items() if path != LOCK})
    if loaded.rulebook is None:
        raise RulesRejectedError(loaded.diagnostics)
    return loaded.rulebook


def _raised(
    contents: Mapping[str, bytes | Unreadable],
    rulebook: Rulebook,
    before: Mapping[str, LockedRule],
) -> dict[str, bytes]:
    """Return the files of the rules that were changed without a new version, with one."""
    versions: dict[str, dict[str, int]] = {}
    found = breaches(rulebook.rules(), before)
    for rule in rulebook.rules():
        if found.get(rule.id) is Code.RULE_CHANGED:
            names = versions.setdefault(rule.location.file, {})
            names[rule.id.partition("/")[2]] = rule.version + 1
    texts = {path: contents[path] for path in versions}
    return {
        path: with_versions(text, versions[path])
        for path, text in texts.items()
        if isinstance(text, bytes)
    }
