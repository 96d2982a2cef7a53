"""Contradicted rules, differing providers, and what the words of the scale are worth."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace

from resolver.inference.learning.calibrate import Calibration, calibrate
from resolver.inference.learning.observation import Observation
from resolver.inference.learning.proposals import Bar, Cases, Estimate, Kind
from resolver.inference.learning.scaling import rescaled, worths
from resolver.model.rulebook import Rulebook
from tests.support.learning import lookups, outcomes, wide_book
from tests.support.rulebooks import SCALE

BOOK = wide_book(4)


def with_ratios(ratios: Mapping[str, float]) -> Rulebook:
    """Return a truth in which rules have likelihood ratios that no word has."""
    causes = {
        name: replace(
            cause,
            evidence=tuple(
                replace(one, weight=math.log(ratios[one.id])) if one.id in ratios else one
                for one in cause.evidence
            ),
        )
        for name, cause in BOOK.causes.items()
    }
    return replace(BOOK, causes=causes)


def learned_from(truth: Rulebook, count: int = 1200) -> Calibration:
    """Return what outcomes of a truth teach."""
    return calibrate(BOOK, outcomes(truth, lookups(BOOK, count)))


def test_a_rule_that_is_no_sign_is_contradicted_with_its_cases() -> None:
    """The cases are lookups in which it counted and its cause was not the true one."""
    rule = "family.c1/time"
    found = learned_from(with_ratios({rule: 0.5})).contradictions
    assert [one.estimate.subject for one in found] == [rule]
    (one,) = found
    assert one.certainty >= 0.99
    assert len(one.cases) == one.estimate.cases.lookups - one.estimate.cases.right
    assert all(rule in case.matches and case.cause != "family.c1" for case in one.cases)


def test_a_rule_against_its_cause_is_contradicted_by_that_cause() -> None:
    """Its cases are those in which the cause was the true one."""
    rule = "family.c2/not"
    (one,) = learned_from(with_ratios({rule: 3.0})).contradictions
    assert one.estimate.subject == rule
    assert {case.cause for case in one.cases} == {"family.c2"}


def test_providers_that_differ_are_told_and_no_others() -> None:
    """One provider's lookups are of another world."""
    elsewhere = with_ratios({"family.c1/time": 80.0})
    given = [
        *_of("east", outcomes(BOOK, lookups(BOOK, 800, 1), 2)),
        *_of("west", outcomes(BOOK, lookups(BOOK, 800, 3), 4)),
        *_of("north", outcomes(elsewhere, lookups(BOOK, 800, 5), 6)),
    ]
    found = calibrate(BOOK, given).differences
    assert "family.c1/time" in {one.subject for one in found}
    north = next(one for one in found if one.subject == "family.c1/time")
    assert north.provider == "north"
    assert 1.0 < north.lower < north.times < north.upper
    assert calibrate(BOOK, given[:800]).differences == ()


def _of(provider: str, given: Iterable[Observation]) -> list[Observation]:
    return [replace(one, provider=provider, id=f"{provider}-{one.id}") for one in given]


def an_estimate(word: str, value: float, deviation: float, name: str) -> Estimate:
    """Return an estimate of a strength."""
    centre = math.log(SCALE.strengths[word])
    cases = Cases(1000, 500, 500.0)
    return Estimate(Kind.STRENGTH, name, 0, 1.0, word, centre, value, deviation, cases)


def test_a_word_that_many_rules_belie_gets_another_number() -> None:
    """What all its rules are worth together, with two digits."""
    found = [an_estimate("strong", math.log(5), 0.1, f"c/{n}") for n in range(30)]
    (strong,) = worths(found, SCALE, Bar())
    assert strong.proposed is not None
    assert 4.5 < strong.proposed < 6
    assert strong.lower < strong.value < strong.upper
    assert rescaled(SCALE, [strong]).strengths["strong"] == strong.proposed


def test_one_rule_changes_no_word() -> None:
    """However many lookups it has."""
    found = [
        an_estimate("strong", math.log(2), 0.01, "c/1"),
        *(an_estimate("strong", math.log(15), 0.1, f"c/{n}") for n in range(2, 12)),
    ]
    (strong,) = worths(found, SCALE, Bar())
    assert strong.proposed is None


def test_words_keep_their_order() -> None:
    """A change that would make `strong` weaker than `moderate` is left to a person."""
    found = [
        *(an_estimate("moderate", math.log(5), 0.1, f"c/{n}") for n in range(30)),
        *(an_estimate("strong", math.log(3), 0.1, f"d/{n}") for n in range(60)),
    ]
    assert [one.proposed for one in worths(found, SCALE, Bar())] == [None, None]
