"""Simulation: outcomes drawn from a known truth are recovered, and lies move little.

The bounds are those that `docs/calibrating.md` states.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

import pytest

from resolver.inference.learning.calibrate import Calibration, calibrate
from resolver.inference.learning.observation import Observation
from resolver.inference.learning.proposals import Kind
from resolver.inference.learning.retuned import with_words
from tests.support.learning import (
    HONEST,
    LIAR,
    any_lie,
    largest_move,
    lookups,
    outcomes,
    recovery,
    same_lie,
    wide_book,
)

COUNT = 2500
BOOK = wide_book(6)
ALTERED = {
    "family.c0/sign": "weak",
    "family.c1/time": "strong",
    "family.c2/not": "weak against",
    "family.c3/hint": "strong",
}
TRUTH = with_words(BOOK, ALTERED)
LIE = "family.c5"


@cache
def honest(count: int = COUNT) -> tuple[Observation, ...]:
    """Return what honest people report of a truth that differs from the book by four words."""
    return tuple(outcomes(TRUTH, lookups(BOOK, count)))


@cache
def learned() -> Calibration:
    """Return what is learned from it."""
    return calibrate(BOOK, honest())


def test_a_known_truth_is_recovered_within_the_stated_error() -> None:
    """Nine of ten values lie within their bounds of 95 %, and errors are as large as stated."""
    near = recovery(learned(), BOOK, ALTERED)
    assert near.within >= 0.9
    assert near.error <= 1.2


def test_altered_words_are_proposed_and_no_others() -> None:
    """Each goes towards the truth."""
    near = recovery(learned(), BOOK, ALTERED)
    assert near.right + near.towards == len(ALTERED)
    assert near.wrong == 0


def test_proposals_are_better_on_what_was_held_out() -> None:
    """And that is sure: the bounds of the gain do not hold 0."""
    trials = learned().trials
    assert trials is not None
    assert trials.strengths.gain.lower > 0
    assert trials.strengths.logloss.value < trials.book.logloss.value
    assert learned().held_out + learned().learned == COUNT


def test_more_outcomes_bring_values_nearer() -> None:
    """Deviations shrink as the square root of the number."""
    few = {one.subject: one.deviation for one in calibrate(BOOK, honest(COUNT // 5)).estimates}
    for one in learned().estimates:
        if one.kind is Kind.STRENGTH:
            assert one.deviation < few[one.subject]


@pytest.mark.parametrize("seed", range(5))
def test_a_book_that_is_right_is_left_as_it_is(seed: int) -> None:
    """False proposals are rare: none in five worlds of 30 values each."""
    given = outcomes(BOOK, lookups(BOOK, 600, seed), seed + 100)
    found = calibrate(BOOK, given)
    assert found.proposals == ()
    assert found.contradictions == ()


def test_too_few_outcomes_propose_nothing() -> None:
    """However far they are from what was expected."""
    given = [one for one in honest() if "family.c3/hint" in one.matches][:15]
    assert calibrate(BOOK, given).proposals == ()


def test_no_outcome_at_all_is_no_mistake() -> None:
    """Nothing is learned, and nothing tried."""
    found = calibrate(BOOK, [])
    assert (found.learned, found.proposals, found.trials) == (0, (), None)


LIES = {
    "any cause": lambda given: any_lie(given, tuple(BOOK.causes), 0.05),
    "one cause, one liar": lambda given: same_lie(given, LIE, 0.05, one_liar=True),
    "one cause, everybody": lambda given: same_lie(given, LIE, 0.05, one_liar=False),
}


@pytest.mark.parametrize("kind", LIES)
def test_five_percent_of_lies_move_no_value_beyond_the_stated_bound(kind: str) -> None:
    """By no more than a factor of two, and what is proposed is as right as before."""
    found = calibrate(BOOK, LIES[kind](honest()))
    near = recovery(found, BOOK, ALTERED)
    assert largest_move(learned(), found) <= math.log(2)
    assert near.right + near.towards == len(ALTERED)
    assert near.wrong == 0


def test_a_liar_is_told_of() -> None:
    """Whoever reports what does not fit is hardly believed, and nobody else suffers."""
    found = calibrate(BOOK, same_lie(honest(), LIE, 0.05, one_liar=True))
    assert [who for who, _ in found.doubtful] == [("erp", LIAR)]
    assert learned().doubtful == ()


def test_one_reporter_alone_brings_no_proposal_about() -> None:
    """Where others report as well, each proposal has to stand without any one of them."""
    by_one = _reported_by(outcomes(TRUTH, lookups(BOOK, 800, 5), 6), "u-1", "a")
    others = [
        observation
        for number, who in enumerate(HONEST[:4])
        for observation in _reported_by(
            outcomes(BOOK, lookups(BOOK, 60, 20 + number), 30 + number), who, who
        )
    ]
    assert calibrate(BOOK, by_one).proposals != ()
    assert calibrate(BOOK, [*by_one, *others]).proposals == ()


def _reported_by(given: Iterable[Observation], who: str, mark: str) -> list[Observation]:
    return [replace(one, reported_by=who, id=f"{mark}-{one.id}") for one in given]


def test_causes_that_the_book_does_not_have_are_counted_and_left_out() -> None:
    """Nothing can be learned of them."""
    strange: Sequence[Observation] = [*honest()[:30], *outcomes(wide_book(8), lookups(BOOK, 30))]
    found = calibrate(BOOK, strange)
    assert found.strange > 0
    assert found.learned + found.held_out + found.strange == 60
