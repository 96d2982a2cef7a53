"""The most probable values, given outcomes some of which are lies, and how sure they are.

A report tells the truth with a probability that is the reporter's own, or else names some cause
whatever the lookup was. Which ones wrong reports name, and how often, is learned as well. So a
report that the rules hold nearly impossible pulls little, a reporter who makes many of them is
hardly believed at all, and neither is a cause that is named wherever one looks.

Newton's method on the posterior; how far each report is believed is weighed anew before each step
(expectation maximisation). Deviations are those of the normal distribution that fits the peak
(Laplace's approximation), with the information of each report counted as far as it is believed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

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
_LEAST_REST = 0.05
_NO_SAY = 1e-3
"""Causes less probable add next to nothing to the information."""


_ByReporter: TypeAlias = dict[Reporter, dict[int, float]]


@dataclass(frozen=True, slots=True)
class Lies:
    """How many reports of each reporter are wrong, and how often such name each cause."""

    shares: Mapping[Reporter, float]
    names: Sequence[float]

    def belief(self, probability: float, cause: int, reporter: Reporter) -> float:
        """Return the probability that a report of a cause with such a probability is true."""
        lying = self.shares[reporter]
        true = (1.0 - lying) * probability
        return true / (true + lying * self.names[cause])


@dataclass(frozen=True, slots=True)
class Fit:
    """Values and their standard deviations, by column, and what reports are wrong.

    `lower` is the factor of the information matrix, `pulls` the slope that the reports of each
    reporter give to each column, and `parts` the share of the reports on it that are theirs.
    """

    values: tuple[float, ...]
    deviations: tuple[float, ...]
    lies: Lies
    lower: Rows
    pulls: Mapping[Reporter, Mapping[int, float]]
    parts: Mapping[Reporter, Mapping[int, float]]

    def without(self, column: int) -> dict[Reporter, float]:
        """Return about what a value would be without the reports of each reporter alone.

        One step of Newton's method, with as much less information as the reporter's part is.
        """
        unit = [0.0] * len(self.values)
        unit[column] = 1.0
        effects = solve(self.lower, unit)
        return {
            reporter: self.values[column]
            - sum(effects[place] * pull for place, pull in pulls.items())
            / max(_LEAST_REST, 1.0 - self.parts[reporter].get(column, 0.0))
            for reporter, pulls in self.pulls.items()
        }


def fit(design: Design, start: Mapping[str, float] | None = None) -> Fit:
    """Return the most probable values of a design's columns.

    `start` are values by subject to begin with, in place of the book's.
    """
    start = start or {}
    values = [start.get(column.subject, column.centre) for column in design.columns]
    count = len(design.causes)
    lies = Lies(dict.fromkeys(design.reporters(), LYING_SHARE), [1.0 / count] * count)
    lower: Rows = []
    longest = _LONGEST_STEP
    for _ in range(_MOST_STEPS):
        tally = _Tally(design, values, lies)
        if longest > _NEAR:
            lower = factor(tally.information())
        step = solve(lower, tally.slope())
        longest = max(map(abs, step))
        scale = min(1.0, _LONGEST_STEP / max(longest, _NEAR_ENOUGH))
        values = [value + scale * one for value, one in zip(values, step, strict=True)]
        lies = tally.lies()
        if longest < _NEAR_ENOUGH:
            break
    last = _Tally(design, values, lies)
    lower = factor(last.information())
    deviations = tuple(one**0.5 for one in inverse_diagonal(lower))
    return Fit(tuple(values), deviations, lies, lower, *last.pulls())


class _Tally:
    """What all reports say at some values, if such reports are lies."""

    def __init__(self, design: Design, values: Sequence[float], lies: Lies) -> None:
        self._design, self._values = design, values
        self._reporters = tuple(lies.shares)
        self._parts = [_Part(row, design.probabilities(row, values), lies) for row in design.rows]

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

    def lies(self) -> Lies:
        """Return what reports are probably wrong."""
        reports, wrong = (dict.fromkeys(self._reporters, 0.0) for _ in range(2))
        names = [0.0] * len(self._design.causes)
        for part in self._parts:
            for (named, reporter), (count, believed) in part.reports.items():
                reports[reporter] += count
                wrong[reporter] += count - believed
                names[named] += count - believed
        # As many wrong reports as are expected, of any cause alike, are added to those there are.
        expected = LYING_SHARE * max(1.0, sum(reports.values()))
        even, whole = expected / len(names), expected + sum(names)
        return Lies(
            shares={
                one: (LYING_SHARE * REPUTATION + wrong[one]) / (REPUTATION + reports[one])
                for one in self._reporters
            },
            names=[(even + count) / whole for count in names],
        )

    def pulls(self) -> tuple[_ByReporter, _ByReporter]:
        """Return the slope that the reports of each reporter give each column, and their part."""
        pulls: _ByReporter = {one: {} for one in self._reporters}
        parts: _ByReporter = {one: {} for one in self._reporters}
        whole = [0.0] * len(self._values)
        for part in self._parts:
            columns = list(self._design.columns_of(part.row))
            for (named, reporter), (_, believed) in part.reports.items():
                own, share = pulls[reporter], parts[reporter]
                for place, cause in columns:
                    pull = believed * ((cause == named) - part.shares[cause])
                    own[place] = own.get(place, 0.0) + pull
                    share[place] = share.get(place, 0.0) + believed
                    whole[place] += believed
        for share in parts.values():
            share.update((place, count / (whole[place] or 1.0)) for place, count in share.items())
        return pulls, parts


class _Part:
    """A row at some values.

    Attributes:
        shares: The causes' probabilities.
        reports: How many reports there are, and how many are believed, by cause and reporter.
        weight: How many are believed in all.
    """

    __slots__ = ("reports", "row", "shares", "weight")

    def __init__(self, row: Row, shares: Sequence[float], lies: Lies) -> None:
        self.row, self.shares = row, shares
        self.reports = {
            (named, reporter): (count, count * lies.belief(shares[named], named, reporter))
            for (named, reporter), count in row.reports.items()
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
