"""Values of a fact that conditions may tell apart."""

from __future__ import annotations

from collections.abc import Iterable

from resolver.model.conditions import Condition, leaves
from resolver.model.facts import FactDeclaration, FactType, FactValue


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


def _compared(name: str, condition: Condition) -> Iterable[FactValue]:
    for leaf in leaves(condition):
        if leaf.fact == name:
            yield from leaf.operand if isinstance(leaf.operand, tuple) else (leaf.operand,)
