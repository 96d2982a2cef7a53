"""Checks of single values: each returns what is wrong with one, mostly nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeAlias

from google.protobuf.descriptor import EnumDescriptor
from google.protobuf.duration_pb2 import Duration
from google.protobuf.timestamp_pb2 import Timestamp

from resolver.service.violations import Problem

Check: TypeAlias = Callable[[Any], Sequence[Problem]]

_FINE: Sequence[Problem] = ()
_NANOS = 1_000_000_000
_YEAR_1 = -62_135_596_800
_YEAR_10000 = 253_402_300_800
_YEAR_2000 = 946_684_800
_YEAR_2101 = 4_133_980_800
_TEN_THOUSAND_YEARS = 315_576_000_000
"""Bounds in seconds, as timestamp.proto and duration.proto give them."""

_NAME_SHOWN = 32
"""How much of an attribute's name a path repeats."""


def text(limit: int) -> Check:
    """Check that a text has at most so many characters."""

    def check(value: str) -> Sequence[Problem]:
        return _FINE if len(value) <= limit else _too_long(value, limit)

    return check


def texts(most: int, limit: int) -> Check:
    """Check that a list has at most so many texts, each of at most `limit` characters."""

    def check(values: Sequence[str]) -> Sequence[Problem]:
        if len(values) > most:
            return _too_many(values, most)
        if max(map(len, values)) <= limit:
            return _FINE
        return [
            problem
            for place, value in enumerate(values)
            if len(value) > limit
            for problem in _too_long(value, limit, f"[{place}]")
        ]

    return check


def text_map(most: int, name_limit: int, value_limit: int) -> Check:
    """Check that a map has at most so many entries, each name and value of limited length."""

    def check(values: Mapping[str, str]) -> Sequence[Problem]:
        if len(values) > most:
            return _too_many(values, most)
        found: list[Problem] = []
        for name, value in sorted(values.items()):
            part = f'["{name[:_NAME_SHOWN]}"]'
            if len(name) > name_limit:
                found.extend(_too_long(name, name_limit, part))
            if len(value) > value_limit:
                found.extend(_too_long(value, value_limit, part))
        return found

    return check


def number_of(enum: EnumDescriptor) -> Check:
    """Check that a number is one of an enum's."""
    known = frozenset(enum.values_by_number)

    def check(number: int) -> Sequence[Problem]:
        if number in known:
            return _FINE
        return [Problem("UNKNOWN_ENUM_VALUE", {"number": number, "enum": enum.name})]

    return check


def between(lowest: int, highest: int) -> Check:
    """Check that a number lies within two bounds."""

    def check(number: int) -> Sequence[Problem]:
        if lowest <= number <= highest:
            return _FINE
        bounds = {"number": number, "lowest": lowest, "highest": highest}
        return [Problem("OUT_OF_RANGE", bounds)]

    return check


def count(number: int) -> Sequence[Problem]:
    """Check that a number of things is not negative."""
    return _FINE if number >= 0 else [Problem("NEGATIVE", {"number": number})]


def ratio(number: float) -> Sequence[Problem]:
    """Check that a share lies within 0 and 1; NaN does not."""
    return _FINE if 0 <= number <= 1 else [Problem("NOT_A_RATIO")]


def moment(value: Timestamp) -> Sequence[Problem]:
    """Check that a moment is one that `Timestamp` allows."""
    fine = _YEAR_1 <= value.seconds < _YEAR_10000 and 0 <= value.nanos < _NANOS
    return _FINE if fine else [Problem("NO_MOMENT")]


def judging_moment(value: Timestamp) -> Sequence[Problem]:
    """Check that a moment lies within the years that rules can be judged by."""
    if moment(value):
        return moment(value)
    fine = _YEAR_2000 <= value.seconds < _YEAR_2101
    return _FINE if fine else [Problem("NOT_A_DAY_OF_RULES")]


def length_of_time(value: Duration) -> Sequence[Problem]:
    """Check that a length of time is one that `Duration` allows."""
    seconds, nanos = value.seconds, value.nanos
    fine = (
        abs(seconds) <= _TEN_THOUSAND_YEARS
        and -_NANOS < nanos < _NANOS
        and (seconds == 0 or nanos == 0 or (seconds > 0) is (nanos > 0))
    )
    return _FINE if fine else [Problem("NO_LENGTH_OF_TIME")]


def _too_long(value: str, limit: int, part: str = "") -> Sequence[Problem]:
    return [Problem("TOO_LONG", {"length": len(value), "limit": limit}, part)]


def _too_many(values: Collection[str], limit: int) -> Sequence[Problem]:
    return [Problem("TOO_MANY", {"count": len(values), "limit": limit})]
