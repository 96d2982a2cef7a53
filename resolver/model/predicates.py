"""Conditions as functions that say whether they are true, for what is asked on every call.

`holds` of `resolver.model.conditions` is the meaning, with three values; a predicate knows two,
true or not. Negation is pushed to the leaves, so that a leaf about an absent fact is never true,
negated or not.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, TypeAlias

from resolver.model.conditions import All, AnyOf, Compare, Condition, Named, Not, Operator
from resolver.model.facts import Facts

Predicate: TypeAlias = Callable[[Facts], bool]

_ORDERINGS: dict[tuple[Operator, bool], Callable[[Any, Any], bool]] = {
    (Operator.LT, True): operator.lt,
    (Operator.LT, False): operator.ge,
    (Operator.LTE, True): operator.le,
    (Operator.LTE, False): operator.gt,
    (Operator.GT, True): operator.gt,
    (Operator.GT, False): operator.le,
    (Operator.GTE, True): operator.ge,
    (Operator.GTE, False): operator.lt,
}


def predicate(condition: Condition) -> Predicate:
    """Return a function of the facts that is true exactly where `holds` is `True`."""
    return _compiled(condition, wanted=True)


def _compiled(condition: Condition, *, wanted: bool) -> Predicate:
    match condition:
        case Compare():
            return _leaf(condition, wanted=wanted)
        case Not(part):
            return _compiled(part, wanted=not wanted)
        case Named(_, part):
            return _compiled(part, wanted=wanted)
        case All(parts):
            compiled = tuple(_compiled(part, wanted=wanted) for part in parts)
            return _every(compiled) if wanted else _some(compiled)
        case AnyOf(parts):
            compiled = tuple(_compiled(part, wanted=wanted) for part in parts)
            return _some(compiled) if wanted else _every(compiled)


def _every(parts: tuple[Predicate, ...]) -> Predicate:
    def every(facts: Facts) -> bool:
        for part in parts:  # noqa: SIM110 - a generator costs three times as much here
            if not part(facts):
                return False
        return True

    return every


def _some(parts: tuple[Predicate, ...]) -> Predicate:
    def some(facts: Facts) -> bool:
        for part in parts:  # noqa: SIM110 - a generator costs three times as much here
            if part(facts):
                return True
        return False

    return some


def _leaf(leaf: Compare, *, wanted: bool) -> Predicate:
    name, operand = leaf.fact, leaf.operand
    if leaf.operator is Operator.EXISTS:
        return _presence(name, present=operand is wanted)
    if leaf.operator in (Operator.EQ, Operator.IN):
        values = operand if isinstance(operand, tuple) else (operand,)
        return _membership(name, frozenset(values), wanted=wanted)
    relation = _ORDERINGS[leaf.operator, wanted]
    return lambda facts: (value := facts.get(name)) is not None and relation(value, operand)


def _presence(name: str, *, present: bool) -> Predicate:
    if present:
        return lambda facts: facts.get(name) is not None
    return lambda facts: facts.get(name) is None


def _membership(name: str, values: frozenset[object], *, wanted: bool) -> Predicate:
    if wanted:
        return lambda facts: facts.get(name) in values
    return lambda facts: (value := facts.get(name)) is not None and value not in values
