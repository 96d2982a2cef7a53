"""Compiled rules stay within what the C engine bears."""

from __future__ import annotations

import json
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolver.engine.compiler import MAX_PATHS, MAX_PROPERTIES, RuleSet, compile_rules
from resolver.model.conditions import All, AnyOf, Compare, Condition, Not, Operator
from tests.support.conditions import random_rules


def eq(fact: str, value: int) -> Compare:
    """Return an equality."""
    return Compare(fact, Operator.EQ, value)


def names_in(rule_set: RuleSet) -> set[str]:
    """Return the names of the properties that a rule set reads, besides the sentinel."""
    names: set[str] = set()

    def collect(pairs: list[tuple[str, object]]) -> None:
        names.update(name for name, value in pairs if isinstance(value, int))

    json.loads(rule_set.definition, object_pairs_hook=collect)
    return names - {"!"}


@settings(max_examples=30, deadline=None)
@given(st.randoms(use_true_random=True))
def test_every_rule_set_is_small(random: Random) -> None:
    """Paths and properties of a rule set are bounded, whatever the rules."""
    for rule_set in compile_rules(random_rules(random, 150)).sets:
        actions = json.loads(rule_set.definition)
        assert set(actions) == {*rule_set.rules, "!"}
        assert len(actions) <= 64
        assert len(names_in(rule_set)) == len(rule_set.slots) <= 252


def test_rules_that_read_many_facts_are_spread_over_rule_sets() -> None:
    """Three rules of 200 facts each do not fit into one."""
    rules = [(f"r{n}", All(tuple(eq(f"f{n}-{i}", 1) for i in range(200)))) for n in range(3)]
    sets = compile_rules(rules).sets
    assert [len(rule_set.slots) for rule_set in sets] == [200, 200, 200]


def test_five_hundred_values_of_one_fact_are_spread_over_rule_sets() -> None:
    """More than 512 children of one node would hang the engine's own compiler."""
    sets = compile_rules([(f"r{i}", eq("f", i)) for i in range(600)]).sets
    assert [len(rule_set.rules) for rule_set in sets] == [MAX_PATHS] * 10


def test_equal_conditions_share_a_path() -> None:
    """The engine evaluates once what several rules say."""
    same = [All((eq("a", 1), eq("b", 2))), All((eq("b", 2), eq("a", 1)))]
    (rule_set,) = compile_rules([("one", same[0]), ("two", same[1])]).sets
    assert list(rule_set.rules.values()) == [("one", "two")]


def test_paths_begin_with_what_is_most_common() -> None:
    """So that they share nodes."""
    rules = [(f"r{i}", All((eq(f"x{i}", 1), eq("common", 1)))) for i in range(5)]
    (rule_set,) = compile_rules(rules).sets
    definitions = json.loads(rule_set.definition)
    firsts = {
        next(iter(definitions[action]["all"][0]["m"]["$and"][0])) for action in rule_set.rules
    }
    assert len(firsts) == 1


def test_rule_that_is_always_true_needs_no_engine() -> None:
    """Nor does one that never is."""
    program = compile_rules([("always", All(())), ("never", AnyOf(()))])
    assert (program.always, program.sets) == ({"always"}, ())


@pytest.mark.parametrize(
    "condition",
    [
        AnyOf(tuple(eq(f"f{i}", 1) for i in range(MAX_PATHS + 1))),
        All(tuple(eq(f"f{i}", 1) for i in range(MAX_PROPERTIES + 1))),
        eq("f", float("nan")),
    ],
    ids=["paths", "properties", "nan"],
)
def test_rule_that_the_engine_cannot_carry_is_left_over(condition: Condition) -> None:
    """The plain engine is to answer it."""
    program = compile_rules([("odd", condition), ("even", eq("a", 1))])
    assert program.left_over == [("odd", condition)]
    assert [list(rule_set.rules.values()) for rule_set in program.sets] == [[("even",)]]


def test_endless_nesting_is_left_over() -> None:
    """A tree that is too deep to walk does not stop the others."""
    deep: Condition = eq("a", 1)
    for _ in range(5_000):
        deep = Not(deep)
    assert [rule for rule, _ in compile_rules([("deep", deep)]).left_over] == ["deep"]


def test_names_of_properties_differ_by_hash() -> None:
    """The engine tells properties apart by a 32-bit hash alone."""
    rules = [(f"r{i}", eq(f"fact-{i}", 1)) for i in range(3_000)]
    names = set().union(*(names_in(rule_set) for rule_set in compile_rules(rules).sets))
    assert len(names) == 3_000
    assert len({_fnv1a(name) for name in [*names, "id", "sid", "$s", "!", "$forward"]}) == 3_005


def _fnv1a(text: str) -> int:
    value = 2166136261
    for byte in text.encode():
        value = ((value ^ byte) * 16777619) % 2**32
    return value
