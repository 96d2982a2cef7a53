"""Questions go for the facts that would move the ranking most, and stop when it is sure."""

from __future__ import annotations

from datetime import date

from resolver.inference.inquire import Inquirer, question
from resolver.inference.score import Scorer
from resolver.model.answer import EvidenceRequest
from resolver.model.conditions import All, Compare, Operator
from resolver.model.facts import Facts
from resolver.model.rulebook import CauseDefinition
from tests.support.rulebooks import cause, fact_is, rule, rulebook

DAY = date(2026, 3, 5)
STRONG = rule("a.x/strong", fact_is("invoice.offline_issued"), ratio=60)
FAINT = rule("b.y/faint", fact_is("client.internet_reachable"), ratio=2)


def _ask(
    causes: list[CauseDefinition], facts: Facts, matches: frozenset[str] = frozenset()
) -> tuple[EvidenceRequest, ...]:
    book = rulebook(causes)
    gains = Inquirer(book).gains(facts, Scorer(book).score(matches, DAY), matches, DAY)
    return tuple(question(gain, "en") for gain in gains)


def test_the_stronger_evidence_is_asked_for_first() -> None:
    """More bits come before fewer."""
    found = _ask([cause("a.x", [STRONG]), cause("b.y", [FAINT])], {})
    assert [r.field_path for r in found] == ["invoice.offline_issued", "client.internet_reachable"]
    assert found[0].expected_gain > found[1].expected_gain > 0


def test_a_known_fact_is_not_asked_for() -> None:
    """What the caller told, even a no, is told."""
    found = _ask([cause("a.x", [STRONG]), cause("b.y")], {"invoice.offline_issued": False})
    assert found == ()


def test_nothing_is_asked_when_the_first_cause_is_sure() -> None:
    """A ranking above nine tenths needs no more evidence."""
    sure = rule("a.x/sure", fact_is("batch.given"), ratio=10_000)
    found = _ask([cause("a.x", [sure, STRONG]), cause("b.y")], {}, frozenset({"a.x/sure"}))
    assert found == ()


def test_a_fact_that_cannot_matter_here_is_not_asked_for() -> None:
    """A rule that another fact has already made false listens to nothing."""
    dead = rule(
        "a.x/dead",
        All((fact_is("batch.given"), Compare("timing.attempts_today", Operator.GTE, 5))),
        ratio=60,
    )
    assert _ask([cause("a.x", [dead]), cause("b.y")], {"batch.given": False}) == ()
    assert len(_ask([cause("a.x", [dead]), cause("b.y")], {"batch.given": True})) == 1
