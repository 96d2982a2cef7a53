"""Moments and durations as people and proto3 JSON write them."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime, timedelta

from resolver.model.beijing import BEIJING

_SECONDS = re.compile(r"\s*([-+]?\d{1,12}(?:\.\d{1,9})?)\s*s\s*")
_LONGEST_SECONDS = 100 * 366 * 86_400


def read_moment(text: str) -> datetime:
    """Return the moment an ISO 8601 text means, in Beijing time.

    Without a zone it is Beijing's, without a time of day midnight.

    Raises:
        ValueError: The text is no moment.
    """
    return to_beijing(datetime.fromisoformat(text.strip()))


def to_beijing(moment: datetime) -> datetime:
    """Return a moment in Beijing time; one without a zone is Beijing's.

    Raises:
        ValueError: It lies at the very ends of the calendar, where a zone more is a year too many.
    """
    aware = moment.replace(tzinfo=BEIJING) if moment.tzinfo is None else moment
    try:
        aware.astimezone(UTC)
        return aware.astimezone(BEIJING)
    except OverflowError as error:
        raise ValueError(str(moment)) from error


def read_duration(value: object) -> timedelta:
    """Return the duration of a text such as `0.3s`, or of a number of seconds.

    Raises:
        ValueError: It is no duration, or one longer than a century.
    """
    if isinstance(value, timedelta):
        return value
    seconds = _seconds(value)
    if not math.isfinite(seconds) or abs(seconds) > _LONGEST_SECONDS:
        raise ValueError(str(value))
    return timedelta(seconds=seconds)


def _seconds(value: object) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    match = _SECONDS.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError(str(value))
    return float(match[1])
