"""The moments of one lookup, with those left out that no clock can have meant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from resolver.model.beijing import BEIJING
from resolver.model.conditions import Truth
from resolver.model.context import LookupTiming

_PLAUSIBLE_YEARS = range(2000, 2100)
_ZONE_SHIFT = timedelta(hours=8)
"""What a clock is off by where Beijing time was sent as UTC, or the reverse."""


@dataclass(frozen=True, slots=True)
class Moments:
    """When things happened, in Beijing time; absent where unknown, implausible or still to come.

    `now` is the evaluation time. `queried` is when the lookup was made: as told, or `now` where
    that is absent or lies after it. `issue_day` is the day of `issued`, else the one typed, which
    may lie ahead. `clock_suspect` is unknown where nothing was told that could be compared.
    """

    now: datetime
    queried: datetime
    issued: datetime | None
    issue_day: date | None
    last_sync: datetime | None
    session_start: datetime | None
    last_success: datetime | None
    clock_suspect: Truth


def read_moments(
    timing: LookupTiming, typed_day: date | None, at: datetime, tolerance: timedelta
) -> Moments:
    """Return the moments of a lookup that is judged at an aware moment.

    `typed_day` is the issue date as entered. Moments that lie after the lookup by more than the
    tolerance are left out.
    """
    now = at.astimezone(BEIJING)
    told = _plausible(timing.queried_at)
    queried = now if told is None or told > now + tolerance else told
    limit = queried + tolerance
    issued = _plausible(timing.issued_at)
    last_sync = _plausible(timing.last_sync_at)
    session_start = _plausible(timing.session_started_at)
    last_success = _plausible(timing.last_success_at)
    suspect = _is_off(told, now, tolerance) or _is_shifted(issued, typed_day)
    comparable = told is not None
    for moment in (issued, last_sync, session_start, last_success):
        if moment is not None:
            comparable = True
            suspect = suspect or moment > limit
    return Moments(
        now=now,
        queried=queried,
        issued=_until(issued, limit),
        issue_day=_issue_day(issued, typed_day, limit),
        last_sync=_until(last_sync, limit),
        session_start=_until(session_start, limit),
        last_success=_until(last_success, limit),
        clock_suspect=suspect if comparable else None,
    )


def _plausible(moment: datetime | None) -> datetime | None:
    if moment is None or moment.year not in _PLAUSIBLE_YEARS:
        return None
    return moment.astimezone(BEIJING)


def _until(moment: datetime | None, limit: datetime) -> datetime | None:
    return moment if moment is None or moment <= limit else None


def _issue_day(issued: datetime | None, typed_day: date | None, limit: datetime) -> date | None:
    if issued is not None and (issued <= limit or typed_day is None):
        return issued.date()
    return typed_day


def _is_off(told: datetime | None, now: datetime, tolerance: timedelta) -> bool:
    """Return whether the lookup is told to lie ahead, or back by just the distance of a zone."""
    if told is None:
        return False
    return told > now + tolerance or abs(now - told - _ZONE_SHIFT) <= tolerance


def _is_shifted(issued: datetime | None, typed_day: date | None) -> bool:
    """Return whether the issue falls on the typed day only once a zone's shift is undone."""
    if issued is None or typed_day is None or issued.date() == typed_day:
        return False
    return typed_day in ((issued - _ZONE_SHIFT).date(), (issued + _ZONE_SHIFT).date())
