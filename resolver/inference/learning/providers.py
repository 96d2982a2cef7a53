"""Where providers differ from each other in what a rule or a prior is worth.

Partial pooling: a provider's deviation from what all of them taught is estimated from its own
lookups, and shrunk towards none. It is reported and not proposed, as a rule has one strength for
all providers: to tell them apart is a matter of its condition, and of its author.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from resolver.inference.learning.design import Design
from resolver.inference.learning.fit import Fit
from resolver.inference.learning.proposals import Bar

SPREAD = 0.5
"""How far a provider may well deviate, in logs: one standard deviation, a factor of 1.65."""

TELLING = 4.0
"""So many standard deviations are told: fewer than one of 10,000 pairs that do not differ."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A provider with which a rule or a cause fares otherwise than with the others.

    `factor` is by how much the odds of the cause are higher, with bounds of 95 %. `expected` is
    how often the cause should have been the true one, by what all providers taught.
    """

    subject: str
    provider: str
    lookups: int
    right: int
    expected: float
    factor: float
    lower: float
    upper: float


def differences(design: Design, fitted: Fit, bar: Bar) -> list[Difference]:
    """Return where providers differ, the most telling first; none where there is only one."""
    seen = _seen(design, fitted.values)
    if len({provider for _, provider in seen}) < 2:
        return []
    found = [
        (abs(shift / deviation), _difference(design, key, one, shift, deviation))
        for key, one in seen.items()
        if one.lookups >= bar.least_cases
        for shift, deviation in [one.deviation()]
        if abs(shift) > TELLING * deviation
    ]
    return [one for _, one in sorted(found, key=lambda pair: (-pair[0], pair[1].subject))]


class _Seen:
    """What a provider's lookups say of one column."""

    __slots__ = ("expected", "lookups", "right", "variance")

    def __init__(self) -> None:
        self.lookups = self.right = 0
        self.expected = self.variance = 0.0

    def deviation(self) -> tuple[float, float]:
        """Return by how much the log odds are higher than expected, and how sure that is."""
        certainty = self.variance + SPREAD**-2
        return (self.right - self.expected) / certainty, certainty**-0.5


def _seen(design: Design, values: Sequence[float]) -> dict[tuple[int, str], _Seen]:
    seen: dict[tuple[int, str], _Seen] = defaultdict(_Seen)
    for row in design.rows:
        shares = design.probabilities(row, values)
        columns = list(design.columns_of(row))
        lookups = Counter(one.provider for one in row.observations)
        named = Counter((one.provider, one.cause) for one in row.observations)
        for provider, count in lookups.items():
            for column, cause in columns:
                one, share = seen[column, provider], shares[cause]
                one.lookups += count
                one.right += named[provider, design.causes[cause]]
                one.expected += count * share
                one.variance += count * share * (1.0 - share)
    return seen


def _difference(
    design: Design, key: tuple[int, str], one: _Seen, shift: float, deviation: float
) -> Difference:
    column, provider = key
    factor, lower, upper = (math.exp(shift + step * deviation) for step in (0.0, -1.96, 1.96))
    subject = design.columns[column].subject
    return Difference(
        subject, provider, one.lookups, one.right, one.expected, factor, lower, upper
    )
