"""Whether conditions can be true, against trying out all facts."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from resolver.model.conditions import All, AnyOf, Compare, Condition, Named, Not, Operator, holds
from resolver.model.facts import FactValue, load_vocabulary
from resolver.rulefile.regions import example, exclusive, implies, never_false, never_true

VOCABULARY = load_vocabulary()
CANDIDATES: dict[str, list[FactValue | None]] = {
    "calendar.night": [None, True, False],
    "timing.attempts": [None, 0, 0.5, 1, 1.5, 2, 2.5, 3, 4],
    "status.certainty": [None, "certain", "likely", "possible"],
}
"""With constants from 1 to 3, these stand for all facts."""

FACTS = [
    {name: value for name, value in zip(CANDIDATES, values, strict=True) if value is not None}
    for values in product(*CANDIDATES.values())
]

ORDER = [Operator.LT, Operator.LTE, Operator.GT, Operator.GTE, Operator.EQ]


def comparisons() -> st.SearchStrategy[Condition]:
    """Return comparisons of the three facts, with every operator."""
    certainty = st.sampled_from(["certain", "likely", "possible"])
    choices = st.lists(certainty, min_size=1, max_size=3, unique=True).map(tuple)
    return st.one_of(
        st.builds(Compare, st.just("calendar.night"), st.just(Operator.EQ), st.booleans()),
        st.builds(Compare, st.just("timing.attempts"), st.sampled_from(ORDER), st.integers(1, 3)),
        st.builds(Compare, st.just("status.certainty"), st.just(Operator.EQ), certainty),
        st.builds(Compare, st.just("status.certainty"), st.just(Operator.IN), choices),
        st.builds(
            Compare, st.sampled_from(list(CANDIDATES)), st.just(Operator.EXISTS), st.booleans()
        ),
    )


def conditions() -> st.SearchStrategy[Condition]:
    """Return conditions of a few levels."""
    return st.recursive(
        comparisons(),
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: All(tuple(parts))),
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
            inner.map(Not),
            inner.map(lambda part: Named("named", part)),
        ),
        max_leaves=8,
    )


@settings(max_examples=300, deadline=None)
@given(conditions())
def test_extremes_agree_with_trying_out_all_facts(condition: Condition) -> None:
    """A condition is never true, or never false, exactly if no facts make it so."""
    truths = {holds(condition, facts) for facts in FACTS}

    assert never_true(condition, VOCABULARY) is (True not in truths)
    assert never_false(condition, VOCABULARY) is (False not in truths)


@settings(max_examples=300, deadline=None)
@given(conditions(), conditions())
def test_pairs_agree_with_trying_out_all_facts(first: Condition, second: Condition) -> None:
    """Exclusion and implication are exact as well."""
    truths = [(holds(first, facts) is True, holds(second, facts) is True) for facts in FACTS]

    assert exclusive(first, second, VOCABULARY) is ((True, True) not in truths)
    assert implies(first, second, VOCABULARY) is ((True, False) not in truths)


def test_an_enum_without_known_values_has_more_than_those_named() -> None:
    """A category that is not listed yet keeps a condition from being a tautology."""
    everything_named = Compare("status.category", Operator.IN, ("not_found", "mismatch"))

    assert never_false(everything_named, VOCABULARY) is False


def test_a_search_that_takes_too_long_has_no_answer() -> None:
    """Twenty alternatives around one contradiction are given up."""
    facts = [name for name, fact in VOCABULARY.facts.items() if fact.type == "boolean"][:40]
    pairs = [
        AnyOf((Compare(a, Operator.EQ, True), Compare(b, Operator.EQ, True)))
        for a, b in zip(facts[::2], facts[1::2], strict=True)
    ]
    attempts = [Compare("timing.attempts", Operator.EQ, n) for n in (5, 6, 7)]
    condition = All((attempts[0], *pairs[:10], AnyOf((attempts[1], attempts[2])), *pairs[10:]))

    assert never_true(condition, VOCABULARY) is None


@settings(max_examples=200)
@given(conditions(), conditions())
def test_example_is_true_of_the_first_and_not_of_the_second(
    first: Condition, second: Condition
) -> None:
    """There is one exactly where the first does not imply the second."""
    found = example(first, second, VOCABULARY)
    assert (found is None) is bool(implies(first, second, VOCABULARY))
    if found is not None:
        facts = {name: value for name, value in found.items() if value is not None}
        assert holds(first, facts) is True
        assert holds(second, facts) is not True
