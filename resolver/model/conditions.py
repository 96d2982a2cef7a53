"""The condition tree of a rule, and what each operator makes of a fact: true, false or unknown.

An absent fact makes a comparison unknown (`None`). `All` is false if any part is false, else
unknown if any is unknown; `AnyOf` is the mirror; `Not` keeps unknown. `exists` asks about absence
itself and is never unknown. Only a condition that is true matches.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

from resolver.model.facts import Facts, FactValue

Truth: TypeAlias = bool | None


class Operator(StrEnum):
    """How a leaf compares a fact with its operand."""

    EQ = "eq"
    IN = "in"
    LT = "lt"
    LTE = "lte"
    GT = "gt"
    GTE = "gte"
    EXISTS = "exists"


@dataclass(frozen=True, slots=True)
class Compare:
    """One leaf.

    The operand is a tuple for `in`, a boolean for `exists`, else a value of the fact's type.
    """

    fact: str
    operator: Operator
    operand: FactValue | tuple[FactValue, ...]


@dataclass(frozen=True, slots=True)
class All:
    """True where every part is."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True where one part is."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """True where the part is false; unknown stays unknown."""

    part: Condition


@dataclass(frozen=True, slots=True)
class Named:
    """A definition that rules refer to by name; it means what its part means."""

    name: str
    part: Condition


Condition: TypeAlias = "Compare | All | AnyOf | Not | Named"


def holds(condition: Condition, facts: Facts) -> Truth:
    """Return whether a condition is true, false or unknown (`None`) of the facts."""
    match condition:
        case Compare():
            return _compare(condition, facts)
        case All(parts):
            return _all(parts, facts)
        case AnyOf(parts):
            return _any(parts, facts)
        case Not(part):
            truth = holds(part, facts)
            return None if truth is None else not truth
        case Named(_, part):
            return holds(part, facts)


def leaves(condition: Condition) -> Iterator[Compare]:
    """Yield every comparison of a condition, in reading order."""
    match condition:
        case Compare():
            yield condition
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from leaves(part)
        case Not(part) | Named(_, part):
            yield from leaves(part)


def facts_read(condition: Condition) -> tuple[str, ...]:
    """Return the names of the facts that a condition reads, each once, in reading order."""
    return tuple(dict.fromkeys(leaf.fact for leaf in leaves(condition)))


def whatever(condition: Condition, is_free: Callable[[str], bool]) -> Condition:
    """Return a condition that is true wherever some values of the free facts could make this so.

    It may be true in more places: a negation that reads a free fact counts as possible.
    """
    if not any(is_free(leaf.fact) for leaf in leaves(condition)):
        return condition
    match condition:
        case All(parts):
            return All(tuple(whatever(part, is_free) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(whatever(part, is_free) for part in parts))
        case Named(_, part):
            return whatever(part, is_free)
        case _:  # the comparison itself, or a negation with it inside
            return All(())


def _all(parts: tuple[Condition, ...], facts: Facts) -> Truth:
    unknown = False
    for part in parts:
        truth = holds(part, facts)
        if truth is False:
            return False
        unknown = unknown or truth is None
    return None if unknown else True


def _any(parts: tuple[Condition, ...], facts: Facts) -> Truth:
    unknown = False
    for part in parts:
        truth = holds(part, facts)
        if truth is True:
            return True
        unknown = unknown or truth is None
    return None if unknown else False


def _compare(leaf: Compare, facts: Facts) -> Truth:
    value = facts.get(leaf.fact)
    if leaf.operator is Operator.EXISTS:
        return (value is not None) is leaf.operand
    if value is None:
        return None
    if leaf.operator is Operator.IN:
        return isinstance(leaf.operand, tuple) and value in leaf.operand
    return _RELATIONS[leaf.operator](value, leaf.operand)


# The checks of a rulebook see to it that an operand has its fact's type.
_RELATIONS: dict[Operator, Callable[[Any, Any], bool]] = {
    Operator.EQ: operator.eq,
    Operator.LT: operator.lt,
    Operator.LTE: operator.le,
    Operator.GT: operator.gt,
    Operator.GTE: operator.ge,
}
