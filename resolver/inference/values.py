"""Values of a fact that conditions may tell apart."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from resolver.model.conditions import Condition, Operator, leaves
from resolver.model.facts import FactDeclaration, FactType, FactValue

_WHOLE = frozenset({"days", "times", "rows", "fields", "code", "hour"})
"""Units of which there are no fractions."""

_WHOLE_SHARE = 100


def telling_values(
    fact: FactDeclaration, conditions: Iterable[Condition]
) -> tuple[FactValue, ...]:
    """Return values on either side of everything that the conditions compare a fact with.

    Those named come first: each threshold and one unit to either side of it, each word and then
    one that no condition names. A fact that they do not compare has none, but yes and no.
    """
    if fact.type is FactType.BOOLEAN:
        return (True, False)
    named = [value for condition in conditions for value in _compared(fact.name, condition)]
    if fact.type is FactType.NUMBER:
        numbers = [value for value in named if not isinstance(value, str | bool)]
        return tuple(dict.fromkeys(n + step for n in numbers for step in (0, -1, 1)))
    words = dict.fromkeys(value for value in named if isinstance(value, str))
    others = [value for value in fact.values or () if value not in words]
    return (*words, *others[:1])


def every_region(fact: FactDeclaration, conditions: Iterable[Condition]) -> tuple[FactValue, ...]:
    """Return values of a fact that stand for all that conditions can tell apart, absence aside.

    Each value that they name, and between and beyond them one that is likely to be read with
    ease. No number is below zero and no share above 100 %, as with everything that is told.
    """
    if fact.type is FactType.BOOLEAN:
        return (True, False)
    named = {
        value
        for condition in conditions
        for leaf in leaves(condition)
        if leaf.fact == fact.name and leaf.operator is not Operator.EXISTS
        for value in (leaf.operand if isinstance(leaf.operand, tuple) else (leaf.operand,))
    }
    if fact.type is FactType.NUMBER:
        return _numbers(sorted(v for v in named if isinstance(v, int | float)), fact.unit)
    others = [value for value in fact.values or () if value not in named]
    return (*sorted(str(value) for value in named), *others[:1])


def _numbers(named: list[int | float], unit: str) -> tuple[int | float, ...]:
    told = [value for value in named if value >= 0]
    if not told:
        return (1,)
    between = [value for low, high in pairwise((0, *told)) for value in _within(low, high, unit)]
    every = {0, *told, *between, told[-1] + 1}
    if unit == "percent":
        every = {*(value for value in every if value <= _WHOLE_SHARE), _WHOLE_SHARE}
    return tuple(sorted(every))


def _within(low: float, high: float, unit: str) -> tuple[int | float, ...]:
    """Return the numbers nearest to both ends of a gap, or its middle where it is narrow."""
    if high - low >= 2:
        return (low + 1, high - 1)
    return () if unit in _WHOLE or low == high else ((low + high) / 2,)


def _compared(name: str, condition: Condition) -> Iterable[FactValue]:
    for leaf in leaves(condition):
        if leaf.fact == name:
            yield from leaf.operand if isinstance(leaf.operand, tuple) else (leaf.operand,)
