"""Working days, filing deadlines and hours of Beijing."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.calendars import beijing_calendar, moment, shipped_knowledge

CALENDAR = beijing_calendar()
PUBLISHED = shipped_knowledge().calendar.deadlines
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize("published", PUBLISHED.values(), ids=str)
def test_rule_agrees_with_every_published_deadline(published: date) -> None:
    """The rule of article 109 alone gives each deadline that was published."""
    calendar = beijing_calendar(deadlines={})
    assert calendar.deadline(published.year, published.month) == published


def test_published_deadlines_cover_every_month_of_2025_and_2026() -> None:
    """Both years are listed in full."""
    months = {(day.year, day.month) for day in PUBLISHED.values()}
    assert {(year, month) for year in (2025, 2026) for month in range(1, 13)} <= months


def test_published_deadline_overrides_the_rule() -> None:
    """A dated entry wins, as when a local office extends the period."""
    extended = date(2025, 3, 24)
    calendar = beijing_calendar(deadlines={(2025, 3): extended})
    assert calendar.deadline(2025, 3) == extended
    assert calendar.deadline(2025, 4) == date(2025, 4, 18)


@given(st.integers(2000, 2099), st.integers(1, 12))
def test_deadline_of_any_month_is_a_working_day_from_the_15th_on(year: int, month: int) -> None:
    """No month, known to the library or not, ends its period on a free day or too early."""
    deadline = beijing_calendar(deadlines={}).deadline(year, month)
    assert deadline >= date(year, month, 15)
    assert CALENDAR.is_workday(deadline)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2025, 10, 11), True),  # a Saturday, worked for the National Day holiday
        (date(2025, 10, 8), False),  # a Wednesday of that holiday
        (date(2026, 2, 14), True),
        (date(2026, 2, 23), False),
        (date(2025, 3, 8), False),
        (date(2025, 3, 10), True),
        (date(2031, 10, 1), True),  # beyond the library: an ordinary Wednesday
        (date(2031, 10, 4), False),
    ],
)
def test_workday_follows_holidays_and_make_up_days(day: date, worked: bool) -> None:
    """Holidays and make-up days of the library's years count, elsewhere the weekend does."""
    assert CALENDAR.is_workday(day) is worked


def test_corrections_win_over_the_library() -> None:
    """What the rulebook lists is so, whatever the library says."""
    calendar = beijing_calendar(
        workdays=frozenset({date(2025, 10, 8)}), holidays=frozenset({date(2031, 10, 1)})
    )
    assert calendar.is_workday(date(2025, 10, 8))
    assert calendar.is_statutory_holiday(date(2025, 10, 8)) is False
    assert not calendar.is_workday(date(2031, 10, 1))
    assert calendar.is_statutory_holiday(date(2031, 10, 1)) is True


def test_statutory_holiday_is_unknown_where_no_notice_is() -> None:
    """Beyond the library's years nobody can say that a day is no holiday."""
    assert CALENDAR.is_statutory_holiday(date(2031, 10, 1)) is None
    assert "calendar.statutory_holiday" not in CALENDAR.read(moment("2031-10-01 10:00")).facts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-10-16 09:30", {"rush_hour": True, "off_hours": False, "night": False}),
        ("2025-10-16 11:00", {"rush_hour": False, "off_hours": False}),
        ("2025-10-16 16:59", {"rush_hour": True}),
        ("2025-10-16 22:00", {"night": True, "off_hours": True, "rush_hour": False}),
        ("2025-10-16 06:59", {"night": True, "off_hours": True}),
        ("2025-10-18 10:00", {"workday": False, "rush_hour": False, "off_hours": True}),
        ("2025-10-01 10:00", {"statutory_holiday": True, "off_hours": True}),
        ("2025-10-31 10:00", {"month_end": True, "filing_rush": False}),
        ("2025-10-29 10:00", {"month_end": True}),
        ("2025-10-28 10:00", {"month_end": False, "filing_rush": False}),
        ("2025-10-27 10:00", {"filing_rush": True, "days_to_filing_deadline": 0}),
        ("2025-10-25 10:00", {"filing_rush": True, "days_to_filing_deadline": 2}),
        ("2025-10-24 10:00", {"filing_rush": False, "days_to_filing_deadline": 3}),
    ],
)
def test_hour_facts_say_what_the_hour_is(text: str, expected: dict[str, object]) -> None:
    """Rush hours, nights, holidays, and the last days of filing period and month are told."""
    facts = CALENDAR.read(moment(text)).facts
    assert {name: facts[f"calendar.{name}"] for name in expected} == expected


def test_days_to_deadline_are_absent_after_it() -> None:
    """Once this month's deadline is over there is nothing to count."""
    reading = CALENDAR.read(moment("2025-10-28 10:00"))
    assert "calendar.days_to_filing_deadline" not in reading.facts
    assert reading.after_deadline is None


@pytest.mark.parametrize(
    ("now", "opening"),
    [
        ("2025-10-16 08:59", "2025-10-16 09:00"),
        ("2025-10-16 09:00", "2025-10-17 09:00"),
        ("2025-10-17 18:00", "2025-10-20 09:00"),
        ("2025-09-30 18:00", "2025-10-09 09:00"),
        ("2025-10-10 18:00", "2025-10-11 09:00"),
    ],
)
def test_opening_is_that_of_the_next_working_day(now: str, opening: str) -> None:
    """Before nine on a working day it is today's, else the next working day's."""
    assert CALENDAR.read(moment(now)).opening == moment(opening)


def test_rush_hours_past_midnight_end_on_the_next_day() -> None:
    """A span may cross midnight; its end lies ahead of every hour in it."""
    hours = CALENDAR.hours
    late = type(hours)(9, hours.night, (type(hours.night)(23, 1),), 3, 3, 48)
    reading = beijing_calendar(hours=late).read(moment("2025-10-16 23:30"))
    assert reading.calm == moment("2025-10-17 01:00")


@given(DAYS, st.integers(0, 23))
def test_hour_reading_is_always_ahead(day: date, hour: int) -> None:
    """Whatever the hour, what comes next lies after it, and the facts are of their types."""
    now = datetime.combine(day, datetime.min.time(), moment("2025-01-01 00:00").tzinfo)
    now += timedelta(hours=hour)
    reading = CALENDAR.read(now)
    assert reading.opening > now
    assert reading.calm is None or reading.calm > now
    assert reading.after_deadline is None or reading.after_deadline > now
    assert reading.facts["calendar.hour"] == hour
