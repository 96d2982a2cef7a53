"""The smallest change that is found is the smallest there is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from resolver.engine.plain import PlainEngine
from resolver.inference.counterfactual import (
    MOST_FACTS,
    CounterfactualFinder,
    CounterfactualSearch,
)
from resolver.inference.influence import Influence, Lever, is_of_answer
from resolver.inference.score import Scorer
from resolver.inference.values import every_region
from resolver.model.conditions import All, AnyOf, Compare, Condition, Not, Operator, holds
from resolver.model.facts import Facts, FactType, load_vocabulary, with_changes
from resolver.model.rulebook import CauseDefinition, Rulebook
from tests.support.rulebooks import cause, rule, rulebook

DAY = date(2026, 3, 5)
FACTS = load_vocabulary().facts
NAMES = (
    *("status.transport_error", "client.internet_reachable", "client.channel", "timing.attempts"),
    *("client.line_good", "client.line_poor", "timing.invoice_age_hours"),
    "timing.invoice_age_days",
)
VALUES = {
    "status.transport_error": st.sampled_from(("dns_failure", "read_timeout")),
    "client.channel": st.sampled_from(("official_web", "cloud_api")),
    "timing.attempts": st.integers(0, 4),
    "timing.invoice_age_hours": st.sampled_from((0, 12, 24, 48, 72.5)),
    "timing.invoice_age_days": st.integers(0, 3),
}
ORDERS = st.sampled_from((Operator.LT, Operator.LTE, Operator.GT, Operator.GTE, Operator.EQ))
RATIOS = st.sampled_from((1 / 60, 1 / 15, 1 / 2, 2.0, 15.0, 60.0))


@st.composite
def comparisons(draw: st.DrawFn) -> Compare:
    """Return a comparison that suits its fact."""
    name = draw(st.sampled_from(NAMES))
    if draw(st.integers(0, 5)) == 0:
        return Compare(name, Operator.EXISTS, draw(st.booleans()))
    operand = draw(VALUES.get(name, st.booleans()))
    is_number = FACTS[name].type is FactType.NUMBER
    return Compare(name, draw(ORDERS) if is_number else Operator.EQ, operand)


def joined(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    """Return a strategy for compounds of conditions."""
    several = st.lists(parts, min_size=1, max_size=3).map(tuple)
    return several.map(All) | several.map(AnyOf) | parts.map(Not)


CONDITIONS = st.recursive(comparisons(), joined, max_leaves=4)


@st.composite
def three_causes(draw: st.DrawFn) -> list[CauseDefinition]:
    """Return three causes, some of whose rules share a group."""
    causes = []
    for name in ("a.x", "b.y", "c.z"):
        rules = draw(st.lists(st.tuples(CONDITIONS, RATIOS, st.sampled_from("gh")), max_size=4))
        evidence = [
            rule(f"{name}/{place}", when, ratio=ratio, group=group)
            for place, (when, ratio, group) in enumerate(rules)
        ]
        causes.append(cause(name, evidence, prior=draw(st.sampled_from((0.01, 0.03, 0.1)))))
    return causes


CONTEXTS = st.fixed_dictionaries(
    {}, optional={name: VALUES.get(name, st.booleans()) for name in NAMES}
)


def firsts_by_brute_force(
    book: Rulebook, facts: Facts, size: int, *, same_answer: bool
) -> set[str]:
    """Return every other cause that a change of so many facts puts first, none left untried."""
    engine = PlainEngine([(one.id, one.when) for one in book.rules()])
    scorer, influence = Scorer(book), Influence(book)
    before = scorer.score(engine.match(facts), DAY).causes[0].cause.id
    changed = (
        with_changes(facts, changes)
        for levers in combinations(influence.levers, size)
        if any(is_of_answer(lever.fact) for lever in levers) is not same_answer
        for chosen in choices(levers)
        if (changes := influence.coherence.consequences(facts, chosen)) is not None
    )
    return {scorer.score(engine.match(one), DAY).causes[0].cause.id for one in changed} - {before}


def choices(levers: tuple[Lever, ...]) -> Iterator[dict[str, object]]:
    """Yield every combination of values of some facts."""
    for values in product(*(lever.values for lever in levers)):
        yield {lever.fact: value for lever, value in zip(levers, values, strict=True)}


def assert_smallest(search: CounterfactualSearch, book: Rulebook, facts: Facts) -> None:
    """Assert that a search has found what there is, and nothing smaller was passed over."""
    by_size = {
        size: firsts_by_brute_force(book, facts, size, same_answer=search.same_answer)
        for size in range(1, search.size + 1)
    }
    assert not any(by_size[size] for size in range(1, search.size))
    assert {one.first.cause.id for one in search.found} == by_size[search.size]
    assert not search.stopped


@given(three_causes(), CONTEXTS)
@settings(max_examples=150, deadline=None)
def test_brute_force_finds_nothing_smaller_and_nothing_else(
    causes: list[CauseDefinition], facts: Facts
) -> None:
    """Four causes leave at most three others, so that all of them are told."""
    book = rulebook([*causes, cause("unknown", prior=0.05)])
    same, other = CounterfactualFinder(book).find(facts, DAY)
    assert_smallest(same, book, facts)
    assert_smallest(other, book, facts)
    assert same.found or same.size == MOST_FACTS


@given(st.lists(comparisons(), min_size=1, max_size=5), st.integers(0, 400))
def test_each_number_is_stood_for_by_one_that_is_tried(
    leaves: list[Compare], quarters: int
) -> None:
    """Some value that is tried fares alike in every comparison, where it is a number of days."""
    for name in ("timing.invoice_age_hours", "timing.invoice_age_days"):
        value = quarters / 4 if name.endswith("hours") else quarters
        own = [leaf for leaf in leaves if leaf.fact == name]
        fares = [holds(leaf, {name: value}) for leaf in own]
        tried = every_region(FACTS[name], own)
        assert fares in [[holds(leaf, {name: one}) for leaf in own] for one in tried]
