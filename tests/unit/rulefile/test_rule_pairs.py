"""Which rules are taken for two versions of one, and which are not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from resolver.model.conditions import Compare, Operator
from resolver.model.facts import load_vocabulary
from resolver.model.rulebook import EvidenceRule, RuleStatus
from resolver.rulefile.rule_pairs import versions_at_once
from tests.support.rulefolders import tiny_rulebook

CAUSE = tiny_rulebook().causes["timing.data_sync_delay"]
AGE = "timing.invoice_age_hours"
OLD = replace(
    CAUSE.evidence[1],
    when=Compare(AGE, Operator.GTE, 72),
    effective_until=date(2025, 6, 30),
)
NEW = replace(OLD, id=f"{OLD.id}-now", effective_from=date(2025, 6, 30), effective_until=None)


def at_once(first: EvidenceRule, second: EvidenceRule) -> bool:
    """Return whether the two rules are told as two versions that share a day."""
    both = replace(CAUSE, evidence=(first, second))
    return list(versions_at_once(both, load_vocabulary())) == [(0, 1)]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"strength": "weak against", "weight": -0.7},
        {"when": Compare(AGE, Operator.GTE, 48)},
        {"when": Compare(AGE, Operator.GT, 96), "group": "other"},
        {"effective_until": date(2026, 1, 1)},
    ],
)
def test_successor_that_begins_before_the_end_is_told(changes: dict[str, object]) -> None:
    """One day together is enough, whichever stands first."""
    assert at_once(OLD, replace(NEW, **changes))
    assert at_once(replace(NEW, **changes), OLD)


@pytest.mark.parametrize(
    "changes",
    [
        {"effective_from": date(2025, 7, 1)},
        {"when": Compare(AGE, Operator.LT, 24)},
        {"when": Compare("timing.invoice_age_days", Operator.GTE, 3)},
        {"weight": 2.7},
        {"status": RuleStatus.DRAFT},
        {"effective_from": None},
    ],
)
def test_other_rules_are_no_versions(changes: dict[str, object]) -> None:
    """They follow each other, exclude each other, read other facts, or differ in direction."""
    assert not at_once(OLD, replace(NEW, **changes))


def test_version_that_was_never_ended_is_told_if_it_means_the_same() -> None:
    """Graded thresholds with dates of their own are no mistake."""
    endless = replace(OLD, effective_until=None)

    assert at_once(endless, NEW)
    assert not at_once(endless, replace(NEW, when=Compare(AGE, Operator.GTE, 240)))
