"""Tests of how matches are counted by diagnosis."""

from __future__ import annotations

from prometheus_client import CollectorRegistry

from resolver.model.answer import RankedCause
from resolver.runtime.tallies import _MOST_DIAGNOSES, RuleTally
from tests.support.answers import a_rule, a_rulebook

Ranking = tuple[RankedCause, ...]


def a_ranking(*names: str) -> Ranking:
    """Return a ranking in which rules of these names count."""
    (cause,) = a_rulebook().causes.values()
    return (RankedCause(cause, 0.0, 0.5, tuple(a_rule(name, None) for name in names)),)


def a_tally() -> tuple[RuleTally, CollectorRegistry]:
    """Return a tally in a registry of its own."""
    registry = CollectorRegistry()
    return RuleTally(("matched_total", "m"), ("counted_total", "c"), registry), registry


def test_every_answer_of_a_diagnosis_counts_for_each_of_its_rules() -> None:
    """A rule may match without counting, and scraping twice counts nothing twice."""
    tally, registry = a_tally()
    ranking = a_ranking("basis")
    for _ in range(3):
        tally.count(("input.amount/basis", "input.amount/weak"), ranking)
    for _ in range(2):
        assert registry.get_sample_value("matched_total", {"rule": "input.amount/weak"}) == 3
        assert registry.get_sample_value("counted_total", {"rule": "input.amount/basis"}) == 3
        assert registry.get_sample_value("counted_total", {"rule": "input.amount/weak"}) is None


def test_no_more_diagnoses_are_held_than_needed() -> None:
    """Nobody may ever scrape, and memory must not grow; what was added up is not lost."""
    tally, registry = a_tally()
    answers = 3 * _MOST_DIAGNOSES
    for _ in range(answers):
        tally.count(("input.amount/basis",), a_ranking("basis"))
        assert len(tally._held) <= _MOST_DIAGNOSES
    assert registry.get_sample_value("counted_total", {"rule": "input.amount/basis"}) == answers
