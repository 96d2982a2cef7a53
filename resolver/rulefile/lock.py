"""The lock: which text every version of a rule has, so that an id and a version name one text.

One line a rule, in order of id: `id version state digest`. A rule that is gone keeps its line, in
the state `removed`, because an id is never used again. Why it is so: docs/decisions/0006.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from resolver.model.conditions import All, AnyOf, Compare, Condition, Named, Not
from resolver.model.facts import FactValue
from resolver.model.rulebook import EvidenceRule
from resolver.rulefile.codes import Code
from resolver.rulefile.flaws import Flaw

REMOVED = "removed"
"""The state of a rule that no file has any more."""

_STATES = ("draft", "active", "deprecated", REMOVED)
_LINE = re.compile(rf"(\S+/\S+) ([1-9]\d{{0,8}}) ({'|'.join(_STATES)}) ([0-9a-f]{{32}})")
_CONFLICT = re.compile(r"(?:<{7}|\|{7}|={7}|>{7})(?: .*)?")
_HEADING = """\
# 由 `python -m resolver lock` 生成，不要手改。每行一条规则：标识、版本、状态、该版本内容的摘要。
# Written by `python -m resolver lock`; do not edit. One rule a line: id, version, state, digest.
"""


@dataclass(frozen=True, slots=True)
class LockedRule:
    """What the lock knows of one rule; `line` counts from 1."""

    id: str
    version: int
    state: str
    digest: str
    line: int = field(default=0, compare=False)


def locked_rule(rule: EvidenceRule) -> LockedRule:
    """Return what the lock should say of a rule."""
    return LockedRule(rule.id, rule.version, rule.status.value, digest_of(rule))


def digest_of(rule: EvidenceRule) -> str:
    """Return the digest of what a rule says: 32 hexadecimal digits, the first half of a SHA-256.

    It covers the condition with its definitions written out, strength, group, dates and the text
    in both languages. The order of parts and how YAML is laid out make no difference.
    """
    said = {
        "when": _canonical(rule.when),
        "weight": rule.strength,
        "group": rule.group,
        "from": str(rule.effective_from or ""),
        "until": str(rule.effective_until or ""),
        "because": [rule.because.zh, rule.because.en],
    }
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:32]


def read_lock(text: str) -> tuple[dict[str, LockedRule], tuple[Flaw, ...]]:
    """Return the rules of a lock by id, and the lines that cannot be read.

    Where a rule has several lines, as after a merge, the highest version counts, then the first.
    """
    locked: dict[str, LockedRule] = {}
    flaws: list[Flaw] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        found = _LINE.fullmatch(line.strip())
        if found is None:
            flaws.append(Flaw(number, 1, Code.LOCK_LINE, {"written": line}))
            continue
        name, version, state, digest = found.groups()
        rule = LockedRule(name, int(version), state, digest, number)
        if name in locked:
            flaws.append(Flaw(number, 1, Code.LOCK_LINE, {"written": line}))
        if name not in locked or rule.version > locked[name].version:
            locked[name] = rule
    return locked, tuple(flaws)


def is_beyond_repair(text: str) -> bool:
    """Return whether lines were lost; what a merge leaves, marks and second lines, loses none."""
    return any(
        _LINE.fullmatch(line.strip()) is None and _CONFLICT.fullmatch(line.strip()) is None
        for line in text.splitlines()
        if line.strip() and not line.startswith("#")
    )


def written_lock(rules: Iterable[EvidenceRule], locked: Mapping[str, LockedRule]) -> str:
    """Return the text of a lock: the rules as they are, and those that are gone as removed."""
    gone = {name: replace(rule, state=REMOVED) for name, rule in locked.items()}
    lines = {**gone, **{rule.id: locked_rule(rule) for rule in rules}}
    return _HEADING + "".join(
        f"{rule.id} {rule.version} {rule.state} {rule.digest}\n"
        for rule in sorted(lines.values(), key=lambda rule: rule.id)
    )


def _canonical(condition: Condition) -> object:
    match condition:
        case Compare(fact, relation, operand):
            values = operand if isinstance(operand, tuple) else (operand,)
            return [fact, relation.value, sorted(map(_value, values))]
        case All(parts):
            return ["all", _unordered(parts)]
        case AnyOf(parts):
            return ["any", _unordered(parts)]
        case Not(part):
            return ["not", _canonical(part)]
        case Named(_, part):
            return _canonical(part)


def _unordered(parts: tuple[Condition, ...]) -> list[object]:
    return sorted((_canonical(part) for part in parts), key=json.dumps)


def _value(value: FactValue) -> str:
    """Return a value as JSON; 24 and 24.0 are the same."""
    is_whole = isinstance(value, float) and value.is_integer()
    return json.dumps(int(value) if is_whole else value, ensure_ascii=False)
