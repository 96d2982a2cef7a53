"""Enum numbers of the wire and the model's members, paired by name when this module is read."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from google.protobuf.descriptor import EnumDescriptor

from resolver.model.context import (
    AmountKind,
    Channel,
    InputSource,
    InvoiceLifecycle,
    InvoiceType,
    Role,
    TransportError,
)
from resolver.model.diagnostics import Severity
from resolver.model.rulebook import Actor, RemedyAction, RuleStatus, TimeNeeded
from resolver.v1 import answer_pb2, context_pb2, rulebook_service_pb2

_Member = TypeVar("_Member", bound=StrEnum)


def _pairs(wire: EnumDescriptor, members: type[_Member]) -> dict[int, _Member]:
    prefix = f"{_upper_snake(wire.name)}_"
    by_name = {prefix + member.name: member for member in members}
    return {value.number: by_name[value.name] for value in wire.values if value.number}


def _upper_snake(name: str) -> str:
    return "".join(f"_{c}" if c.isupper() else c.upper() for c in name).lstrip("_").upper()


def _reader(wire: EnumDescriptor, members: type[_Member]) -> Mapping[int, _Member | None]:
    return {0: None, **_pairs(wire, members)}


def _writer(wire: EnumDescriptor, members: type[_Member]) -> Mapping[_Member, Any]:
    return {member: number for number, member in _pairs(wire, members).items()}


INVOICE_TYPES = _reader(context_pb2.InvoiceType.DESCRIPTOR, InvoiceType)
AMOUNT_KINDS = _reader(context_pb2.AmountKind.DESCRIPTOR, AmountKind)
INPUT_SOURCES = _reader(context_pb2.InputSource.DESCRIPTOR, InputSource)
TRANSPORT_ERRORS = _reader(context_pb2.TransportError.DESCRIPTOR, TransportError)
ROLES = _reader(context_pb2.Role.DESCRIPTOR, Role)
CHANNELS = _reader(context_pb2.Channel.DESCRIPTOR, Channel)
LIFECYCLES = _reader(context_pb2.InvoiceLifecycle.DESCRIPTOR, InvoiceLifecycle)

ACTORS = _writer(answer_pb2.Actor.DESCRIPTOR, Actor)
REMEDY_ACTIONS = _writer(answer_pb2.RemedyAction.DESCRIPTOR, RemedyAction)
TIMES_NEEDED = _writer(answer_pb2.TimeNeeded.DESCRIPTOR, TimeNeeded)
RULE_STATUSES = _writer(rulebook_service_pb2.RuleStatus.DESCRIPTOR, RuleStatus)
SEVERITIES = _writer(rulebook_service_pb2.Severity.DESCRIPTOR, Severity)
