"""Charts, notes and figures of a report that a small log does not show."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from resolver.cli.render.log_report.answers import days
from resolver.cli.render.log_report.columns import day_chart
from resolver.cli.render.log_report.outcomes import right_by_both
from resolver.cli.render.log_report.overview import notes
from resolver.cli.render.log_report.rules import gaps, never_matched
from resolver.cli.render.log_report.told import Told
from resolver.model.shares import FEW, Share
from resolver.runtime.reporting.gather import Gathered, Span
from resolver.runtime.reporting.judged import Case, Judged
from resolver.runtime.reporting.tally import Said, Tally
from tests.support.rulefolders import tiny_rulebook

DAY = date(2026, 3, 5)


def told_of(tally: Tally, judged: Judged | None = None) -> Told:
    """Return what tables are made of."""
    return Told(Gathered(Span(), tally, judged), tiny_rulebook(), "decisions")


def test_days_without_answers_are_shown() -> None:
    """A gap is seen as one."""
    tally = Tally()
    tally.days.update({DAY: 3, DAY + timedelta(days=2): 1})
    assert days(told_of(tally)).rows == [
        ("2026-03-05", 3, 0),
        ("2026-03-06", 0, 0),
        ("2026-03-07", 1, 0),
    ]


@pytest.mark.parametrize(("span", "columns"), [(1, 1), (62, 62), (63, 32), (365, 61)])
def test_many_days_are_drawn_together(span: int, columns: int) -> None:
    """So that columns stay wide enough; none is lost."""
    tally = Tally()
    tally.days.update({DAY + timedelta(days=n): 1 for n in range(span)})
    chart = day_chart(days(told_of(tally)))
    assert chart is not None
    assert len(chart.bars) == columns
    assert 1 <= sum(bool(bar.label) for bar in chart.bars) <= 8
    assert max(bar.height for bar in chart.bars) == 100


def test_no_days_draw_nothing() -> None:
    """There is no scale to draw them by."""
    assert day_chart(days(told_of(Tally()))) is None


def test_answers_by_other_rules_are_told_of() -> None:
    """Their rules may not be those of the book."""
    tally = Tally()
    tally.days[DAY] = 5
    tally.revisions.update({tiny_rulebook().revision: 3, "sha256:other": 2})
    assert any("compares with: 2 (2 revisions" in note.en for note in notes(told_of(tally)))


def test_what_was_forgotten_is_told_of() -> None:
    """A count that may be too low does not look exact."""
    tally = Tally()
    tally.gaps.see(Said("acme", "1", ""))
    assert "too low" not in gaps(told_of(tally)).lead.en
    tally.gaps.missed = 7
    assert "too low by up to 7" in gaps(told_of(tally)).lead.en


def test_rules_that_were_not_in_force_are_not_expected_to_match() -> None:
    """One of the tiny rules is in force since 2021."""
    bounded = "input.amount/values-pass"
    for day, expected in ((date(2020, 12, 31), False), (DAY, True)):
        tally = Tally(judged=(day, day))
        names = {row[0] for row in never_matched(told_of(tally)).rows}
        assert (bounded in names, "input.amount/differs" in names) == (expected, True)


def test_causes_of_providers_are_told_where_there_are_enough() -> None:
    """With how often they were right."""
    case = Case("input.amount", "platform", ("input.amount",), 0.9)
    few, enough = (Judged([case] * count) for count in (FEW - 1, FEW))
    assert right_by_both(told_of(Tally(), few)).rows == []
    (row,) = right_by_both(told_of(Tally(), enough)).rows
    assert row[2:] == ("platform", FEW, Share(FEW, FEW), Share(FEW, FEW))
