"""Contexts that nobody means well, from their descriptors: the same ones for the same seed.

A third are real failed lookups of which a few fields are replaced, so that hostile values come in
sensible company; the others are made up of any fields. Most break no limit, so that they are
answered and not only refused.
"""

from __future__ import annotations

import math
from random import Random

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message

from bench.serving import failed_lookups
from resolver.v1 import resolver_service_pb2 as pb
from tests.support.wire import LIFELIKE

_TAME_SHARE = 0.7
_SPECIAL_TEXTS = (
    "'; DROP TABLE invoices; --",
    "{{7*7}}${7*7}",
    "../../../../etc/passwd",
    "<script>alert(1)</script>",
    "\u202e\u0000\ufeff\u200b",
    "e\u0301" * 50,
    "٣٤٥٦" * 5,
    "9" * 400,
    "-0.0",
    "1e309",
    "NaN",
    "查无此票" * 300,
    "𠮷" * 100,
)
_DIGITS = "0123456789０１.-/ 年月日ABXQ"
_FLOATS = (0.0, 0.5, 1.0, 1e-300)
_WILD_FLOATS = (math.nan, math.inf, -math.inf, -1.0, 1e308)
_INTEGERS = (0, 1, 59, 1_440, 2**31 - 1)
_WILD_INTEGERS = (-1, -(2**31))
_WILD_SECONDS = (-(2**62), 2**62, -62_135_596_801, 253_402_300_800)
_MOMENTS = (-2_208_000_000, 7_258_000_000)  # 1900 to 2199


_REAL = failed_lookups()
_MOMENT_TYPES = {"google.protobuf.Timestamp", "google.protobuf.Duration"}


def hostile_request(rng: Random) -> pb.ResolveRequest:
    """Return a request with its moment."""
    request, real = pb.ResolveRequest(), rng.choice(_REAL)
    request.evaluation_time.CopyFrom(real.evaluation_time)
    request.language_code = rng.choice(("zh-CN", "en", "zh-Hant", "xx", ""))
    request.max_causes = rng.choice((0, 1, 20))
    if rng.random() < 1 / 3:
        request.context.CopyFrom(real.context)
    _Hand(rng).fill(request.context)
    return request


class _Hand:
    """Fills messages: `wild` or within the limits, a share of the fields."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._wild = rng.random() > _TAME_SHARE
        self._share = rng.choice((0.05, 0.3, 0.9))

    def fill(self, message: Message) -> None:
        """Set some fields of a message."""
        if message.DESCRIPTOR.full_name in _MOMENT_TYPES:
            seconds, nanos = self._moment()
            message.seconds, message.nanos = seconds, nanos  # type: ignore[attr-defined]
            return
        for field in message.DESCRIPTOR.fields:
            if self._rng.random() < self._share:
                self._set(message, field)

    def _set(self, message: Message, field: FieldDescriptor) -> None:
        held = getattr(message, field.name)
        if field.message_type and field.message_type.GetOptions().map_entry:
            for _ in range(self._many()):
                held[self._text()] = self._text()
        elif field.message_type and field.is_repeated:
            for _ in range(self._rng.choice((1, 3))):
                self.fill(held.add())
        elif field.message_type:
            held.SetInParent()
            self.fill(held)
        elif field.is_repeated:
            held.extend(self._value(field) for _ in range(self._many()))
        else:
            setattr(message, field.name, self._value(field))

    def _many(self) -> int:
        return self._rng.choice((0, 1, 5, 1_000 if self._wild else 8))

    def _moment(self) -> tuple[int, int]:
        if self._wild:
            return self._rng.choice(_WILD_SECONDS), self._rng.choice((-1, 1, 2**31 - 1))
        return self._rng.randrange(*_MOMENTS), 1_000 * self._rng.randrange(10**6)

    def _value(self, field: FieldDescriptor) -> object:
        if field.enum_type:
            known = [value.number for value in field.enum_type.values]
            return self._rng.choice([*known, 99, -1, 2**31 - 1] if self._wild else known)
        if field.type == FieldDescriptor.TYPE_STRING:
            return self._text()
        if field.type == FieldDescriptor.TYPE_BOOL:
            return self._rng.random() < 0.5
        if field.type == FieldDescriptor.TYPE_DOUBLE:
            return self._rng.choice((*_FLOATS, *_WILD_FLOATS) if self._wild else _FLOATS)
        return self._rng.choice((*_INTEGERS, *_WILD_INTEGERS) if self._wild else _INTEGERS)

    def _text(self) -> str:
        kind = self._rng.random()
        if kind < 0.5:
            return self._rng.choice(LIFELIKE)
        if kind < 0.7:
            return self._rng.choice(_SPECIAL_TEXTS)
        if kind < 0.9:
            return "".join(self._rng.choices(_DIGITS, k=self._rng.randrange(24)))
        points = (self._rng.randrange(1, 0x110000) for _ in range(12))
        return "".join(chr(point) for point in points if not 0xD800 <= point < 0xE000)
