"""How good a rulebook's probabilities are on observations that nothing was learned from."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean, variance

from resolver.inference.evaluate import calibration_error
from resolver.inference.learning.design import Counting
from resolver.inference.learning.observation import Observation
from resolver.model.rulebook import Rulebook

_LEAST_PROBABILITY = 1e-6


@dataclass(frozen=True, slots=True)
class Tried:
    """What a rulebook made of one lookup: the first cause's probability, and how it turned out.

    `logloss` is -ln of the probability of the true cause, one in a million at least.
    """

    probability: float
    top1: bool
    logloss: float


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean with bounds of 95 %."""

    value: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Trial:
    """A rulebook's figures; `gain` is by how much its log loss is lower than the book's."""

    forecasts: tuple[Tried, ...]
    logloss: Mean
    top1: Mean
    ece: float
    gain: Mean


def try_out(rulebook: Rulebook, observations: Iterable[Observation]) -> tuple[Tried, ...]:
    """Return what a rulebook made of each observation, `unknown` left out of account."""
    counting = Counting(rulebook)
    found = []
    for one in observations:
        shares = counting.probabilities(one)
        first = next(iter(shares))
        loss = -math.log(max(_LEAST_PROBABILITY, shares.get(one.cause, 0.0)))
        found.append(Tried(shares[first], first == one.cause, loss))
    return tuple(found)


def compared(found: Sequence[Tried], book: Sequence[Tried]) -> Trial:
    """Return the figures of a rulebook beside the book's own, for the same observations.

    There must be one at least.
    """
    return Trial(
        forecasts=tuple(found),
        logloss=_mean(found, lambda one: one.logloss),
        top1=_mean(found, lambda one: float(one.top1)),
        ece=calibration_error(found),
        gain=_mean_of([b.logloss - f.logloss for b, f in zip(book, found, strict=True)]),
    )


def _mean(found: Iterable[Tried], figure: Callable[[Tried], float]) -> Mean:
    return _mean_of([figure(one) for one in found])


def _mean_of(values: Sequence[float]) -> Mean:
    mean = fmean(values)
    spread = 1.96 * math.sqrt(variance(values) / len(values)) if len(values) > 1 else math.inf
    return Mean(mean, mean - spread, mean + spread)
