"""Ages, durations and counts of a lookup."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.model.beijing import BEIJING
from resolver.model.context import (
    LookupContext,
    LookupOutcome,
    LookupTiming,
    TransportError,
)
from resolver.model.knowledge import QueryWindow
from tests.support.calendars import beijing_calendar, moment
from tests.support.readings import inputs_reading, provider, status_reading, timed

CALENDAR = beijing_calendar()
NOW = moment("2025-10-16 10:00")
TODAY = NOW.date()


def hours_ago(hours: float) -> datetime:
    """Return a moment that lies hours before now; negative hours lie ahead."""
    return NOW - timedelta(hours=hours)


def test_age_counts_from_the_moment_of_issue_to_the_lookup() -> None:
    """Hours and Beijing days count up to the lookup, not to a later evaluation."""
    timing = LookupTiming(queried_at=NOW, issued_at=moment("2025-10-15 22:30"))
    facts = timed(CALENDAR, NOW + timedelta(days=20), timing).facts
    assert facts["timing.invoice_age_hours"] == 11.5
    assert facts["timing.invoice_age_days"] == 1
    assert facts["timing.issued_in_future"] is False


def test_day_of_issue_is_one_of_beijing() -> None:
    """16:30 UTC is half past midnight of the next day in Beijing."""
    timing = LookupTiming(issued_at=datetime(2025, 10, 15, 16, 30, tzinfo=UTC))
    facts = timed(CALENDAR, NOW, timing).facts
    assert facts["timing.invoice_age_days"] == 0
    assert facts["timing.invoice_age_hours"] == 9.5


@pytest.mark.parametrize(
    ("issue_date", "days", "hours"),
    [
        (TODAY, 0, None),
        (date(2025, 10, 15), 1, None),
        (date(2025, 10, 14), 2, None),
        (date(2025, 10, 13), 3, 58.0),
        (date(2025, 10, 12), 4, 82.0),
    ],
)
def test_age_in_hours_of_a_bare_date_is_told_once_the_day_decides(
    issue_date: date, days: int, hours: float | None
) -> None:
    """The least possible age is told as soon as even it is beyond any ordinary delay."""
    facts = timed(CALENDAR, NOW, inputs=inputs_reading(issue_date)).facts
    assert facts["timing.invoice_age_days"] == days
    assert facts.get("timing.invoice_age_hours") == hours


def test_future_date_is_told_and_has_no_age() -> None:
    """An invoice dated ahead is neither new nor old."""
    facts = timed(CALENDAR, NOW, inputs=inputs_reading(date(2025, 10, 17))).facts
    assert facts["timing.issued_in_future"] is True
    assert "timing.invoice_age_days" not in facts
    assert "timing.beyond_window" not in facts


def test_age_is_unknown_without_a_date() -> None:
    """Nothing told of the issue, nothing said of it."""
    facts = timed(CALENDAR, NOW).facts
    assert not [name for name in facts if name.startswith(("timing.invoice_age", "timing.issued"))]


@pytest.mark.parametrize(
    ("issue_date", "beyond"), [(date(2020, 10, 20), False), (date(2020, 9, 16), True)]
)
def test_window_is_five_years_unless_a_provider_says_otherwise(
    issue_date: date, beyond: bool
) -> None:
    """Channels that state nothing look back five years."""
    facts = timed(CALENDAR, NOW, inputs=inputs_reading(issue_date)).facts
    assert facts["timing.window_days"] == 1827
    assert facts["timing.beyond_window"] is beyond


def test_window_of_a_provider_is_the_one_in_force_on_the_day() -> None:
    """Of a provider's dated windows the one of the evaluation's day counts."""
    windows = (
        QueryWindow(366, valid_until=date(2025, 9, 30)),
        QueryWindow(1827, valid_from=date(2025, 10, 1)),
    )
    reading = status_reading(provider=provider("reseller", *windows))
    inputs = inputs_reading(date(2023, 1, 1))
    before = timed(CALENDAR, moment("2025-09-30 10:00"), reading=reading, inputs=inputs).facts
    after = timed(CALENDAR, NOW, reading=reading, inputs=inputs).facts
    assert (before["timing.window_days"], before["timing.beyond_window"]) == (366, True)
    assert (after["timing.window_days"], after["timing.beyond_window"]) == (1827, False)


def test_window_is_the_national_one_where_no_provider_window_is_in_force() -> None:
    """A provider's window that has run out gives way; with none at all nothing is said."""
    reading = status_reading(
        provider=provider("cloud", QueryWindow(366, valid_until=date(2020, 1, 1)))
    )
    assert timed(CALENDAR, NOW, reading=reading).facts["timing.window_days"] == 1827
    none = beijing_calendar(limits=replace(CALENDAR.limits, windows=()))
    assert "timing.window_days" not in timed(none, NOW, reading=reading).facts


@pytest.mark.parametrize(
    ("latency", "deadline", "reached", "slow"),
    [(9.5, 10, True, False), (9.4, 10, False, False), (10, None, None, True), (3, 0, None, False)],
)
def test_duration_is_held_against_the_deadline(
    latency: float, deadline: float | None, reached: bool | None, slow: bool
) -> None:
    """From 95 % of the deadline on it is used up; ten seconds are slow."""
    timing = LookupTiming(
        latency=timedelta(seconds=latency),
        deadline=None if deadline is None else timedelta(seconds=deadline),
    )
    facts = timed(CALENDAR, NOW, timing).facts
    assert facts.get("timing.deadline_reached") is reached
    assert facts["timing.slow"] is slow


