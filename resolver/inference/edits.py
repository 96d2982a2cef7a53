"""The small changes that a rule's scenarios should notice: of a condition, of a weight.

A condition: each threshold one unit up and down, each order with or without its bound, each other
comparison and each reference to a definition turned round, each part of an `all` or `any` left
out. A definition is not entered where it is referred to: its own text is changed once, for all.
A weight: one step of the scale up and down, and from one side to the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from resolver.inference.notation import written
from resolver.model.conditions import (
    All,
    AnyOf,
    Compare,
    Condition,
    Named,
    Not,
    Operator,
    facts_read,
)
from resolver.model.rulebook import AGAINST, EvidenceRule, Scale

_TURNED = {
    Operator.LT: Operator.LTE,
    Operator.LTE: Operator.LT,
    Operator.GT: Operator.GTE,
    Operator.GTE: Operator.GT,
}


class EditKind(StrEnum):
    """What sort of change it is."""

    THRESHOLD = "threshold"
    OPERATOR = "operator"
    NEGATION = "negation"
    DROPPED = "dropped"
    WEIGHT = "weight"
    SIDE = "side"


@dataclass(frozen=True, slots=True)
class Edit:
    """One change, in the notation of rule files.

    `after` is empty where a condition was left out. `facts` are those that the changed part reads.
    """

    kind: EditKind
    before: str
    after: str
    facts: tuple[str, ...] = ()

    @property
    def is_of_weight(self) -> bool:
        """Whether it changes a weight, and no condition."""
        return self.kind in {EditKind.WEIGHT, EditKind.SIDE}


def condition_edits(condition: Condition) -> Iterator[tuple[Edit, Condition]]:
    """Yield every change of a condition, and the whole condition as it is then."""
    match condition:
        case Compare() if _is_order(condition):
            yield from _order_edits(condition)
        case Compare() | Named():
            yield _edit(EditKind.NEGATION, condition, Not(condition))
        case Not(Compare() | Named() as part) if not _is_order(part):
            yield _edit(EditKind.NEGATION, condition, part)
        case Not(part):
            for edit, changed in condition_edits(part):
                yield edit, Not(changed)
        case All(parts):
            for edit, others in _edits_of_parts(parts):
                yield edit, _joined(All, others)
        case AnyOf(parts):
            for edit, others in _edits_of_parts(parts):
                yield edit, _joined(AnyOf, others)


def weight_edits(rule: EvidenceRule, scale: Scale) -> Iterator[tuple[Edit, EvidenceRule]]:
    """Yield every change of a rule's weight, and the rule as it is then."""
    name, *against = rule.strength.split()
    ladder = sorted(scale.strengths, key=scale.strengths.__getitem__)
    place = ladder.index(name)
    for step in (place - 1, place + 1):
        if 0 <= step < len(ladder):
            yield _reweighed(rule, EditKind.WEIGHT, [ladder[step], *against], scale)
    yield _reweighed(rule, EditKind.SIDE, [name] if against else [name, AGAINST], scale)


def _order_edits(leaf: Compare) -> Iterator[tuple[Edit, Condition]]:
    bound = leaf.operand
    assert isinstance(bound, int | float)  # noqa: S101 - the loader sees to it
    yield _edit(EditKind.OPERATOR, leaf, replace(leaf, operator=_TURNED[leaf.operator]))
    for shifted in (bound - 1, bound + 1):
        yield _edit(EditKind.THRESHOLD, leaf, replace(leaf, operand=shifted))


def _edits_of_parts(
    parts: tuple[Condition, ...],
) -> Iterator[tuple[Edit, tuple[Condition, ...]]]:
    for place, part in enumerate(parts):
        before, after = parts[:place], parts[place + 1 :]
        for edit, changed in condition_edits(part):
            yield edit, (*before, changed, *after)
        if before or after:
            dropped = Edit(EditKind.DROPPED, written(part), "", facts_read(part))
            yield dropped, (*before, *after)


def _joined(kind: type[All] | type[AnyOf], parts: tuple[Condition, ...]) -> Condition:
    return parts[0] if len(parts) == 1 else kind(parts)


def _edit(kind: EditKind, before: Condition, after: Condition) -> tuple[Edit, Condition]:
    return Edit(kind, written(before), written(after), facts_read(before)), after


def _is_order(condition: Condition) -> bool:
    return isinstance(condition, Compare) and condition.operator in _TURNED


def _reweighed(
    rule: EvidenceRule, kind: EditKind, strength: list[str], scale: Scale
) -> tuple[Edit, EvidenceRule]:
    name = " ".join(strength)
    changed = replace(rule, strength=name, weight=scale.weight(name))
    return Edit(kind, rule.strength, changed.strength), changed
