"""Answers decided a second time, by the evaluator that defines what the rules mean.

The engine in C, the memory of diagnoses and the places that stand for numbers are meant to change
no answer. Tests say so of what tests thought of; this says so of what callers ask.
"""

from __future__ import annotations

import logging
from typing import NamedTuple

from resolver.engine.plain import PlainEngine
from resolver.model.beijing import beijing_day
from resolver.runtime.live.sampler import LiveAnswer
from resolver.runtime.log_pace import LogPace
from resolver.runtime.logs import Event, log
from resolver.runtime.snapshot import Snapshot

AGREED, DIFFERED = "agreed", "differed"

_MOST_RULES_TOLD = 10


class _Plain(NamedTuple):
    revision: str
    engine: PlainEngine


class SecondOpinion:
    """Decides answers again by the plain evaluator, without any memory. For one thread."""

    def __init__(self) -> None:
        self._plain = _Plain("", PlainEngine(()))
        self._pace = LogPace(burst=5, per_second=0.1)

    def observe(self, live: LiveAnswer) -> str:
        """Return whether the same rules match and rank every cause the same, to the last bit.

        Raises:
            EngineError: The plain evaluator cannot compare a fact.
        """
        answer = live.answer
        matches = self._engine(live.snapshot).match(answer.facts)
        ranking = live.snapshot.resolver.score(matches, beijing_day(answer.evaluated_at))
        if tuple(sorted(matches)) == answer.matches and ranking.causes == answer.ranking:
            return AGREED
        self._log(live, matches)
        return DIFFERED

    def _engine(self, snapshot: Snapshot) -> PlainEngine:
        revision = snapshot.rulebook.revision
        if self._plain.revision != revision:
            self._plain = _Plain(revision, PlainEngine(snapshot.rulebook.active_conditions()))
        return self._plain.engine

    def _log(self, live: LiveAnswer, matches: frozenset[str]) -> None:
        unlogged = self._pace.turn(DIFFERED)
        if unlogged is None:
            return
        log(
            Event.SECOND_OPINION_DIFFERED,
            logging.ERROR,
            resolution_id=live.resolution_id,
            revision=live.answer.revision,
            rules=sorted(matches.symmetric_difference(live.answer.matches))[:_MOST_RULES_TOLD],
            unlogged=unlogged,
        )
