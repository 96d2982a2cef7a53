"""The moment from which a message says that it is worth asking again, if it names one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from resolver.inference.derive.moment_words import (
    ENDS_AFTER,
    ENDS_BEFORE,
    MOMENT,
    MONTHS,
    OPENING_BEFORE,
    RESUMES_BEFORE,
    RETRY_SECONDS,
    WAIT,
)
from resolver.model.beijing import BEIJING

_FAR_AHEAD = timedelta(days=31)
"""A date without a year that lies further ahead than this was meant for the past."""

_BEFORE, _AFTER = 40, 24
"""So many characters around a moment tell what it is."""

_DIGITS = {digit: number for number, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
_WORDS = {"half a": 0.5, "half an": 0.5, "半": 0.5, "a": 1, "an": 1, "one": 1, "two": 2} | {
    "three": 3, "five": 5, "ten": 10, "fifteen": 15, "thirty": 30,
}  # fmt: skip
_SECONDS = {
    "秒": 1, "分": 60, "小": 3_600, "钟": 3_600, "天": 86_400,
    "s": 1, "m": 60, "h": 3_600, "d": 86_400,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class StatedMoment:
    """A moment as a message names it: a wait from now, or a time of day on some day.

    `days_ahead` counts from today, absent where the message names no day in words.
    """

    wait: timedelta | None = None
    year: int | None = None
    month: int | None = None
    day: int | None = None
    days_ahead: int | None = None
    hour: int = 0
    minute: int = 0
    zone: tzinfo = BEIJING

    def after(self, at: datetime) -> datetime | None:
        """Return the moment in Beijing time, seen from an aware one; absent if it is not ahead.

        A missing year or day is the next one; without a year, only the month ahead is believed.
        """
        try:
            moment = at + self.wait if self.wait is not None else self._seen_from(at)
        except (ValueError, OverflowError):
            return None
        return moment.astimezone(BEIJING) if at < moment else None

    def _seen_from(self, at: datetime) -> datetime:
        here = at.astimezone(self.zone)
        today = here.replace(hour=0, minute=0, second=0, microsecond=0)
        time = timedelta(hours=self.hour, minutes=self.minute)
        if self.month is None or self.day is None:
            moment = today + timedelta(days=self.days_ahead or 0) + time
            passed = self.days_ahead is None and moment <= here
            return moment + timedelta(days=1) if passed else moment
        moment = today.replace(self.year or today.year, self.month, self.day) + time
        if self.year is not None or here < moment:
            return moment
        later = moment.replace(year=moment.year + 1)
        return later if later - here <= _FAR_AHEAD else moment


def stated_moment(text: str) -> StatedMoment | None:
    """Return the end of a stop, or the moment to ask again, that a plain text names."""
    return _named_moment(text) or _named_wait(text)


def _named_wait(text: str) -> StatedMoment | None:
    found = WAIT.search(text)
    if found:
        number, unit = (part for part in found.groups() if part is not None)
        seconds = _amount(number) * _SECONDS[unit.removeprefix("个")[0]]
        return StatedMoment(wait=timedelta(seconds=seconds))
    found = RETRY_SECONDS.search(text)
    return StatedMoment(wait=timedelta(seconds=int(found.group(1)))) if found else None


def _amount(number: str) -> float:
    if number.isdecimal():
        return int(number)
    if number in _WORDS:
        return _WORDS[number]
    if "十" in number:
        tens, ones = number.split("十")
        return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)
    return _DIGITS[number]


def _named_moment(text: str) -> StatedMoment | None:
    """Return the last moment that the text calls an end, or the start of its opening hours."""
    last = None
    for found in MOMENT.finditer(text):
        before = text[max(found.start() - _BEFORE, 0) : found.start()]
        after = text[found.end() : found.end() + _AFTER]
        moment = _moment(found)
        if moment is None:
            continue
        if OPENING_BEFORE.search(before):
            return moment
        if ENDS_BEFORE.search(before) or ENDS_AFTER.match(after) or RESUMES_BEFORE.search(before):
            last = moment
    return last


def _moment(found: re.Match[str]) -> StatedMoment | None:
    part = found.groupdict()
    hour = _hour(int(part["h"]), part["part"] or part["day"] or "", part["ampm"] or "")
    minute = 30 if part["half"] else int(part["min"] or part["min2"] or 0)
    word = part["m3"] or part["m4"]
    month = MONTHS.index(word) + 1 if word else _whole(part["m"] or part["m2"])
    if hour > 24 or minute > 59:
        return None
    return StatedMoment(
        year=_whole(part["y"] or part["y3"] or part["y4"]),
        month=month,
        day=_whole(part["d"] or part["d2"] or part["d3"] or part["d4"]),
        days_ahead=_days_ahead(part["day"]),
        hour=hour,
        minute=minute,
        zone=_zone((part["zone"] or "").strip()),
    )


def _whole(digits: str | None) -> int | None:
    return int(digits) if digits else None


def _hour(hour: int, part: str, ampm: str) -> int:
    """Return the hour of 24 that an hour in some part of the day is."""
    late = "p" in ampm or any(word in part for word in ("下午", "傍晚", "晚", "tonight"))
    noon = "中午" in part or "午间" in part
    if (late and hour < 12) or (noon and hour < 6):
        return hour + 12
    return 0 if "a" in ampm and hour == 12 else hour


def _days_ahead(word: str | None) -> int | None:
    if word is None:
        return None
    if word == "后天":
        return 2
    return 0 if word[0] in "今当" or word in {"today", "tonight"} else 1


def _zone(mark: str) -> tzinfo:
    """Return the zone that a time names; Beijing's where it names none that exists."""
    if not mark:
        return BEIJING
    if mark[0] != "+":
        return UTC
    offset = timedelta(hours=int(mark[1:3]), minutes=int(mark[-2:]))
    return timezone(offset) if offset < timedelta(days=1) else BEIJING
