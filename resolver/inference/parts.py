"""The parts of a rulebook that a change may touch and that can answer for another answer."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from resolver.model.conditions import All, AnyOf, Compare, Condition, Named, Not

_HIDDEN = All(())  # what a name stands for, where only the name matters


class PartKind(StrEnum):
    """What sort of part it is; the order is that of reading."""

    CAUSE = "cause"
    RULE = "rule"
    PRIOR = "prior"
    DISPOSITION = "disposition"
    REMEDIES = "remedies"
    REMEDY = "remedy"
    DEFINITION = "definition"
    STRENGTH = "strength"
    PRIOR_WORD = "prior_word"
    CUTOFF = "cutoff"
    CONTACT = "contact"
    TABLE = "table"


class Part(NamedTuple):
    """One part of a rulebook.

    `name` is the id of the rule, remedy or contact, the cause for `CAUSE`, `PRIOR`, `DISPOSITION`
    and `REMEDIES`, the word or setting of the scale for `STRENGTH`, `PRIOR_WORD` and `CUTOFF`, the
    definition's name, and a field of `Knowledge` for `TABLE`.
    """

    kind: PartKind
    name: str


def in_order(parts: set[Part]) -> tuple[Part, ...]:
    """Return parts in the order of their kinds, then by name."""
    kinds = list(PartKind)
    return tuple(sorted(parts, key=lambda part: (kinds.index(part.kind), part.name)))


def as_written(condition: Condition | None) -> Condition | None:
    """Return a condition without what its definitions stand for."""
    match condition:
        case Named(name, _):
            return Named(name, _HIDDEN)
        case Not(part):
            return Not(as_written(part) or _HIDDEN)
        case All(parts):
            return All(tuple(as_written(part) or _HIDDEN for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(as_written(part) or _HIDDEN for part in parts))
        case _:
            return condition


def definitions_in(condition: Condition | None) -> Iterator[Named]:
    """Yield every definition that a condition refers to, and those that these refer to."""
    match condition:
        case None | Compare():
            return
        case Named(_, part):
            yield condition
            yield from definitions_in(part)
        case Not(part):
            yield from definitions_in(part)
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from definitions_in(part)
