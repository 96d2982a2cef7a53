"""The moments that remedies and dispositions may name, for the context at hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from resolver.inference.derive.calendar import BeijingCalendar
from resolver.inference.derive.moments import Moments
from resolver.inference.derive.stops import Standpoint
from resolver.model.answer import Derivation
from resolver.model.beijing import BEIJING, midnight_of

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_LONGEST_STOP = timedelta(days=31)
"""A message that names a later end than this means something else."""

_DOUBLINGS = 20
"""Beyond so many attempts a back-off is at its longest."""

_TURNS = 10
"""How often a retry is moved on, out of a stop into rush hours and the reverse."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What decides when to try again.

    `attempts` counts this episode. `stated_end` is the moment from which the message says to ask
    again; where `stopped`, that is the end of a stop.
    """

    moments: Moments
    standpoint: Standpoint
    attempts: int | None
    category: str
    stated_end: datetime | None
    stopped: bool


def derive_instants(situation: Situation, calendar: BeijingCalendar, draft: Derivation) -> None:
    """Add every instant that applies, in Beijing time, and the hours until a stop ends."""
    moments, standpoint = situation.moments, situation.standpoint
    hour = calendar.read(moments.now)
    instants = draft.instants
    instants["next_midnight"] = midnight_of(moments.queried.date() + _DAY)
    instants["next_workday"] = hour.opening
    if hour.after_deadline is not None:
        instants["after_deadline"] = hour.after_deadline
    _after_issue(situation, calendar.limits.recheck_hours, instants)
    stated_end = _stated_end(situation)
    end = calendar.stops.clear_from(moments.now, standpoint)
    end = max(end, stated_end) if stated_end and situation.stopped else end
    if end > moments.now:
        instants["stop_end"] = end
        hours = (end - moments.now).total_seconds() / 3600
        draft.facts["calendar.hours_to_stop_end"] = round(hours, 2)
    retry = moments.now + _backoff(situation.attempts, calendar.limits.longest_backoff_minutes)
    retry = _whole_minute(max(retry, stated_end or retry))
    retry = calendar.stops.clear_from(retry, standpoint)
    instants["after_backoff"] = retry
    instants["off_peak"] = _off_peak(retry, standpoint, calendar)


def _after_issue(situation: Situation, recheck_hours: int, instants: dict[str, datetime]) -> None:
    moments = situation.moments
    day = moments.issue_day
    if day is None and situation.category == "same_day":
        day = moments.queried.date()
    # A date that lies further ahead is a slip, not a reason to wait for it.
    if day is None or day > moments.queried.date() + _DAY:
        return
    tomorrow = midnight_of(day + _DAY)
    if tomorrow > moments.now:
        instants["invoice_tomorrow"] = tomorrow
    # Of an issue whose hour is unknown only the end of its day is sure.
    recheck = (moments.issued or tomorrow) + timedelta(hours=recheck_hours)
    if recheck > moments.now:
        instants["recheck_after_issue"] = _whole_minute(recheck)


def _stated_end(situation: Situation) -> datetime | None:
    """Return the stated end if it lies ahead and near enough to be meant."""
    now, end = situation.moments.now, situation.stated_end
    if end is None or not now < end <= now + _LONGEST_STOP:
        return None
    return end.astimezone(BEIJING)


def _backoff(attempts: int | None, longest_minutes: int) -> timedelta:
    doublings = min(max(attempts or 1, 1), _DOUBLINGS) - 1
    return min(longest_minutes, 1 << doublings) * _MINUTE


def _off_peak(retry: datetime, standpoint: Standpoint, calendar: BeijingCalendar) -> datetime:
    for _ in range(_TURNS):
        calm = calendar.read(retry).calm
        if calm is None:
            break
        retry = calendar.stops.clear_from(calm, standpoint)
    return retry


def _whole_minute(moment: datetime) -> datetime:
    """Return the moment, rounded up to a whole minute."""
    floor = moment.replace(second=0, microsecond=0)
    return floor if floor == moment else floor + _MINUTE
