"""What has expired, is due, or takes no part, on one day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from resolver.inference.lifetimes import (
    NOTICE_DAYS,
    Phase,
    Subject,
    lifetimes,
    phase_on,
    rule_phase,
)
from resolver.model.rulebook import RuleStatus
from tests.support.rulebooks import rule
from tests.support.rulefolders import tiny_rulebook

DAY = date(2026, 3, 5)


@pytest.mark.parametrize(
    ("starts", "ends", "phase"),
    [
        (None, None, None),
        (None, date(2026, 3, 4), Phase.EXPIRED),
        (None, DAY, Phase.EXPIRING),
        (DAY, None, None),
        (date(2026, 3, 6), None, Phase.COMING),
        (date(2026, 3, 6), date(2026, 3, 7), Phase.COMING),
        (None, date.fromordinal(DAY.toordinal() + NOTICE_DAYS), Phase.EXPIRING),
        (None, date.fromordinal(DAY.toordinal() + NOTICE_DAYS + 1), None),
    ],
)
def test_dates_make_the_phase(starts: date | None, ends: date | None, phase: Phase | None) -> None:
    """Both ends are included."""
    assert phase_on(DAY, starts, ends) is phase


@pytest.mark.parametrize("status", [RuleStatus.DRAFT, RuleStatus.DEPRECATED])
def test_rule_that_takes_no_part_is_told_by_its_status(status: RuleStatus) -> None:
    """Whatever its dates are."""
    idle = rule("a.b/c", status=status, effective_until=date(2020, 1, 1))
    assert rule_phase(idle, DAY) is Phase(status.value)


def test_everything_dated_is_found_in_order() -> None:
    """Tables that run out before what is still to come, and what has expired last."""
    told = lifetimes(tiny_rulebook(), date(2026, 11, 20))
    assert [(one.phase, one.subject, one.ends) for one in told] == [
        (Phase.EXPIRING, Subject.HOLIDAYS, date(2026, 12, 31)),
        (Phase.COMING, Subject.STOP, date(2026, 11, 27)),
        (
            Phase.EXPIRED,
            Subject.DEADLINES,
            max(tiny_rulebook().knowledge.calendar.deadlines.values()),
        ),
    ]


def test_listed_holidays_reach_beyond_the_library() -> None:
    """A site that lists next year's holidays is not told that they end."""
    book = tiny_rulebook()
    calendar = replace(book.knowledge.calendar, holidays=frozenset({date(2027, 10, 1)}))
    later = replace(book, knowledge=replace(book.knowledge, calendar=calendar))
    told = lifetimes(later, date(2026, 11, 20))
    assert Subject.HOLIDAYS not in {one.subject for one in told}