@pytest.mark.parametrize(
    "outcome",
    [
        LookupOutcome(grpc_status="DEADLINE_EXCEEDED"),
        LookupOutcome(transport_error=TransportError.READ_TIMEOUT),
    ],
)
def test_time_out_without_a_latency_means_the_deadline_ran_out(outcome: LookupOutcome) -> None:
    """Where the duration is unknown the transport's word counts, if there was a deadline."""
    timing = LookupTiming(deadline=timedelta(seconds=10))
    told = timed(CALENDAR, NOW, context=LookupContext(timing=timing, outcome=outcome)).facts
    untold = timed(CALENDAR, NOW, context=LookupContext(outcome=outcome)).facts
    assert told["timing.deadline_reached"] is True
    assert "timing.deadline_reached" not in untold
    assert "timing.deadline_reached" not in timed(CALENDAR, NOW, timing).facts


@pytest.mark.parametrize("seconds", [-1, 90_000, 1e9])
def test_absurd_durations_are_no_facts(seconds: float) -> None:
    """Negative and day-long latencies were not measured."""
    timing = LookupTiming(latency=timedelta(seconds=seconds), attempts=-3, attempts_today=-1)
    facts = timed(CALENDAR, NOW, timing).facts
    names = {"latency_seconds", "slow", "attempts", "attempts_today", "lookups_left_today"}
    assert not {f"timing.{name}" for name in names} & facts.keys()


@pytest.mark.parametrize(
    ("attempts_today", "category", "left", "reached"),
    [
        (1, "none", 4, False),
        (5, "none", 0, True),
        (8, "none", 0, True),
        (2, "daily_limit", 0, True),
    ],
)
def test_lookups_left_count_down_from_five(
    attempts_today: int, category: str, left: int, reached: bool
) -> None:
    """Five a day, and none once the provider says so."""
    timing = LookupTiming(attempts_today=attempts_today)
    facts = timed(CALENDAR, NOW, timing, reading=status_reading(category)).facts
    assert facts["timing.lookups_left_today"] == left
    assert facts["timing.daily_limit_reached"] is reached


def test_daily_limit_is_known_from_the_answer_alone() -> None:
    """The provider's word is enough; without either nothing is known."""
    assert timed(CALENDAR, NOW, reading=status_reading("daily_limit")).facts[
        "timing.daily_limit_reached"
    ]
    assert "timing.daily_limit_reached" not in timed(CALENDAR, NOW).facts


def test_intervals_count_up_to_the_lookup() -> None:
    """Synchronisation, session and last success are told in hours and minutes."""
    timing = LookupTiming(
        queried_at=NOW,
        last_sync_at=hours_ago(30),
        session_started_at=hours_ago(1.5),
        last_success_at=hours_ago(0.25),
        issued_at=hours_ago(20),
    )
    facts = timed(CALENDAR, NOW, timing).facts
    assert facts["timing.hours_since_last_sync"] == 30
    assert facts["timing.issued_after_last_sync"] is True
    assert facts["timing.session_age_minutes"] == 90
    assert facts["timing.minutes_since_last_success"] == 15


@pytest.mark.parametrize(
    ("issue_date", "after"),
    [(date(2025, 10, 16), True), (date(2025, 10, 15), None), (date(2025, 10, 14), False)],
)
def test_issue_on_the_day_of_the_last_sync_is_neither_before_nor_after(
    issue_date: date, after: bool | None
) -> None:
    """A bare date decides only where it is another day than the synchronisation's."""
    timing = LookupTiming(last_sync_at=moment("2025-10-15 03:00"))
    facts = timed(CALENDAR, NOW, timing, inputs=inputs_reading(issue_date)).facts
    assert facts.get("timing.issued_after_last_sync") is after


# ---- announced stops


# ---- instants


def moments(first: str, last: str) -> st.SearchStrategy[datetime]:
    """Return aware moments between two days."""
    return st.datetimes(
        datetime.fromisoformat(first), datetime.fromisoformat(last), timezones=st.just(UTC)
    )


MOMENTS = st.none() | moments("0001-01-02", "9999-12-30")
DURATIONS = st.none() | st.timedeltas()
COUNTS = st.none() | st.integers(-(2**31), 2**31 - 1)


@given(
    st.builds(
        LookupTiming,
        *(MOMENTS, DURATIONS, DURATIONS, COUNTS, COUNTS, MOMENTS, MOMENTS, MOMENTS, MOMENTS),
    ),
    st.none() | st.dates(),
    moments("2001-01-01", "2098-01-01"),
)
def test_any_timing_gives_finite_facts_and_ordered_instants(
    timing: LookupTiming, issue_date: date | None, at: datetime
) -> None:
    """No moment, duration or count breaks the derivation, and no retry lies in the past."""
    draft = timed(CALENDAR, at, timing, inputs=inputs_reading(issue_date))
    assert all(
        math.isfinite(value) for value in draft.facts.values() if isinstance(value, int | float)
    )
    for name in draft.instants.keys() - {"next_midnight"}:
        assert draft.instants[name] > at
    assert {instant.tzinfo for instant in draft.instants.values()} == {BEIJING}
