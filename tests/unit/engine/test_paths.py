"""Conditions become alternatives of literals, without a change in what they mean."""

from __future__ import annotations

from typing import Any

import pytest

from resolver.engine.paths import Literal, NoPathsError, PathFinder, Relation
from resolver.model.conditions import All, AnyOf, Compare, Condition, Named, Not, Operator

NAN = float("nan")


def eq(fact: str, value: Any) -> Compare:
    """Return an equality."""
    return Compare(fact, Operator.EQ, value)


def one_of(fact: str, *values: Any) -> Literal:
    """Return the literal that a fact has one of some values."""
    return Literal(fact, Relation.ONE_OF, frozenset(values))


def none_of(fact: str, *values: Any) -> Literal:
    """Return the literal that a fact is there and has none of some values."""
    return Literal(fact, Relation.NONE_OF, frozenset(values))


def bound(fact: str, relation: Relation, value: float) -> Literal:
    """Return an ordering."""
    return Literal(fact, relation, frozenset([value]))


def paths(condition: Condition) -> set[frozenset[Literal]]:
    """Return the paths under roomy limits."""
    return set(PathFinder(max_paths=60, max_literals=250).paths(condition))


def test_all_joins_and_any_lists() -> None:
    """`all` multiplies the paths of its parts, `any` adds them."""
    either = AnyOf((eq("a", 1), eq("b", 2)))
    assert paths(All((either, eq("c", 3)))) == {
        frozenset([one_of("a", 1), one_of("c", 3)]),
        frozenset([one_of("b", 2), one_of("c", 3)]),
    }


def test_negation_reaches_the_leaves() -> None:
    """Not all is any not, and a double negation is none."""
    both = All((eq("a", 1), Not(eq("b", 2))))
    assert paths(Not(both)) == {frozenset([none_of("a", 1)]), frozenset([one_of("b", 2)])}


@pytest.mark.parametrize(
    ("operator", "relation"),
    [
        (Operator.LT, Relation.GTE),
        (Operator.LTE, Relation.GT),
        (Operator.GT, Relation.LTE),
        (Operator.GTE, Relation.LT),
    ],
)
def test_negated_ordering_turns_round(operator: Operator, relation: Relation) -> None:
    """Not less is greater or equal, and so on."""
    assert paths(Not(Compare("n", operator, 5))) == {frozenset([bound("n", relation, 5)])}


@pytest.mark.parametrize(
    ("exists", "negated", "relation"),
    [
        (True, False, Relation.PRESENT),
        (False, False, Relation.ABSENT),
        (True, True, Relation.ABSENT),
        (False, True, Relation.PRESENT),
    ],
)
def test_presence_can_be_asked_and_negated(
    exists: bool, negated: bool, relation: Relation
) -> None:
    """`exists` is the one operator that absence makes true."""
    leaf = Compare("a", Operator.EXISTS, exists)
    assert paths(Not(leaf) if negated else leaf) == {frozenset([Literal("a", relation)])}


def test_nothing_is_one_of_no_values_and_everything_there_is_none_of_them() -> None:
    """An empty `in` is never true; negated, it asks whether the fact is there."""
    empty = Compare("a", Operator.IN, ())
    assert paths(empty) == set()
    assert paths(Not(empty)) == {frozenset([Literal("a", Relation.PRESENT)])}


def test_empty_all_is_always_true_and_empty_any_never() -> None:
    """No literal at all is a path that is always true."""
    assert paths(All(())) == {frozenset()}
    assert paths(AnyOf(())) == set()


def test_alternatives_about_one_fact_are_one_path() -> None:
    """Several values of one fact need no path each."""
    assert paths(AnyOf((eq("a", 1), Compare("a", Operator.IN, (2, 3)), eq("b", 1)))) == {
        frozenset([one_of("a", 1, 2, 3)]),
        frozenset([one_of("b", 1)]),
    }


