"""When things happened, and clocks that cannot be right."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from resolver.model.context import LookupTiming
from tests.support.calendars import beijing_calendar, moment
from tests.support.readings import inputs_reading, timed

CALENDAR = beijing_calendar()
NOW = moment("2025-10-16 10:00")


def hours_ago(hours: float) -> datetime:
    """Return a moment that lies hours before now; negative hours lie ahead."""
    return NOW - timedelta(hours=hours)


def test_clock_that_lags_before_midnight_makes_no_future_date() -> None:
    """Tomorrow's date at two minutes to midnight is today's by a right clock."""
    at = moment("2025-10-16 23:58")
    facts = timed(CALENDAR, at, inputs=inputs_reading(date(2025, 10, 17))).facts
    assert facts["timing.issued_in_future"] is False


@pytest.mark.parametrize(
    ("timing", "suspect"),
    [
        (LookupTiming(), None),
        (LookupTiming(queried_at=hours_ago(0.01)), False),
        (LookupTiming(queried_at=hours_ago(-0.05)), False),
        (LookupTiming(queried_at=hours_ago(-0.1)), True),
        (LookupTiming(queried_at=hours_ago(8)), True),
        (LookupTiming(queried_at=hours_ago(7)), False),
        (LookupTiming(queried_at=hours_ago(2000)), False),
        (LookupTiming(issued_at=hours_ago(-1)), True),
        (LookupTiming(last_success_at=hours_ago(-8)), True),
        (LookupTiming(issued_at=moment("2025-10-16 05:00")), True),
        (LookupTiming(issued_at=moment("2025-10-14 05:00")), False),
    ],
)
def test_clock_is_suspect_where_moments_contradict(
    timing: LookupTiming, suspect: bool | None
) -> None:
    """Moments ahead of the lookup, and shifts of just eight hours, point to a wrong clock."""
    facts = timed(CALENDAR, NOW, timing, inputs=inputs_reading(date(2025, 10, 15))).facts
    assert facts.get("timing.clock_suspect") is suspect


def test_lookup_told_ahead_of_its_evaluation_is_judged_by_ours() -> None:
    """A clock that is a day ahead does not move the lookup to tomorrow."""
    draft = timed(CALENDAR, NOW, LookupTiming(queried_at=NOW + timedelta(days=1)))
    assert draft.facts["calendar.hour"] == 10
    assert draft.instants["next_midnight"] == moment("2025-10-17 00:00")


@pytest.mark.parametrize("year", [1, 1970, 9999])
def test_impossible_years_are_as_good_as_absent(year: int) -> None:
    """Zero stamps and the end of time are not moments of a lookup."""
    odd = datetime(year, 1, 1, tzinfo=UTC)
    timing = LookupTiming(odd, None, None, None, None, odd, odd, odd, odd)
    assert timed(CALENDAR, NOW, timing) == timed(CALENDAR, NOW)
