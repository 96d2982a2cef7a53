"""Beijing time: every calendar day of this product is one of Beijing's."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China has one zone without summer time; 1986–1991, when it had one, lies outside every query
window.
"""


def beijing_day(moment: datetime) -> date:
    """Return the calendar day in Beijing of an aware moment."""
    return moment.astimezone(BEIJING).date()


def midnight_of(day: date) -> datetime:
    """Return the first moment of a Beijing calendar day."""
    return datetime.combine(day, time.min, BEIJING)