def test_claims_about_one_fact_are_combined() -> None:
    """Values that are allowed and not banned remain."""
    condition = All((Compare("a", Operator.IN, (1, 2, 3)), Not(eq("a", 2))))
    assert paths(condition) == {frozenset([one_of("a", 1, 3)])}
    assert paths(All((Not(eq("a", 1)), Not(eq("a", 2))))) == {frozenset([none_of("a", 1, 2)])}


@pytest.mark.parametrize(
    "condition",
    [
        All((eq("a", 1), eq("a", 2))),
        All((eq("a", 1), Not(eq("a", 1)))),
        All((eq("a", 1), Compare("a", Operator.EXISTS, False))),
    ],
)
def test_contradiction_has_no_path(condition: Condition) -> None:
    """What can never be true costs the engine nothing."""
    assert paths(condition) == set()


def test_presence_goes_without_saying() -> None:
    """Whatever else a path claims of a fact claims its presence too."""
    there = Compare("a", Operator.EXISTS, True)
    assert paths(All((there, eq("a", 1)))) == {frozenset([one_of("a", 1)])}
    assert paths(All((there, Not(Compare("a", Operator.EXISTS, False))))) == {
        frozenset([Literal("a", Relation.PRESENT)])
    }


@pytest.mark.parametrize(
    ("operators", "tightest"),
    [
        ((Operator.LT, Operator.LTE), Relation.LT),
        ((Operator.GTE, Operator.GT), Relation.GT),
    ],
)
def test_tightest_bound_remains(operators: tuple[Operator, Operator], tightest: Relation) -> None:
    """Of two bounds at one value the strict one is tighter."""
    both = All(tuple(Compare("n", operator, 5) for operator in operators))
    assert paths(both) == {frozenset([bound("n", tightest, 5)])}


def test_lowest_upper_and_highest_lower_bound_remain() -> None:
    """Four bounds become two."""
    bounds = [(Operator.LT, 9), (Operator.LTE, 8), (Operator.GT, 1), (Operator.GTE, 2)]
    condition = All(tuple(Compare("n", operator, value) for operator, value in bounds))
    assert paths(condition) == {
        frozenset([bound("n", Relation.LTE, 8), bound("n", Relation.GTE, 2)])
    }


def test_definition_is_what_it_names() -> None:
    """A name changes nothing, also where one definition is used twice and negated."""
    definition = Named("d", eq("a", 1))
    assert paths(All((definition, definition))) == {frozenset([one_of("a", 1)])}
    assert paths(All((definition, Not(definition)))) == set()


def test_definitions_that_double_cost_no_time() -> None:
    """Each is worked out once, so that sixty levels are not 2**60 leaves."""
    condition: Condition = eq("a", 1)
    for level in range(60):
        condition = Named(f"level-{level}", All((condition, condition)))
    assert paths(condition) == {frozenset([one_of("a", 1)])}


@pytest.mark.parametrize(
    "condition",
    [
        AnyOf(tuple(eq(f"f{i}", 1) for i in range(61))),
        All(tuple(AnyOf((eq(f"a{i}", 1), eq(f"b{i}", 1))) for i in range(64))),
        All(tuple(eq(f"f{i}", 1) for i in range(251))),
        All((AnyOf(tuple(All((eq("a", i), eq("b", i))) for i in range(40))),) * 100),
        eq("a", NAN),
        Compare("a", Operator.IN, (1, NAN)),
        Compare("a", Operator.LT, NAN),
        Compare("a", Operator.LT, "5"),
    ],
    ids=["any", "product", "literals", "joins", "nan", "nan-among", "nan-bound", "text-bound"],
)
def test_condition_that_paths_cannot_carry_is_refused(condition: Condition) -> None:
    """Too many paths, too long ones, and operands that equal or order nothing."""
    with pytest.raises(NoPathsError):
        paths(condition)


def test_joins_are_counted_for_each_condition_anew() -> None:
    """A large condition leaves the limit of the next one untouched."""
    finder = PathFinder(max_paths=60, max_literals=250)
    alternatives = [AnyOf(tuple(eq(f"{name}{i}", 1) for i in range(7))) for name in "ab"]
    for _ in range(1_000):
        assert len(finder.paths(All(tuple(alternatives)))) == 49
