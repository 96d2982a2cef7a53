"""The moments at which to try again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from resolver.model.context import (
    LookupTiming,
)
from tests.support.calendars import beijing_calendar, moment, stop
from tests.support.readings import inputs_reading, status_reading, timed

CALENDAR = beijing_calendar()
NOW = moment("2025-10-16 10:00")


def test_midnight_and_next_workday_are_always_told() -> None:
    """Both need nothing but the clock, and are in Beijing time."""
    instants = timed(CALENDAR, moment("2025-10-17 23:30")).instants
    assert instants["next_midnight"] == moment("2025-10-18 00:00")
    assert instants["next_workday"] == moment("2025-10-20 09:00")
    assert {instant.utcoffset() for instant in instants.values()} == {timedelta(hours=8)}


def test_midnight_follows_the_lookup_not_a_later_evaluation() -> None:
    """What was used up yesterday is free again today."""
    timing = LookupTiming(queried_at=moment("2025-10-15 23:50"))
    instants = timed(CALENDAR, moment("2025-10-16 00:10"), timing).instants
    assert instants["next_midnight"] == moment("2025-10-16 00:00")


def test_invoice_of_today_is_due_tomorrow_and_again_after_48_hours() -> None:
    """The day after issue begins at midnight in Beijing; the recheck counts from the hour."""
    timing = LookupTiming(issued_at=moment("2025-10-16 08:20"))
    instants = timed(CALENDAR, NOW, timing).instants
    assert instants["invoice_tomorrow"] == moment("2025-10-17 00:00")
    assert instants["recheck_after_issue"] == moment("2025-10-18 08:20")


def test_recheck_of_a_bare_date_counts_from_the_end_of_that_day() -> None:
    """Only then 48 hours are sure to have passed."""
    instants = timed(CALENDAR, NOW, inputs=inputs_reading(date(2025, 10, 15))).instants
    assert "invoice_tomorrow" not in instants
    assert instants["recheck_after_issue"] == moment("2025-10-18 00:00")


@pytest.mark.parametrize("issue_date", [date(2025, 10, 1), date(2062, 10, 1)])
def test_instants_of_issue_are_absent_for_old_and_impossible_dates(issue_date: date) -> None:
    """Nobody waits for what is over, or for a slip of the pen."""
    instants = timed(CALENDAR, NOW, inputs=inputs_reading(issue_date)).instants
    assert not {"invoice_tomorrow", "recheck_after_issue"} & instants.keys()


def test_same_day_answer_stands_in_for_an_unknown_date() -> None:
    """A provider that refuses same-day invoices tells that it was issued today."""
    instants = timed(CALENDAR, NOW, reading=status_reading("same_day")).instants
    assert instants["invoice_tomorrow"] == moment("2025-10-17 00:00")


@pytest.mark.parametrize(
    ("attempts", "minutes"), [(None, 1), (0, 1), (1, 1), (2, 2), (5, 16), (6, 30), (900, 30)]
)
def test_backoff_doubles_up_to_half_an_hour(attempts: int | None, minutes: int) -> None:
    """One minute at first, at most thirty."""
    instants = timed(CALENDAR, NOW, LookupTiming(attempts=attempts)).instants
    assert instants["after_backoff"] == NOW + timedelta(minutes=minutes)


def test_backoff_is_rounded_up_to_a_whole_minute() -> None:
    """A person can read it, and it is never early."""
    instants = timed(CALENDAR, NOW + timedelta(seconds=3)).instants
    assert instants["after_backoff"] == NOW + timedelta(minutes=2)


def test_retry_never_falls_into_an_announced_stop() -> None:
    """Back-off and quiet hours give way to a stop, and to the next one that follows it at once."""
    calendar = beijing_calendar(
        stop("2025-10-16 20:00", "2025-10-16 23:00"), stop("2025-10-16 23:00", "2025-10-17 09:30")
    )
    draft = timed(calendar, moment("2025-10-16 19:59"))
    assert draft.instants["after_backoff"] == moment("2025-10-17 09:30")
    assert draft.instants["off_peak"] == moment("2025-10-17 11:00")
    assert "stop_end" not in draft.instants


def test_stop_end_is_the_later_of_announced_and_stated() -> None:
    """A message that promises a later end than the notice is believed."""
    calendar = beijing_calendar(stop("2025-10-16 08:00", "2025-10-16 12:00"))
    stated = moment("2025-10-16 13:30")
    plain = timed(calendar, NOW)
    later = timed(calendar, NOW, reading=status_reading("maintenance", stated_end=stated))
    assert plain.instants["stop_end"] == moment("2025-10-16 12:00")
    assert plain.facts["calendar.hours_to_stop_end"] == 2
    assert later.instants["stop_end"] == later.instants["after_backoff"] == stated


def test_stated_moment_of_a_limit_delays_the_retry_and_ends_no_stop() -> None:
    """Being told to come back in an hour says nothing of a stop."""
    stated = moment("2025-10-16 12:00")
    draft = timed(CALENDAR, NOW, reading=status_reading("rate_limited", stated_end=stated))
    assert draft.instants["after_backoff"] == stated
    assert "stop_end" not in draft.instants


@pytest.mark.parametrize("stated", ["2025-10-16 09:00", "2026-03-01 00:00"])
def test_stated_end_that_is_over_or_far_off_is_not_believed(stated: str) -> None:
    """It names something else than the end of this stop."""
    reading = status_reading("maintenance", stated_end=moment(stated))
    draft = timed(CALENDAR, NOW, reading=reading)
    assert "stop_end" not in draft.instants
    assert "calendar.hours_to_stop_end" not in draft.facts


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2025-10-16 10:00", "2025-10-16 11:00"),
        ("2025-10-16 10:59", "2025-10-16 11:00"),
        ("2025-10-16 12:00", "2025-10-16 12:01"),
        ("2025-10-16 13:59", "2025-10-16 17:00"),
        ("2025-10-18 10:00", "2025-10-18 10:01"),
    ],
)
def test_off_peak_is_the_next_moment_outside_the_rush(now: str, expected: str) -> None:
    """Rush hours are waited out, but never less than the back-off."""
    assert timed(CALENDAR, moment(now)).instants["off_peak"] == moment(expected)


def test_after_deadline_is_the_working_day_that_follows() -> None:
    """Once the deadline is over there is nothing to wait for."""
    before = timed(CALENDAR, moment("2025-08-15 18:00")).instants
    after = timed(CALENDAR, moment("2025-08-16 09:00")).instants
    assert before["after_deadline"] == moment("2025-08-18 09:00")
    assert "after_deadline" not in after
