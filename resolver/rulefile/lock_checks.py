"""Rules against the lock: a changed text has a new version, and an id is never used again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from resolver.model.rulebook import CauseDefinition, EvidenceRule, RuleStatus
from resolver.rulefile.codes import Code, Values
from resolver.rulefile.files import LOCK, Unreadable
from resolver.rulefile.flaws import Flaw
from resolver.rulefile.lock import REMOVED, LockedRule, locked_rule, read_lock
from resolver.rulefile.problems import Problem
from resolver.rulefile.reading import FolderReading
from resolver.rulefile.report import Report
from resolver.rulefile.source import decode

_BREACHES = (Code.RULE_CHANGED, Code.VERSION_LOWERED, Code.RULE_ID_REUSED)


def check_lock(
    content: bytes | Unreadable,
    reading: FolderReading,
    causes: Mapping[str, CauseDefinition],
    report: Report,
) -> None:
    """Report where the rules of causes and the lock differ."""
    path = LOCK
    if isinstance(content, Unreadable):
        report.missing(path, Code.UNREADABLE_FILE, {"reason": content.reason})
        return
    text = decode(content)
    if isinstance(text, Flaw):
        report.flaw(path, (), text)
        return
    locked, flaws = read_lock(text)
    lines = text.splitlines()
    for cause in causes.values():
        report.problems(reading.files[cause.location.file], _differences(cause, locked))
    for flaw in (*flaws, *_gone(locked, reading.names.rules)):
        report.flaw(path, lines, flaw)


def breaches(rules: Iterable[EvidenceRule], locked: Mapping[str, LockedRule]) -> dict[str, Code]:
    """Return the rules that the lock cannot take over, by id, and why."""
    found = {rule.id: _difference(rule, locked.get(rule.id)) for rule in rules}
    return {name: code for name, code in found.items() if code in _BREACHES}


def _differences(cause: CauseDefinition, locked: Mapping[str, LockedRule]) -> Iterator[Problem]:
    for place, rule in enumerate(cause.evidence):
        known = locked.get(rule.id)
        code = _difference(rule, known)
        if code is not None:
            values: Values = {
                "rule": rule.id,
                "version": str(rule.version),
                "locked": str(known.version if known else 0),
                "next": str((known.version if known else 0) + 1),
            }
            yield Problem(("evidence", place, "version"), code, values)


def _difference(rule: EvidenceRule, known: LockedRule | None) -> Code | None:
    """Return what is wrong between a rule and its line; a draft may change as it likes."""
    now = locked_rule(rule)
    if known == now:
        return None
    if known is None:
        return Code.RULE_NOT_LOCKED
    if known.state == REMOVED:
        is_back = (now.version, now.digest) == (known.version, known.digest)
        return Code.RULE_NOT_LOCKED if is_back else Code.RULE_ID_REUSED
    if now.version < known.version:
        return Code.VERSION_LOWERED
    same_version = now.version == known.version
    if same_version and now.digest != known.digest and known.state != RuleStatus.DRAFT:
        return Code.RULE_CHANGED
    return Code.RULE_NOT_LOCKED


def _gone(locked: Mapping[str, LockedRule], known: Collection[str] | None) -> Iterator[Flaw]:
    """Yield the rules that no file has, if all files can be read."""
    for rule in locked.values():
        if known is not None and rule.state != REMOVED and rule.id not in known:
            yield Flaw(rule.line, 1, Code.LOCKED_RULE_GONE, {"rule": rule.id})
