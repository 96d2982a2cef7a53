"""Random conditions, rules and facts that try what an engine may get wrong.

The facts are made up: `yes.…` are booleans, `num.…` numbers, `txt.…` enumerated strings; `any.…`
take all three and are compared only for equality. Values look like one another across types (`5`,
`"5"`, `5.0`; `1`, `True`, `"true"`), lie close together, and lie outside 64 bits.

Functions take a `Random`, so that thousands are made in a moment; the strategies are the same for
Hypothesis to steer, which shrinks what fails.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from hypothesis import strategies as st

from resolver.model.conditions import All, AnyOf, Compare, Condition, Named, Not, Operator
from resolver.model.facts import FactValue

NUMBERS: tuple[FactValue, ...] = (
    *(0, 1, 2, 5, 7, -1, -7, 1.0, 5.0, 1.5, 0.5, 0.1, -0.5, -0.0, 1e-7, -1e-7, 5e-324, 1e22),
    *(2**53, 2.0**53, 2**53 + 1, -(2**63), 2**63, 2**70, 2**70 + 1, 1.7e308, float("inf")),
)
TEXTS: tuple[FactValue, ...] = (
    *(
        "a",
        "1",
        "1.0",
        "5",
        "true",
        "True",
        "false",
        "null",
        "NaN",
        "1e-07",
        "$or",
        "sid",
        "",
        " 5",
    ),
    *('a"b', "a\\", "a,b", "}", "发票", "ａ", "😀", "\x00", "\ud800", "x" * 10_000),
)
BOOLEANS: tuple[FactValue, ...] = (False, True)
FACTS: dict[str, tuple[FactValue, ...]] = {
    **dict.fromkeys(("yes.a", "yes.b", "yes.c"), BOOLEANS),
    **dict.fromkeys(("num.a", "num.b", "num.c"), NUMBERS),
    **dict.fromkeys(("txt.a", "txt.b", "txt.c"), TEXTS),
    **dict.fromkeys(("any.a", "any.b"), (*BOOLEANS, *NUMBERS, *TEXTS)),
}

_ORDERINGS = (Operator.LT, Operator.LTE, Operator.GT, Operator.GTE)
_DEPTH = 3


def random_facts(random: Random) -> dict[str, FactValue]:
    """Return facts of the right types; each may be absent."""
    return {fact: _value(random, fact) for fact in FACTS if random.random() < 0.7}


def random_comparison(random: Random) -> Compare:
    """Return a leaf with an operator and an operand that suit its fact."""
    fact = random.choice(tuple(FACTS))
    operators = [Operator.EQ, Operator.IN, Operator.EXISTS]
    operator = random.choice([*operators, *_ORDERINGS] if fact.startswith("num") else operators)
    if operator is Operator.EXISTS:
        return Compare(fact, operator, random.choice((True, False)))
    if operator is Operator.IN:
        several = (_value(random, fact) for _ in range(random.randrange(5)))
        return Compare(fact, operator, tuple(several))
    return Compare(fact, operator, _value(random, fact))


def random_condition(
    random: Random, depth: int = _DEPTH, definitions: Sequence[Condition] = ()
) -> Condition:
    """Return a condition tree; empty `all` and `any` are among them."""
    kind = random.choice(("leaf", "leaf", "all", "any", "not", "named")) if depth else "leaf"
    if kind == "leaf":
        return random_comparison(random)
    if kind == "named" and definitions:
        return random.choice(definitions)
    if kind in ("all", "any"):
        size = random.randrange(4)
        parts = tuple(random_condition(random, depth - 1, definitions) for _ in range(size))
        return All(parts) if kind == "all" else AnyOf(parts)
    part = random_condition(random, depth - 1, definitions)
    return Not(part) if kind == "not" else Named("definition", part)


def random_rules(random: Random, count: int) -> list[tuple[str, Condition]]:
    """Return rules as engines take them, some of which share definitions."""
    definitions = [Named(f"shared-{i}", random_condition(random, 2)) for i in range(5)]
    return [(f"rule-{i}", random_condition(random, _DEPTH, definitions)) for i in range(count)]


def rules(max_count: int) -> st.SearchStrategy[list[tuple[str, Condition]]]:
    """Return a strategy for up to so many rules."""
    return st.builds(random_rules, _randoms(), st.integers(0, max_count))


def conditions() -> st.SearchStrategy[Condition]:
    """Return a strategy for condition trees."""
    return _randoms().map(random_condition)


def facts() -> st.SearchStrategy[dict[str, FactValue]]:
    """Return a strategy for facts."""
    return _randoms().map(random_facts)


def _randoms() -> st.SearchStrategy[Random]:
    return st.randoms(use_true_random=False)


def _value(random: Random, fact: str) -> FactValue:
    if fact.startswith("num") and random.random() < 0.5:
        return random.randrange(-2, 3)  # few, so that rules often cut at the same point
    return random.choice(FACTS[fact])
