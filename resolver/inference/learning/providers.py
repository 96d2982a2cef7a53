"""Where providers differ from each other in what a rule or a prior is worth.

Partial pooling: how much more often a cause is the true one with a provider than all providers
together lead to expect, shrunk towards once as often. It is reported and not proposed, as a rule
has one strength for all providers: to tell them apart is a matter of its condition, and of its
author.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from resolver.inference.learning.design import Design
from resolver.inference.learning.fit import Fit
from resolver.inference.learning.proposals import Bar

ALIKE = 4.0
"""So many true cases are added to both what was seen and what was expected of a provider.

It lets few cases say little: half as much again is then one standard deviation of what is
believed beforehand.
"""

TELLING = 4.0
"""So many standard deviations are told: fewer than one of 10,000 pairs that do not differ."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A provider with which a rule or a cause fares otherwise than with all.

    `right` is in how many lookups the cause was the true one, by reports that are believed, and
    `expected` in how many it should have been by what all providers taught. `times` is how many
    times as often that is, shrunk, with bounds of 95 %.
    """

    subject: str
    provider: str
    lookups: int
    right: float
    expected: float
    times: float
    lower: float
    upper: float


def differences(design: Design, fitted: Fit, bar: Bar) -> list[Difference]:
    """Return where providers differ, the most telling first; none where there is only one."""
    seen = _seen(design, fitted)
    if len({provider for _, provider in seen}) < 2:
        return []
    told = [
        (key, one)
        for key, one in seen.items()
        if one.lookups >= bar.least_cases and one.telling > TELLING
    ]
    told.sort(key=lambda pair: (-pair[1].telling, pair[0]))
    return [_difference(design.columns[key[0]].subject, key[1], one) for key, one in told]


class _Seen:
    """What a provider's lookups say of one column; `variance` is that of `right` by chance."""

    __slots__ = ("expected", "lookups", "right", "variance")

    def __init__(self) -> None:
        self.lookups = 0
        self.right = self.expected = self.variance = 0.0

    @property
    def telling(self) -> float:
        """By how many standard deviations what was seen differs from what was expected."""
        return abs(self.right - self.expected) / math.sqrt(self.variance + 1.0)


def _seen(design: Design, fitted: Fit) -> Mapping[tuple[int, str], _Seen]:
    seen: dict[tuple[int, str], _Seen] = defaultdict(_Seen)
    places = {name: place for place, name in enumerate(design.causes)}
    for row in design.rows:
        shares = design.probabilities(row, fitted.values)
        columns = list(design.columns_of(row))
        for observation in row.observations:
            named = places[observation.cause]
            weight = fitted.lies.belief(shares[named], named, observation.reporter)
            for column, cause in columns:
                one, share = seen[column, observation.provider], shares[cause]
                one.lookups += 1
                one.right += weight * (cause == named)
                one.expected += weight * share
                one.variance += weight * share * (1.0 - share)
    return seen


def _difference(subject: str, provider: str, one: _Seen) -> Difference:
    times = (one.right + ALIKE) / (one.expected + ALIKE)
    spread = 1.96 * math.sqrt(one.variance + ALIKE) / (one.expected + ALIKE)
    lower, upper = max(0.0, times - spread), times + spread
    return Difference(subject, provider, one.lookups, one.right, one.expected, times, lower, upper)
