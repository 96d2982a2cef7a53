"""The most probable values, given outcomes some of which are lies, and how sure they are.

A report tells the truth with a probability that is the reporter's own, or else names any cause at
random. So a report that the rules hold nearly impossible pulls little, however often it is made,
and a reporter who makes many such reports is hardly believed at all.

Newton's method on the posterior; how far each report is believed is weighed anew before each step
(expectation maximisation). Deviations are those of the normal distribution that fits the peak
(Laplace's approximation), with the information of each report counted as far as it is believed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from resolver.inference.learning.design import Design, Reporter, Row
from resolver.inference.learning.matrix import Rows, factor, inverse_diagonal, solve

LYING_SHARE = 0.05
"""The share of wrong reports expected of a reporter nobody knows."""

REPUTATION = 50
"""How many reports weigh as much as that expectation."""

_MOST_STEPS = 60
_LONGEST_STEP = 1.0
_NEAR = 0.3
"""After a step no longer than this the information hardly changes, and is not gathered again."""
_NEAR_ENOUGH = 0.01
"""A ratio is told to two digits."""
_NO_SAY = 1e-3
"""Causes less probable add next to nothing to the information."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Values and their standard deviations, by column, and how many reports of each are wrong.

    `lower` is the factor of the information matrix, `pulls` the slope that the reports of each
    reporter give to each column.
    """

    values: tuple[float, ...]
    deviations: tuple[float, ...]
    lying: Mapping[Reporter, float]
    lower: Rows
    pulls: Mapping[Reporter, Mapping[int, float]]

    def without(self, column: int) -> dict[Reporter, float]:
        """Return about what a value would be without the reports of each reporter alone."""
        unit = [0.0] * len(self.values)
        unit[column] = 1.0
        effects = solve(self.lower, unit)
        return {
            reporter: self.values[column]
            - sum(effects[place] * pull for place, pull in pulls.items())
            for reporter, pulls in self.pulls.items()
        }


def fit(design: Design, start: Mapping[str, float] | None = None) -> Fit:
    """Return the most probable values of a design's columns.

    `start` are values by subject to begin with, in place of the book's.
    """
    start = start or {}
    values = [start.get(column.subject, column.centre) for column in design.columns]
    lying = dict.fromkeys(design.reporters(), LYING_SHARE)
    lower: Rows = []
    longest = _LONGEST_STEP
    for _ in range(_MOST_STEPS):
        tally = _Tally(design, values, lying)
        if longest > _NEAR:
            lower = factor(tally.information())
        step = solve(lower, tally.slope())
        longest = max(map(abs, step))
        scale = min(1.0, _LONGEST_STEP / max(longest, _NEAR_ENOUGH))
        values = [value + scale * one for value, one in zip(values, step, strict=True)]
        lying = tally.lying()
        if longest < _NEAR_ENOUGH:
            break
    last = _Tally(design, values, lying)
    lower = factor(last.information())
    deviations = tuple(one**0.5 for one in inverse_diagonal(lower))
    return Fit(tuple(values), deviations, lying, lower, last.pulls())


class _Tally:
    """What all reports say at some values, if so many of each reporter's are lies."""

    def __init__(
        self, design: Design, values: Sequence[float], lying: Mapping[Reporter, float]
    ) -> None:
        self._design, self._values = design, values
        self._reporters = tuple(lying)
        self._parts = [_Part(row, design.probabilities(row, values), lying) for row in design.rows]

    def slope(self) -> list[float]:
        """Return the derivative of the log posterior, by column."""
        slope = [
            (column.centre - value) * column.spread**-2
            for column, value in zip(self._design.columns, self._values, strict=True)
        ]
        for part in self._parts:
            pulls = part.pulls()
            for place, cause in self._design.columns_of(part.row):
                slope[place] += pulls[cause]
        return slope

    def information(self) -> Rows:
        """Return the curvature of the log posterior, with the other sign; the lower triangle."""
        size = len(self._values)
        rows: Rows = [[0.0] * size for _ in range(size)]
        for part in self._parts:
            part.add_information(rows)
        for place, column in enumerate(self._design.columns):
            rows[place][place] += column.spread**-2
        return rows

    def lying(self) -> dict[Reporter, float]:
        """Return the share of each reporter's reports that are probably wrong."""
        reports, wrong = (dict.fromkeys(self._reporters, 0.0) for _ in range(2))
        for part in self._parts:
            for (_, reporter), (count, believed) in part.reports.items():
                reports[reporter] += count
                wrong[reporter] += count - believed
        return {
            one: (LYING_SHARE * REPUTATION + wrong[one]) / (REPUTATION + reports[one])
            for one in self._reporters
        }

    def pulls(self) -> dict[Reporter, dict[int, float]]:
        """Return the slope that the reports of each reporter give, by column."""
        pulls: dict[Reporter, dict[int, float]] = {one: {} for one in self._reporters}
        for part in self._parts:
            columns = list(self._design.columns_of(part.row))
            for (named, reporter), (_, believed) in part.reports.items():
                own = pulls[reporter]
                for place, cause in columns:
                    pull = believed * ((cause == named) - part.shares[cause])
                    own[place] = own.get(place, 0.0) + pull
        return pulls


class _Part:
    """A row at some values.

    Attributes:
        shares: The causes' probabilities.
        reports: How many reports there are, and how many are believed, by cause and reporter.
        weight: How many are believed in all.
    """

    __slots__ = ("reports", "row", "shares", "weight")

    def __init__(self, row: Row, shares: Sequence[float], lying: Mapping[Reporter, float]) -> None:
        self.row, self.shares = row, shares
        self.reports = {
            key: (count, count * _truth(shares[key[0]], lying[key[1]], len(shares)))
            for key, count in row.reports.items()
        }
        self.weight = sum(believed for _, believed in self.reports.values())

    def pulls(self) -> list[float]:
        """Return by how much each cause was named more often than expected."""
        pulls = [-self.weight * share for share in self.shares]
        for (named, _), (_, believed) in self.reports.items():
            pulls[named] += believed
        return pulls

    def add_information(self, rows: Rows) -> None:
        """Add the curvature that the reports give."""
        shares = self.shares
        heard = {cause for cause, share in enumerate(shares) if share > _NO_SAY}
        heard.update(named for named, _ in self.reports)
        counted = [(column, cause) for cause, column in self.row.counted if cause in heard]
        columns = sorted([*((cause, cause) for cause in heard), *counted])
        for number, (place, cause) in enumerate(columns):
            row, share = rows[place], self.weight * shares[cause]
            for other, rival in columns[: number + 1]:
                row[other] += share * ((cause == rival) - shares[rival])


def _truth(share: float, lying: float, causes: int) -> float:
    """Return the probability that a report of a cause with such a share is no lie."""
    true = (1.0 - lying) * share
    return true / (true + lying / causes)
