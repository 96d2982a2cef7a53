"""A diagnosis holds for all facts that no condition tells apart, and is worked out once."""

from __future__ import annotations

from datetime import date

import pytest

from resolver.inference import diagnose
from resolver.inference.diagnose import Diagnoser, Stages
from resolver.inference.disposition import Decider
from resolver.inference.inquire import Inquirer
from resolver.inference.rank import RemedyRanker
from resolver.inference.score import Scorer
from resolver.inference.wording import Wording
from resolver.model.conditions import Compare, Operator
from resolver.model.facts import Facts
from tests.support.rulebooks import cause, rule, rulebook

DAY = date(2026, 3, 5)
AGE = "timing.invoice_age_hours"
YOUNG = rule("a.young/young", Compare(AGE, Operator.LT, 24))


class _CountingEngine:
    """Matches the one rule of the book, and counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def match(self, facts: Facts) -> frozenset[str]:
        self.asked += 1
        age = facts.get(AGE)
        return frozenset({YOUNG.id} if isinstance(age, int) and age < 24 else ())

    def close(self) -> None:
        """Hold nothing."""


def _diagnoser(engine: _CountingEngine, effective_from: date | None = None) -> Diagnoser:
    young = rule(YOUNG.id, YOUNG.when, effective_from=effective_from)
    book = rulebook([cause("a.young", [young]), cause("unknown", prior=0.04)])
    wording = Wording(book.vocabulary)
    stages = Stages(
        engine, Scorer(book), RemedyRanker(book, wording), Decider(book, wording), Inquirer(book)
    )
    return Diagnoser(book, stages)


def test_facts_on_one_side_of_every_threshold_are_diagnosed_once() -> None:
    """The engine is asked once for 1 and 23 hours, and again for 24."""
    engine = _CountingEngine()
    diagnoser = _diagnoser(engine)
    young, old = (diagnoser.diagnose({AGE: hours}, DAY) for hours in (1, 24))
    assert diagnoser.diagnose({AGE: 23}, DAY) is young
    assert engine.asked == 2
    assert young.ranking.causes[0].cause.id == "a.young"
    assert old.ranking.causes[0].cause.id == "unknown"


def test_another_day_is_another_diagnosis() -> None:
    """A rule that comes into force at midnight changes the answer without a reload."""
    diagnoser = _diagnoser(_CountingEngine(), effective_from=date(2026, 3, 6))
    before, after = (
        diagnoser.diagnose({AGE: 1}, day).ranking.causes[0].cause.id
        for day in (DAY, date(2026, 3, 6))
    )
    assert (before, after) == ("unknown", "a.young")


def test_the_oldest_diagnosis_is_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is remembered is bounded."""
    monkeypatch.setattr(diagnose, "REMEMBERED", 2)
    engine = _CountingEngine()
    diagnoser = _diagnoser(engine)
    for facts in ({AGE: 1}, {AGE: 24}, {}, {AGE: 24}, {}):
        diagnoser.diagnose(facts, DAY)
    assert engine.asked == 3
    diagnoser.diagnose({AGE: 1}, DAY)
    assert engine.asked == 4
