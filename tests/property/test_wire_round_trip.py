"""What is sent arrives: contexts survive the wire and the model."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from google.protobuf.message import Message
from hypothesis import given

from resolver.service.convert.context import read_context
from resolver.v1 import context_pb2 as pb
from tests.support.wire import contexts


def write(model: Any, wire: Message) -> None:
    """Write a model into a message field by field, by name alone."""
    for field in fields(model):
        value = getattr(model, field.name)
        if is_dataclass(value):
            if any(getattr(value, inner.name) not in (None, ()) for inner in fields(value)):
                write(value, getattr(wire, field.name))
        elif isinstance(value, datetime):
            getattr(wire, field.name).FromDatetime(value)
        elif isinstance(value, timedelta):
            getattr(wire, field.name).FromTimedelta(value)
        elif isinstance(value, StrEnum):
            descriptor = wire.DESCRIPTOR.fields_by_name[field.name].enum_type
            names = [v for v in descriptor.values if v.name.endswith(f"_{value.name}")]
            setattr(wire, field.name, min(names, key=lambda v: len(v.name)).number)
        elif field.name == "attributes":
            wire.attributes.update(value)
        elif isinstance(value, tuple):
            getattr(wire, field.name).extend(value)
        elif value is not None:
            setattr(wire, field.name, value)


def without_empty_parts(sent: pb.LookupContext) -> pb.LookupContext:
    """Return a context in which a part that says nothing is not set at all."""
    kept = pb.LookupContext()
    kept.CopyFrom(sent)
    for field in sent.DESCRIPTOR.fields:
        is_part = field.message_type is not None and not field.is_repeated
        if is_part and not getattr(sent, field.name).ByteSize():
            kept.ClearField(field.name)
    return kept


@given(contexts())
def test_context_survives_wire_and_model(sent: pb.LookupContext) -> None:
    """Every field that was set is in the model, under its own name and with its own value."""
    received = pb.LookupContext.FromString(sent.SerializeToString())
    context = read_context(received)
    again = pb.LookupContext()
    write(context, again)
    assert again == without_empty_parts(sent)
    assert read_context(again) == context
