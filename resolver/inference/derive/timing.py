"""Facts of time: how old the invoice is, how often and how long was tried, what the calendar says.

Days are Beijing days. Ages and intervals count up to the lookup, not to the evaluation.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from resolver.inference.derive.calendar import BeijingCalendar
from resolver.inference.derive.instants import Situation, derive_instants
from resolver.inference.derive.moments import Moments, read_moments
from resolver.inference.derive.sheet import InputsReading
from resolver.inference.derive.status import StatusReading
from resolver.inference.derive.stops import Standpoint
from resolver.model.answer import Derivation
from resolver.model.beijing import midnight_of
from resolver.model.conditions import Truth
from resolver.model.context import LookupContext, LookupOutcome, LookupTiming, TransportError
from resolver.model.facts import FactValue
from resolver.model.knowledge import Limits, Provider, QueryWindow

_DAY = timedelta(days=1)
_LONGEST_LATENCY = 86_400.0
"""Seconds; a lookup that is said to have taken longer than a day was not measured."""

_STOPPED = frozenset(
    {
        *("maintenance", "region_unavailable", "not_in_period", "busy", "under_attack"),
        *("tax_fault", "provider_fault", "upstream_fault", "system_error", "gateway_error"),
    }
)
"""Answers whose moment to ask again is the end of a stop, and not of a limit of the caller's."""

_MOST_ATTEMPTS = 1_000_000
"""A count above this is no count of lookups of one invoice."""


class TimingReader:
    """Reads moments, durations and counts of a lookup by the rulebook's calendar and limits."""

    def __init__(self, calendar: BeijingCalendar) -> None:
        self._calendar = calendar
        self._tolerance = timedelta(minutes=calendar.limits.clock_tolerance_minutes)

    def derive(
        self,
        context: LookupContext,
        reading: StatusReading,
        inputs: InputsReading,
        at: datetime,
        draft: Derivation,
    ) -> None:
        """Add the facts of time and of the calendar, and every instant.

        `at` is an aware moment of this century.
        """
        limits, facts = self._calendar.limits, draft.facts
        moments = read_moments(context.timing, inputs.issue_date, at, self._tolerance)
        _put(facts, "timing.clock_suspect", moments.clock_suspect)
        _age(moments, inputs, limits, facts)
        _window(moments, reading.provider, limits, facts)
        _duration(context.timing, context.outcome, limits, facts)
        _attempts(context.timing, reading, limits, facts)
        _intervals(moments, facts)
        situation = Situation(
            moments=moments,
            standpoint=_standpoint(context, reading, inputs),
            attempts=_count(context.timing.attempts),
            category=reading.category,
            stated_end=reading.stated_end,
            stopped=reading.category in _STOPPED or reading.second_category in _STOPPED,
        )
        self._calendar_facts(situation, facts)
        derive_instants(situation, self._calendar, draft)

    def _calendar_facts(self, situation: Situation, facts: dict[str, FactValue]) -> None:
        queried, standpoint = situation.moments.queried, situation.standpoint
        facts.update(self._calendar.read(queried).facts)
        stops = self._calendar.stops
        covered, _ = stops.covering(queried, standpoint)
        _put(facts, "calendar.announced_stop", covered)
        over = False if covered else stops.lately_over(queried, standpoint)
        _put(facts, "calendar.after_stop", over)


def _standpoint(
    context: LookupContext, reading: StatusReading, inputs: InputsReading
) -> Standpoint:
    region = (context.requester.region or "").strip()[:2]
    kind = reading.provider.kind if reading.provider else None
    return Standpoint(
        invoice_province=inputs.province,
        requester_province=region
        if len(region) == 2 and region.isascii() and region.isdigit()
        else None,
        provider_kind=None if kind == "transport" else kind,
    )


def _put(facts: dict[str, FactValue], name: str, value: FactValue | None) -> None:
    if value is not None:
        facts[name] = value


