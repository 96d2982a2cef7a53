"""Matches become probabilities by arithmetic that anyone can repeat."""

from __future__ import annotations

import math
from datetime import date

import pytest

from resolver.inference.score import Scorer
from resolver.model.rulebook import RuleStatus
from tests.support.rulebooks import cause, rule, rulebook

DAY = date(2026, 3, 5)


def test_probabilities_of_all_causes_sum_to_one() -> None:
    """Whatever matches, the causes share one whole."""
    book = rulebook([cause("a.x", [rule("a.x/one")]), cause("b.y"), cause("unknown", prior=0.1)])
    ranking = Scorer(book).score({"a.x/one"}, DAY)
    assert math.fsum(c.probability for c in ranking.causes) == pytest.approx(1.0, abs=1e-12)


def test_log_odds_are_prior_plus_weights() -> None:
    """Prior log-odds and the weights of two groups add up."""
    book = rulebook([cause("a.x", [rule("a.x/one", ratio=15), rule("a.x/two", ratio=0.2)])])
    (only,) = Scorer(book).score({"a.x/one", "a.x/two"}, DAY).causes
    assert only.log_odds == pytest.approx(math.log(0.03 / 0.97) + math.log(15) - math.log(5))


def test_only_the_strongest_of_a_group_counts() -> None:
    """Two rules about one observation are not counted twice."""
    book = rulebook(
        [cause("a.x", [rule("a.x/weak", ratio=2, group="g"), rule("a.x/strong", group="g")])]
    )
    (only,) = Scorer(book).score({"a.x/weak", "a.x/strong"}, DAY).causes
    assert [r.id for r in only.evidence] == ["a.x/strong"]


def test_rules_outside_their_dates_or_life_do_not_count() -> None:
    """A rule speaks from its first day to its last, and only while active."""
    late = rule("a.x/late", effective_from=date(2026, 3, 6))
    over = rule("a.x/over", effective_until=date(2026, 3, 4))
    draft = rule("a.x/draft", status=RuleStatus.DRAFT)
    today = rule("a.x/today", effective_from=DAY, effective_until=DAY)
    book = rulebook([cause("a.x", [late, over, draft, today])])
    (only,) = Scorer(book).score({r.id for r in (late, over, draft, today)}, DAY).causes
    assert [r.id for r in only.evidence] == ["a.x/today"]


def test_ties_break_by_cause_id() -> None:
    """Equal causes keep the order of their ids."""
    book = rulebook([cause("c.z"), cause("a.x"), cause("b.y")])
    ranking = Scorer(book).score(set(), DAY)
    assert [c.cause.id for c in ranking.causes] == ["a.x", "b.y", "c.z"]


def test_evidence_comes_strongest_first() -> None:
    """A reader sees what weighs most at the top, for or against."""
    weak, against = rule("a.x/weak", ratio=2), rule("a.x/against", ratio=1 / 60)
    book = rulebook([cause("a.x", [weak, against])])
    (only,) = Scorer(book).score({weak.id, against.id}, DAY).causes
    assert only.evidence == (against, weak)
