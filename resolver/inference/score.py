"""Matches to causes, each with a probability.

A cause's log-odds is ln(prior/(1-prior)) plus, over the evidence groups, the weight of the
strongest matched rule. The probabilities are these log-odds, exponentiated and normalised over all
causes of the rulebook.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from operator import attrgetter
from typing import NamedTuple

from resolver.model.answer import RankedCause
from resolver.model.rulebook import EvidenceRule, Rulebook


@dataclass(frozen=True, slots=True)
class Ranking:
    """Every cause of the rulebook, most likely first, and ln of the sum of exp(log_odds)."""

    causes: tuple[RankedCause, ...]
    log_normalizer: float


class _Entry(NamedTuple):
    """One rule: its place in the order of writing, its cause's place and its group's number."""

    place: int
    cause: int
    group: int
    strength: float
    rule: EvidenceRule


_BY_STRENGTH = attrgetter("strength")


class Scorer:
    """Scores matches by one rulebook. What does not depend on the matches is computed once."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._causes = tuple(rulebook.causes.values())
        self._base = tuple(log_odds(cause.prior_probability) for cause in self._causes)
        entries = tuple(_entries(rulebook))
        self._turns = _turns(entry.rule for entry in entries)
        days = (date.min, *self._turns)
        self._in_force = tuple(
            {entry.rule.id: entry for entry in entries if entry.rule.in_force(day)} for day in days
        )

    def score(self, matches: Iterable[str], day: date) -> Ranking:
        """Return all causes ranked, given the ids of the rules that match.

        Rules that are not in force on `day` (Beijing) are passed over. Ties break by cause id.
        """
        counted = self._strongest_of_groups(matches, day)
        odds = list(self._base)
        support = [0.0] * len(odds)
        for position, rules in counted.items():
            support[position] = weight = math.fsum([rule.weight for rule in rules])
            odds[position] += weight
        log_normalizer = _log_sum_exp(odds)
        order = sorted(range(len(odds)), key=odds.__getitem__, reverse=True)
        causes, exp = self._causes, math.exp
        ranked = [
            RankedCause(
                causes[position],
                odds[position],
                exp(odds[position] - log_normalizer),
                tuple(counted[position]) if position in counted else (),
                support[position],
            )
            for position in order
        ]
        return Ranking(tuple(ranked), log_normalizer)

    def _strongest_of_groups(
        self, matches: Iterable[str], day: date
    ) -> dict[int, list[EvidenceRule]]:
        # Sorted by the order of writing: a set's own order differs from process to process.
        entries = self._in_force[bisect_right(self._turns, day)]
        strongest: dict[int, _Entry] = {}
        for entry in sorted([entries[name] for name in matches if name in entries]):
            held = strongest.get(entry.group)
            if held is None or entry.strength > held.strength:
                strongest[entry.group] = entry
        # Strongest first within a cause; the sort is stable, so equals keep the order of writing.
        counted: dict[int, list[EvidenceRule]] = {}
        for entry in sorted(strongest.values(), key=_BY_STRENGTH, reverse=True):
            counted.setdefault(entry.cause, []).append(entry.rule)
        return counted


def _entries(rulebook: Rulebook) -> Iterator[_Entry]:
    """Yield the rules that can count, in order; drafts and deprecated ones never do."""
    groups: dict[tuple[int, str], int] = {}
    place = count()
    for position, cause in enumerate(rulebook.causes.values()):
        for rule in cause.evidence:
            group = groups.setdefault((position, rule.group), len(groups))
            if rule.is_active:
                yield _Entry(next(place), position, group, abs(rule.weight), rule)


def _turns(rules: Iterable[EvidenceRule]) -> tuple[date, ...]:
    """Return the days, ascending, on which rules come into force or have just gone out of it."""
    turns: set[date] = set()
    for rule in rules:
        if rule.effective_from is not None:
            turns.add(rule.effective_from)
        if rule.effective_until is not None and rule.effective_until < date.max:
            turns.add(rule.effective_until + timedelta(days=1))
    return tuple(sorted(turns))


def log_odds(probability: float) -> float:
    """Return the natural log of the odds of a probability between 0 and 1."""
    return math.log(probability / (1.0 - probability))


def _log_sum_exp(values: list[float]) -> float:
    top = max(values)
    return top + math.log(math.fsum([math.exp(value - top) for value in values]))
