"""How often each rule matched and counted, at the cost of one step for each answer.

An answer has dozens of matches, and answers of the same diagnosis share them. So diagnoses are
counted, and their rules are added up when somebody wants to know.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from threading import Lock

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily

from resolver.model.answer import RankedCause

_MOST_DIAGNOSES = 256
"""How many are held until they are added up, which takes about 2 ms."""


class RuleTally:
    """Two counters with the label `rule`. Safe to share between threads."""

    def __init__(
        self, matched: tuple[str, str], counted: tuple[str, str], registry: CollectorRegistry
    ) -> None:
        """Take the name and the meaning of each counter."""
        self._names = (matched, counted)
        self._counts: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
        self._held: dict[int, _Diagnosis] = {}
        self._counting = Lock()
        registry.register(self)

    def count(self, matches: tuple[str, ...], ranking: tuple[RankedCause, ...]) -> None:
        """Count one answer with the `matches` and the `ranking` of its diagnosis."""
        with self._counting:
            held = self._held.get(id(ranking))
            if held is None:
                if len(self._held) >= _MOST_DIAGNOSES:
                    self._add_up()
                held = self._held[id(ranking)] = _Diagnosis(matches, ranking)
            held.answers += 1

    def collect(self) -> Iterator[CounterMetricFamily]:
        """Yield both counters; what the library asks of a collector."""
        with self._counting:
            self._add_up()
            copies = [dict(counts) for counts in self._counts]
        for (name, meaning), counts in zip(self._names, copies, strict=True):
            family = CounterMetricFamily(name, meaning, labels=("rule",))
            for rule, count in sorted(counts.items()):
                family.add_metric((rule,), count)
            yield family

    def _add_up(self) -> None:
        matched, counted = self._counts
        for held in self._held.values():
            for rule_id in held.matches:
                matched[rule_id] += held.answers
            for ranked in held.ranking:
                for rule in ranked.evidence:
                    counted[rule.id] += held.answers
        self._held.clear()


class _Diagnosis:
    """What answers have in common, and how many there were. It keeps alive what its id is of."""

    __slots__ = ("answers", "matches", "ranking")

    def __init__(self, matches: tuple[str, ...], ranking: tuple[RankedCause, ...]) -> None:
        self.matches = matches
        self.ranking = ranking
        self.answers = 0
