"""Other words for priors and strengths where outcomes leave little doubt."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

from resolver.inference.learning.design import Design
from resolver.inference.learning.fit import Fit
from resolver.inference.score import log_odds
from resolver.model.rulebook import AGAINST, Rulebook
from resolver.rulefile.cause_checks import UNKNOWN


class Kind(StrEnum):
    """What a proposal is about."""

    STRENGTH = "strength"
    PRIOR = "prior"


@dataclass(frozen=True, slots=True)
class Bar:
    """What it takes to propose something.

    Attributes:
        certainty: How probable it must be that the value lies nearer to another word.
        least_cases: How many lookups must bear on it, at least.
    """

    certainty: float = 0.99
    least_cases: int = 20


@dataclass(frozen=True, slots=True)
class Cases:
    """The lookups that bear on a value: for a strength those in which its rule counted.

    Attributes:
        lookups: How many there are.
        right: In how many of them the cause was the true one.
        expected: In how many of them it should have been, by the book.
    """

    lookups: int
    right: int
    expected: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """What outcomes make of one value, in logs: a weight, or the log odds of a prior.

    `subject` is the id of the rule or cause, `column` its place in the design, `word` its word in
    the book. A strength is positive in the direction of its word, whichever that is: `sign` is
    that direction.
    """

    kind: Kind
    subject: str
    column: int
    sign: float
    word: str
    centre: float
    value: float
    deviation: float
    cases: Cases

    def certainty_beyond(self, bound: float) -> float:
        """Return how probable it is that the value lies on its own side of a bound."""
        distance = abs(self.value - bound) / self.deviation
        return NormalDist().cdf(distance)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Another word, and how probable it is that the value lies nearer to another word."""

    estimate: Estimate
    word: str
    certainty: float


class Words:
    """The words that a book has for a kind of value, with their values in logs."""

    def __init__(self, rulebook: Rulebook) -> None:
        scale = rulebook.scale
        self._strengths = {word: math.log(ratio) for word, ratio in scale.strengths.items()}
        used = {cause.prior for cause in rulebook.causes.values() if cause.id != UNKNOWN}
        kept = rulebook.causes[UNKNOWN].prior if UNKNOWN in rulebook.causes else None
        self._priors = {
            word: log_odds(share)
            for word, share in scale.priors.items()
            if word in used or word != kept
        }

    def of(self, kind: Kind) -> Mapping[str, float]:
        """Return the words; those of strengths without their direction."""
        return self._strengths if kind is Kind.STRENGTH else self._priors

    def nearest(self, estimate: Estimate) -> str:
        """Return the word whose value is nearest to that of outcomes, in the same direction."""
        words = self.of(estimate.kind)
        name, *direction = estimate.word.split()
        nearest = min(words, key=lambda word: (abs(words[word] - estimate.value), word != name))
        return " ".join([nearest, *direction])

    def bound(self, estimate: Estimate) -> float:
        """Return the middle between a value's word and the next one, on its estimate's side."""
        values = self.of(estimate.kind).values()
        own = estimate.centre
        beyond = [one for one in values if (one - own) * (estimate.value - own) > 0]
        return (own + min(beyond, key=lambda one: abs(one - own))) / 2 if beyond else math.inf


def estimates(rulebook: Rulebook, design: Design, fitted: Fit) -> list[Estimate]:
    """Return what outcomes make of every value that they bear on: strengths, then priors."""
    words = {rule.id: rule.strength for rule in rulebook.rules()}
    cases = _cases(design)
    found = []
    for place, column in enumerate(design.columns):
        is_prior = place < len(design.causes)
        word = rulebook.causes[column.subject].prior if is_prior else words[column.subject]
        sign = -1.0 if word.endswith(f" {AGAINST}") else 1.0
        found.append(
            Estimate(
                kind=Kind.PRIOR if is_prior else Kind.STRENGTH,
                subject=column.subject,
                column=place,
                sign=sign,
                word=word,
                centre=sign * column.centre,
                value=sign * fitted.values[place],
                deviation=fitted.deviations[place],
                cases=cases[place],
            )
        )
    count = len(design.causes)
    return [*found[count:], *found[:count]]


def propose(found: Iterable[Estimate], words: Words, fitted: Fit, bar: Bar) -> Iterator[Proposal]:
    """Yield the proposals that outcomes bear out, and would without any single reporter."""
    for one in found:
        word = words.nearest(one)
        if word == one.word or not bears(one, bar):
            continue
        bound = words.bound(one)
        certainty = one.certainty_beyond(bound)
        if certainty >= bar.certainty and stands(one, bound, fitted):
            yield Proposal(one, word, certainty)


def bears(estimate: Estimate, bar: Bar) -> bool:
    """Return whether enough lookups bear on a value: of a prior, those of the cause."""
    cases = estimate.cases
    if estimate.kind is Kind.STRENGTH:
        return cases.lookups >= bar.least_cases
    return max(cases.right, cases.expected) >= bar.least_cases


def stands(estimate: Estimate, bound: float, fitted: Fit) -> bool:
    """Return whether the value stays beyond a bound whichever reporter is left out.

    A single reporter of everything has nobody beside him, and is not left out.
    """
    if len(fitted.lies.shares) == 1:
        return True
    side = estimate.value > bound
    values = fitted.without(estimate.column).values()
    return all((estimate.sign * value > bound) is side for value in values)


def _cases(design: Design) -> list[Cases]:
    size = len(design.columns)
    lookups, right, expected = [0] * size, [0] * size, [0.0] * size
    centres = design.centres()
    for row in design.rows:
        named, shares = row.named(), design.probabilities(row, centres)
        count = len(row.observations)
        for place, cause in design.columns_of(row):
            lookups[place] += count
            right[place] += named[cause]
            expected[place] += count * shares[cause]
    return [Cases(*one) for one in zip(lookups, right, expected, strict=True)]