def _age(
    moments: Moments, inputs: InputsReading, limits: Limits, facts: dict[str, FactValue]
) -> None:
    day = moments.issue_day
    if day is None:
        return
    # The platform judges the date that was typed, so that date decides whether it lies ahead.
    latest = (moments.queried + timedelta(minutes=limits.clock_tolerance_minutes)).date()
    facts["timing.issued_in_future"] = (inputs.issue_date or day) > latest
    days = (moments.queried.date() - day).days
    if days >= 0:
        facts["timing.invoice_age_days"] = days
    if moments.issued is not None:
        facts["timing.invoice_age_hours"] = _hours(moments.queried - moments.issued)
    elif days >= 1:
        # Only the day is known: the age is at least the time since that day ended. It is told once
        # no delay can matter any more; before that the day alone does not decide.
        least = _hours(moments.queried - midnight_of(day + _DAY))
        if least >= limits.recheck_hours:
            facts["timing.invoice_age_hours"] = least


def _window(
    moments: Moments, provider: Provider | None, limits: Limits, facts: dict[str, FactValue]
) -> None:
    """Tell how far the channel looks back today, and whether the invoice is older than that."""
    today = moments.now.date()
    days = _days_back(provider.windows, today) if provider else None
    if days is None:
        days = _days_back(limits.windows, today)
    if days is None:
        return
    facts["timing.window_days"] = days
    age = facts.get("timing.invoice_age_days")
    if isinstance(age, int):
        facts["timing.beyond_window"] = age > days


def _days_back(windows: tuple[QueryWindow, ...], today: date) -> int | None:
    """Return how far back the window that is in force today reaches."""
    for window in windows:
        begun = window.valid_from is None or window.valid_from <= today
        if begun and (window.valid_until is None or today <= window.valid_until):
            return window.days
    return None


def _duration(
    timing: LookupTiming, outcome: LookupOutcome, limits: Limits, facts: dict[str, FactValue]
) -> None:
    latency = _seconds(timing.latency)
    deadline = _seconds(timing.deadline) or None
    if latency is not None:
        facts["timing.latency_seconds"] = latency
        facts["timing.slow"] = latency >= limits.slow_seconds
    if deadline is None:
        return
    if latency is not None:
        facts["timing.deadline_reached"] = latency >= limits.deadline_share * deadline
    elif _ran_out(outcome):
        facts["timing.deadline_reached"] = True


def _ran_out(outcome: LookupOutcome) -> bool:
    if outcome.transport_error is TransportError.READ_TIMEOUT:
        return True
    return (outcome.grpc_status or "").strip().upper() == "DEADLINE_EXCEEDED"


def _seconds(duration: timedelta | None) -> float | None:
    if duration is None:
        return None
    seconds = duration.total_seconds()
    return round(seconds, 3) if 0.0 <= seconds <= _LONGEST_LATENCY else None


def _attempts(
    timing: LookupTiming, reading: StatusReading, limits: Limits, facts: dict[str, FactValue]
) -> None:
    _put(facts, "timing.attempts", _count(timing.attempts))
    today = _count(timing.attempts_today)
    _put(facts, "timing.attempts_today", today)
    used_up: Truth = None if today is None else today >= limits.lookups_per_day
    if reading.category == "daily_limit":
        used_up = True
    if used_up is None:
        return
    facts["timing.daily_limit_reached"] = used_up
    facts["timing.lookups_left_today"] = 0 if used_up else limits.lookups_per_day - (today or 0)


def _count(number: int | None) -> int | None:
    return number if number is not None and 0 <= number <= _MOST_ATTEMPTS else None


def _intervals(moments: Moments, facts: dict[str, FactValue]) -> None:
    queried = moments.queried
    if moments.last_sync is not None:
        facts["timing.hours_since_last_sync"] = _hours(queried - moments.last_sync)
        _put(facts, "timing.issued_after_last_sync", _issued_after(moments.last_sync, moments))
    if moments.session_start is not None:
        facts["timing.session_age_minutes"] = _minutes(queried - moments.session_start)
    if moments.last_success is not None:
        facts["timing.minutes_since_last_success"] = _minutes(queried - moments.last_success)


def _issued_after(last_sync: datetime, moments: Moments) -> Truth:
    """Return whether the issue came later; on one and the same day only the hour can tell."""
    if moments.issued is not None:
        return moments.issued > last_sync
    day = moments.issue_day
    if day is None or day == last_sync.date():
        return None
    return day > last_sync.date()


def _hours(interval: timedelta) -> float:
    return max(0.0, round(interval.total_seconds() / 3600, 2))


def _minutes(interval: timedelta) -> float:
    return max(0.0, round(interval.total_seconds() / 60, 1))
