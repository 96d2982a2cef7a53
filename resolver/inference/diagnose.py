"""What a rulebook makes of facts, before any text is written.

Rules, remedies and dispositions see facts only as far as their conditions tell them apart. So what
was worked out once holds for all facts of the same signature on the same day, and is remembered.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from threading import Lock

from resolver.engine.base import Engine
from resolver.inference.disposition import Decider, Decision
from resolver.inference.inquire import Gain, Inquirer
from resolver.inference.naming import worth_naming
from resolver.inference.rank import ChosenRemedy, RemedyRanker
from resolver.inference.score import Ranking, Scorer
from resolver.inference.signature import SignatureReader
from resolver.model.answer import RankedCause
from resolver.model.facts import Facts
from resolver.model.rulebook import Rulebook

REMEMBERED = 2048
"""How many diagnoses are remembered at most. One takes 11 kB by the shipped rules (tracemalloc,
524 of them), so that all of them together take 23 MB.
"""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Every cause ranked, those worth naming, and what to do, choose and ask.

    `remedies` are those of the causes in `listed`, place by place. `matches` are as in `Answer`.
    """

    ranking: Ranking
    listed: tuple[RankedCause, ...]
    remedies: tuple[tuple[ChosenRemedy, ...], ...]
    decision: Decision
    gains: tuple[Gain, ...]
    matches: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stages:
    """The stages between facts and texts, for one rulebook."""

    engine: Engine
    scorer: Scorer
    remedies: RemedyRanker
    decider: Decider
    inquirer: Inquirer


class Diagnoser:
    """Diagnoses by one rulebook, from any thread."""

    def __init__(self, rulebook: Rulebook, stages: Stages) -> None:
        self._stages = stages
        self._scale = rulebook.scale
        self._signatures = SignatureReader(rulebook.conditions(), rulebook.vocabulary)
        self._known: dict[Hashable, Diagnosis] = {}
        self._forgetting = Lock()

    def diagnose(self, facts: Facts, day: date) -> Diagnosis:
        """Return what the rules in force on a Beijing day make of facts.

        Raises:
            EngineError: The rule engine failed.
        """
        key = (day, self._signatures.read(facts))
        known = self._known.get(key)
        if known is None:
            known = self.work_out(facts, day)
            self._remember(key, known)
        return known

    def work_out(self, facts: Facts, day: date) -> Diagnosis:
        """Return the same without looking at what is remembered, or adding to it.

        Raises:
            EngineError: The rule engine failed.
        """
        stages = self._stages
        matches = stages.engine.match(facts)
        ranking = stages.scorer.score(matches, day)
        listed = worth_naming(ranking.causes, self._scale)
        return Diagnosis(
            ranking=ranking,
            listed=listed,
            remedies=tuple(stages.remedies.choose(ranked.cause, facts) for ranked in listed),
            decision=stages.decider.choose(ranking.causes, facts),
            gains=stages.inquirer.gains(facts, ranking, matches, day),
            matches=tuple(sorted(matches)),
        )

    def _remember(self, key: Hashable, diagnosis: Diagnosis) -> None:
        with self._forgetting:
            if len(self._known) >= REMEMBERED:
                del self._known[next(iter(self._known))]  # the oldest
            self._known[key] = diagnosis
