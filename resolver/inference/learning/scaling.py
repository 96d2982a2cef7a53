"""What the words of the scale are worth by outcomes, all rules of a word taken together."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist

from resolver.inference.learning.design import PRIOR_SPREAD, STRENGTH_SPREAD
from resolver.inference.learning.proposals import Bar, Estimate, Kind
from resolver.model.rulebook import Scale

LEAST_SUBJECTS = 3
"""A word is changed for the sake of so many rules at least; of fewer, the rules are to change."""

TOLERANCE = math.log(1.15)
"""A word that is off by no more than this is left as it is."""

_LEAST_SAY = 1e-3
_SPREADS = {Kind.STRENGTH: STRENGTH_SPREAD, Kind.PRIOR: PRIOR_SPREAD}


@dataclass(frozen=True, slots=True)
class Worth:
    """A word, its number in the book, and its number by outcomes with bounds of 95 %.

    Numbers are likelihood ratios of strengths, probabilities of priors. `subjects` is how many
    rules or causes have it and were seen. `proposed` is the number to write; absent where the
    book's will do.
    """

    kind: Kind
    word: str
    book: float
    value: float
    lower: float
    upper: float
    subjects: int
    proposed: float | None = None


def worths(found: Sequence[Estimate], scale: Scale, bar: Bar) -> list[Worth]:
    """Return what the words are worth that any rule or cause that was seen has.

    Rules of a word differ by as much as a rule may differ from its word, so that a single rule
    with many cases does not decide. A change that would turn two words round is not proposed.
    """
    return [
        *_in_order(_of_kind(Kind.STRENGTH, found, scale.strengths, bar)),
        *_in_order(_of_kind(Kind.PRIOR, found, scale.priors, bar)),
    ]


def rescaled(scale: Scale, changes: Iterable[Worth]) -> Scale:
    """Return the scale with the proposed numbers."""
    strengths, priors = dict(scale.strengths), dict(scale.priors)
    for one in changes:
        if one.proposed is not None:
            (strengths if one.kind is Kind.STRENGTH else priors)[one.word] = one.proposed
    return replace(scale, strengths=strengths, priors=priors)


def _of_kind(
    kind: Kind, found: Iterable[Estimate], numbers: Mapping[str, float], bar: Bar
) -> Iterator[Worth]:
    by_word: dict[str, list[Estimate]] = {}
    for one in found:
        if one.kind is kind:
            by_word.setdefault(one.word.split()[0], []).append(one)
    for word, number in numbers.items():
        if members := by_word.get(word):
            yield _worth(word, number, members, bar)


def _worth(word: str, number: float, members: Sequence[Estimate], bar: Bar) -> Worth:
    """Return a word's worth: the mean of what each rule's outcomes alone say, in logs."""
    kind = members[0].kind
    spread = _SPREADS[kind]
    weights = moved = 0.0
    for one in members:
        learned = one.deviation**-2 - spread**-2  # what outcomes add to what the book says
        if learned > _LEAST_SAY:
            alone = (one.value - one.centre) * one.deviation**-2 / learned
            weight = 1.0 / (1.0 / learned + spread**2)
            weights += weight
            moved += weight * alone
    # The book's own number counts as one more rule that it fits.
    weights += spread**-2
    shift, deviation = moved / weights, weights**-0.5
    to_number = _ratio if kind is Kind.STRENGTH else _share
    centre = members[0].centre
    value, lower, upper = (
        to_number(centre + shift + step * deviation) for step in (0.0, -1.96, 1.96)
    )
    sure = NormalDist().cdf((abs(shift) - TOLERANCE) / deviation) >= bar.certainty
    proposed = _rounded(value) if sure and len(members) >= LEAST_SUBJECTS else None
    return Worth(kind, word, number, value, lower, upper, len(members), proposed)


def _in_order(found: Iterable[Worth]) -> list[Worth]:
    """Return worths without proposals if these would turn the words round."""
    listed = list(found)
    before = [one.book for one in listed]
    after = [one.book if one.proposed is None else one.proposed for one in listed]
    places = range(len(listed))
    if sorted(places, key=before.__getitem__) == sorted(places, key=after.__getitem__):
        return listed
    return [replace(one, proposed=None) for one in listed]


def _ratio(weight: float) -> float:
    return math.exp(weight)


def _share(odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-odds))


def _rounded(number: float) -> float:
    """Return a number with two significant digits."""
    return float(f"{number:.2g}")
