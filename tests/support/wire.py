"""Hypothesis strategies for wire messages, made from their descriptors."""

from __future__ import annotations

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from hypothesis import strategies as st

from resolver.v1 import context_pb2

_SECONDS = st.integers(-2_208_000_000, 7_258_000_000)  # 1900 to 2199
_MICROS = st.integers(0, 999_999).map(lambda micros: micros * 1000)
_SPECIAL = {
    "google.protobuf.Timestamp": {"seconds": _SECONDS, "nanos": _MICROS},
    "google.protobuf.Duration": {"seconds": st.integers(0, 10**9), "nanos": _MICROS},
}
_TEXT = st.text(max_size=20)
_DIGITS = st.text("0123456789０１.-/ ", max_size=20)
LIFELIKE = (
    "",
    " ",
    "查无此票",
    "查验不一致",
    "该发票当日查验次数已超限",
    "系统维护中，预计 22:00 恢复",
    "too many requests",
    "certificate verify failed",
    "011001900111",
    "12345678",
    "25332000000012345678",
    "1.23457E+19",
    "1,280.00",
    "２０２５年３月１４日",
    "20250314",
    "2026-02-30",
    "91330100MA27XXXX1X",
    "440300",
    "UNAVAILABLE",
    "chinatax",
    "inv-veri.chinatax.gov.cn",
    "https://xn--0zwm56d.example:99999/",
    "V2.0.1-beta",
    "Mozilla/5.0 (Windows NT 6.1) Chrome/49.0",
    "xlsx",
    "QH",
    "🙂" * 40,
    "\x00\r\n",
)


def contexts() -> st.SearchStrategy[context_pb2.LookupContext]:
    """Contexts that break no limit, with any of their fields set."""
    return messages(context_pb2.LookupContext.DESCRIPTOR)


def lifelike_contexts() -> st.SearchStrategy[context_pb2.LookupContext]:
    """Contexts whose texts look like what callers send, and a little off."""
    return messages(context_pb2.LookupContext.DESCRIPTOR, st.sampled_from(LIFELIKE) | _DIGITS)


def messages(
    descriptor: Descriptor, texts: st.SearchStrategy[str] = _TEXT
) -> st.SearchStrategy[Message]:
    """Messages of a type with any of their fields set."""
    fields = _SPECIAL.get(descriptor.full_name) or {
        field.name: _values(field, texts) for field in descriptor.fields
    }
    return st.fixed_dictionaries({}, optional=fields).map(
        lambda values: GetMessageClass(descriptor)(**values)
    )


def _values(field: FieldDescriptor, texts: st.SearchStrategy[str]) -> st.SearchStrategy[object]:
    if field.message_type and field.message_type.GetOptions().map_entry:
        return st.dictionaries(texts, texts, max_size=4)
    if field.message_type:
        return messages(field.message_type, texts)
    if field.enum_type:
        return st.sampled_from([value.number for value in field.enum_type.values])
    single = {
        FieldDescriptor.TYPE_STRING: texts,
        FieldDescriptor.TYPE_BOOL: st.booleans(),
        FieldDescriptor.TYPE_INT32: st.integers(0, 2**31 - 1),
        FieldDescriptor.TYPE_DOUBLE: st.floats(0, 1),
    }[field.type]
    return st.lists(single, max_size=4) if field.is_repeated else single
