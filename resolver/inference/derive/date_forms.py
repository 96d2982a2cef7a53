"""The forms that people and programs write a date in, and the day that each means."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TypeAlias

from resolver.inference.derive.typing_traces import (
    LOOK_ALIKES,
    Typed,
    half_width,
    is_digits,
    read_typed,
)
from resolver.model.beijing import BEIJING
from resolver.model.findings import Slip

_Meaning: TypeAlias = tuple[date | None, Slip]
_Match: TypeAlias = re.Match[str]

_UNREADABLE: _Meaning = (None, "date_unreadable")
_IMPOSSIBLE: _Meaning = (None, "date_impossible")
_YEARS = range(1900, 2100)
_RECENT_YEARS = range(2010, 2040)
"""Years that two digits may stand for."""
_SERIAL_EPOCH = date(1899, 12, 30)
"""Day 0 of spreadsheets, which believe in 29 February 1900."""
_SERIALS = range(36526, 73051)
"""Serial numbers of 2000 to 2099."""
_MONTHS = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC"
_CHINESE_TENS = re.compile("([二三]?)十([一二三四五六七八九]?)")
_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_TIME = re.compile(r"[0-9:时点分秒.Z+-]+|上午.*|下午.*", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_NO_YEAR = re.compile(r"(\d{1,2})[-/.月](\d{1,2})[日号]?", re.ASCII)


@dataclass(frozen=True, slots=True)
class DateReading:
    """What a typed date means.

    `day` is absent where no single day can be meant. `slip` is the finding code of the form, empty
    for the two forms that providers ask for, `YYYYMMDD` and `YYYY-MM-DD`. `month_day` is what a
    date without its year tells.
    """

    typed: Typed
    day: date | None
    slip: Slip
    month_day: tuple[int, int] | None = None


@lru_cache(maxsize=8192)
def read_date(text: str) -> DateReading:
    """Return what a typed date means."""
    typed = read_typed(text)
    if not typed.clean:
        return DateReading(typed, None, "")
    clean = _before_time(typed)
    head = clean if clean.isascii() else _arabic(clean)
    partial = _NO_YEAR.fullmatch(head)
    if partial and day_of(2000, int(partial[1]), int(partial[2])):
        month_day = (int(partial[1]), int(partial[2]))
        return DateReading(typed, None, "date_without_year", month_day)
    day, slip = _meaning(head)
    if day and slip in {"", "date_form"}:
        slip = "date_with_time" if clean != typed.clean else slip
        slip = slip or ("date_form" if head != clean else "")
    return DateReading(typed, day, slip)


def day_of(year: int, month: int, day: int) -> date | None:
    """Return a day, or `None` where the calendar has no such day or no invoice such a year."""
    if year not in _YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _before_time(typed: Typed) -> str:
    """Return the cleaned value without a time of day behind the date."""
    if len(typed.clean) == 14 and is_digits(typed.clean):
        return typed.clean[:8]
    head, _, tail = typed.clean.partition("T")
    if head[-1:].isdigit() and _TIME.fullmatch(tail):
        return head
    head, mark, tail = typed.clean.partition("日")
    if tail and _TIME.fullmatch(tail):
        return head + mark
    parts = half_width(typed.text).split()
    tail = "".join(parts[1:])
    if (":" in tail or "时" in tail or "点" in tail) and _TIME.fullmatch(tail):
        return parts[0]
    return typed.clean


def _meaning(text: str) -> _Meaning:
    if len(text) == 8 and is_digits(text):
        return _eight_digits(text)
    iso = _ISO.fullmatch(text)
    if iso:
        return _year_first(iso[1], iso[2], iso[3], "")
    for pattern, meaning in _FORMS:
        match = pattern.fullmatch(text)
        if match:
            return meaning(match)
    read = text.translate(LOOK_ALIKES)
    if read != text and len(read) == 8 and is_digits(read):
        day, slip = _eight_digits(read)
        return day, slip or "letters_for_digits"
    return _UNREADABLE


def _eight_digits(text: str) -> _Meaning:
    if int(text[:4]) in _YEARS:
        return _year_first(text[:4], text[4:6], text[6:], "")
    last = _year_last(text[:2], text[2:4], text[4:])
    return last if int(text[4:]) in _YEARS else _IMPOSSIBLE


def _year_first(year: str, month: str, day: str, slip: Slip) -> _Meaning:
    meant = day_of(int(year), int(month), int(day))
    if meant:
        return meant, slip
    swapped = day_of(int(year), int(day), int(month))
    return (swapped, "date_day_month_swapped") if swapped else _IMPOSSIBLE


def _year_last(first: str, second: str, year: str) -> _Meaning:
    month_first = day_of(int(year), int(first), int(second))
    day_first = day_of(int(year), int(second), int(first))
    if month_first and day_first and month_first != day_first:
        return None, "date_order_unclear"
    meant = month_first or day_first
    return (meant, "date_order") if meant else _IMPOSSIBLE


def _short_year(match: _Match) -> _Meaning:
    """Read a recent year of two digits first, as China writes it, else last."""
    year = 2000 + int(match[1])
    meant = day_of(year, int(match[2]), int(match[3])) if year in _RECENT_YEARS else None
    last = 2000 + int(match[3])
    if meant:
        return meant, "date_two_digit_year"
    if last in _RECENT_YEARS:
        return _year_last(match[1], match[2], str(last))
    return _year_and_month(match[0]) if is_digits(match[0]) else _IMPOSSIBLE


def _year_and_month(text: str) -> _Meaning:
    whole = len(text) == 6 and day_of(int(text[:4]), int(text[4:]), 1)
    return (None, "date_without_day") if whole else _IMPOSSIBLE


def _serial(match: _Match) -> _Meaning:
    number = int(match[1])
    if number not in _SERIALS:
        return _UNREADABLE
    return _SERIAL_EPOCH + timedelta(days=number), "date_serial"


def _timestamp(match: _Match) -> _Meaning:
    return datetime.fromtimestamp(int(match[1]), BEIJING).date(), "date_timestamp"


def _decimal(match: _Match) -> _Meaning:
    day, slip = _eight_digits(match[1])
    return day, slip or "trailing_decimal"


def _exponent(match: _Match) -> _Meaning:
    digits = (match[1] + match[2]).ljust(8, "0")
    return _eight_digits(digits)[0], "scientific_notation"


def _named_month(day: str, name: str, year: str) -> _Meaning:
    place = _MONTHS.find(name.upper())
    if place < 0 or place % 3:
        return _UNREADABLE
    full_year = int(year) + (2000 if len(year) == 2 else 0)
    meant = day_of(full_year, place // 3 + 1, int(day))
    return (meant, "date_form") if meant else _IMPOSSIBLE


def _arabic(text: str) -> str:
    """Return a text with its Chinese numerals written in digits."""
    return _CHINESE_TENS.sub(_tens, text).translate(_CHINESE_DIGITS)


def _tens(match: _Match) -> str:
    tens = {"": "1", "二": "2", "三": "3"}[match[1]]
    return tens + (match[2] or "0")


_MONTH_NAME = r"([A-Za-z]{3})[A-Za-z]*\.?"
_FORMS: tuple[tuple[re.Pattern[str], Callable[[_Match], _Meaning]], ...] = (
    (
        re.compile(r"(\d{4})[-/.年,](\d{1,2})[-/.月,](\d{1,2})[日号]?", re.ASCII),
        lambda m: _year_first(m[1], m[2], m[3], "date_form"),
    ),
    (
        re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII),
        lambda m: _year_last(m[1], m[2], m[3]),
    ),
    (
        re.compile(r"\d{4}[-/.年]\d{1,2}月?", re.ASCII),
        lambda _: (None, "date_without_day"),
    ),
    (re.compile(r"'?(\d\d)[-/.年]?(\d\d)[-/.月]?(\d\d)[日号]?", re.ASCII), _short_year),
    (re.compile(r"'?(\d\d?)[-/.年](\d\d?)[-/.月](\d\d?)[日号]?", re.ASCII), _short_year),
    (re.compile(r"(\d{5})(?:\.\d*)?", re.ASCII), _serial),
    (re.compile(r"(1\d{9})(?:\d{3})?", re.ASCII), _timestamp),
    (re.compile(r"(\d{8})\.0*", re.ASCII), _decimal),
    (re.compile(r"(\d)\.(\d{1,7})[Ee]\+?0?7", re.ASCII), _exponent),
    (
        re.compile(rf"(\d{{1,2}})[-/.]?{_MONTH_NAME}[-/.,]?(\d{{4}}|\d\d)", re.ASCII),
        lambda m: _named_month(m[1], m[2], m[3]),
    ),
    (
        re.compile(rf"{_MONTH_NAME}[-/.]?(\d{{1,2}})[-/.,]?(\d{{4}})", re.ASCII),
        lambda m: _named_month(m[2], m[1], m[3]),
    ),
)
"""Forms in the order they are tried; the first that fits decides."""
