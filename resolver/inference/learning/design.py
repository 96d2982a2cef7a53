"""Observations as a multinomial model: what is to be learned, and what each lookup tells of it.

A cause's log odds are its prior's and the weights of the rules that counted; probabilities are
these over all causes but `unknown`, as nobody can report that it was the cause.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from resolver.inference.learning.observation import Observation
from resolver.inference.score import Ranking, Scorer, log_odds
from resolver.model.rulebook import Rulebook
from resolver.rulefile.cause_checks import UNKNOWN

PRIOR_SPREAD = math.log(2)
STRENGTH_SPREAD = math.log(3)
"""How far from the book's value the true one may well be: one standard deviation.

About the step from one word of the scale to the next (ratios of 1.5 to 2 between priors, 3 to 13
between strengths), as authors choose words and seldom miss by more than one.
"""

Reporter: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Column:
    """One value to be learned: log odds of a cause's prior, or a rule's weight."""

    subject: str
    centre: float
    spread: float


@dataclass(slots=True)
class Row:
    """Lookups that no counted rule tells apart.

    Attributes:
        counted: Each rule that counted, as places of its cause and of its column.
        observations: The lookups.
        reports: How often each reporter named each cause, by the cause's place.
    """

    counted: tuple[tuple[int, int], ...]
    observations: list[Observation] = field(default_factory=list)
    reports: Counter[tuple[int, Reporter]] = field(default_factory=Counter)

    def named(self) -> Counter[int]:
        """Return how often each cause was named, by its place."""
        named: Counter[int] = Counter()
        for (cause, _), count in self.reports.items():
            named[cause] += count
        return named


@dataclass(frozen=True, slots=True)
class Design:
    """The model's shape. Columns of the causes' priors come first, in the order of `causes`."""

    causes: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def odds(self, row: Row, values: Sequence[float]) -> list[float]:
        """Return the log odds of every cause in a row."""
        odds = list(values[: len(self.causes)])
        for cause, column in row.counted:
            odds[cause] += values[column]
        return odds

    def probabilities(self, row: Row, values: Sequence[float]) -> list[float]:
        """Return the probability of every cause in a row, given that it is one of them."""
        return normalized(self.odds(row, values))

    def columns_of(self, row: Row) -> Iterator[tuple[int, int]]:
        """Yield the places of the columns that make up a row, each with that of its cause."""
        yield from ((cause, cause) for cause in range(len(self.causes)))
        yield from ((column, cause) for cause, column in row.counted)

    def reporters(self) -> list[Reporter]:
        """Return who reported anything, sorted."""
        return sorted({reporter for row in self.rows for _, reporter in row.reports})

    def centres(self) -> list[float]:
        """Return the values of the book."""
        return [column.centre for column in self.columns]


def build_design(
    rulebook: Rulebook, counting: Rulebook, observations: Iterable[Observation]
) -> Design:
    """Return the model of observations, each of a cause that is in the rulebook.

    `counting` is the rulebook whose strengths decide which rule of a group counts.
    """
    causes = tuple(name for name in rulebook.causes if name != UNKNOWN)
    places = {name: place for place, name in enumerate(causes)}
    columns = [
        Column(name, log_odds(rulebook.causes[name].prior_probability), PRIOR_SPREAD)
        for name in causes
    ]
    weights = {rule.id: rule.weight for rule in rulebook.rules()}
    numbers: dict[str, int] = {}
    rows: dict[tuple[tuple[int, int], ...], Row] = {}
    counter = Counting(counting)
    for one in observations:
        counted = []
        for cause, rule in counter.counted(one):
            number = numbers.get(rule)
            if number is None:
                number = numbers[rule] = len(columns)
                columns.append(Column(rule, weights[rule], STRENGTH_SPREAD))
            counted.append((places[cause], number))
        key = tuple(sorted(counted))
        row = rows.get(key)
        if row is None:
            row = rows[key] = Row(key)
        row.observations.append(one)
        row.reports[places[one.cause], one.reporter] += 1
    return Design(causes, tuple(columns), tuple(rows.values()))


class Counting:
    """Scores lookups by a rulebook, each combination of matches once a day."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._scorer = Scorer(rulebook)
        self._rankings: dict[tuple[tuple[str, ...], date], Ranking] = {}

    def ranking(self, observation: Observation) -> Ranking:
        """Return how the causes rank for a lookup."""
        key = observation.matches, observation.day
        ranking = self._rankings.get(key)
        if ranking is None:
            ranking = self._rankings[key] = self._scorer.score(*key)
        return ranking

    def counted(self, observation: Observation) -> list[tuple[str, str]]:
        """Return the ids of the rules that count in a lookup, each behind that of its cause."""
        return [
            (ranked.cause.id, rule.id)
            for ranked in self.ranking(observation).causes
            for rule in ranked.evidence
        ]

    def probabilities(self, observation: Observation) -> Mapping[str, float]:
        """Return each cause's probability, most likely first, given that it is in the book."""
        causes = [one for one in self.ranking(observation).causes if one.cause.id != UNKNOWN]
        shares = normalized([one.log_odds for one in causes])
        return {one.cause.id: share for one, share in zip(causes, shares, strict=True)}


def normalized(odds: Sequence[float]) -> list[float]:
    """Return probabilities that are to each other as the exponentials of log odds."""
    top = max(odds)
    parts = [math.exp(value - top) for value in odds]
    whole = sum(parts)
    return [part / whole for part in parts]
