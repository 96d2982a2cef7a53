"""A context from the model to the wire: what a client sends."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from google.protobuf.message import Message

from resolver.cli.exits import CommandError
from resolver.model.context import LookupContext
from resolver.model.texts import Text
from resolver.service.convert.moments import write_moment
from resolver.v1 import context_pb2 as pb


def write_context(context: LookupContext, wire: pb.LookupContext) -> None:
    """Write a context into an empty message. What is unknown stays unset.

    Raises:
        CommandError: A text has half a surrogate pair, which no message can hold.
    """
    _write(context, wire, "context")


def _write(values: object, wire: Message, path: str) -> None:
    for field in fields(values):  # type: ignore[arg-type] # a dataclass, as `_set` sees to
        value = getattr(values, field.name)
        if value is not None:
            _set(wire, field.name, value, f"{path}.{field.name}")


def _set(wire: Message, name: str, value: Any, path: str) -> None:  # noqa: ANN401 - any field
    try:
        if is_dataclass(value):
            _write(value, getattr(wire, name), path)
        elif isinstance(value, datetime):
            write_moment(value, getattr(wire, name))
        elif isinstance(value, timedelta):
            getattr(wire, name).FromTimedelta(value)
        elif isinstance(value, Enum):
            setattr(wire, name, _number(wire, name, value))
        elif name == "attributes":
            getattr(wire, name).update(dict(value))
        elif isinstance(value, tuple):
            getattr(wire, name).extend(value)
        else:
            setattr(wire, name, value)
    except UnicodeEncodeError as error:
        raise CommandError(
            Text(
                f"{path}：含有残缺的字符（半个代理对），请重新复制原文",
                f"{path}: holds half a character (a lone surrogate); copy the text again",
            )
        ) from error


def _number(wire: Message, name: str, value: Enum) -> int:
    enum: Any = wire.DESCRIPTOR.fields_by_name[name].enum_type
    number: int = enum.values_by_name[f"{_upper_snake(enum.name)}_{value.name}"].number
    return number


def _upper_snake(name: str) -> str:
    return "".join(f"_{c}" if c.isupper() else c.upper() for c in name).lstrip("_").upper()
