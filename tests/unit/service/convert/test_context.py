"""Tests of reading a context from the wire."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from resolver.model.beijing import BEIJING
from resolver.model.context import InvoiceInputs, InvoiceType, LookupContext, Role
from resolver.service.convert.context import read_context
from resolver.v1 import context_pb2 as pb


def test_empty_context_says_nothing() -> None:
    """Every field of an empty context is unknown."""
    assert read_context(pb.LookupContext()) == LookupContext()


def test_field_left_empty_differs_from_field_not_told() -> None:
    """An empty string is kept; a field that was not set is `None`."""
    wire = pb.LookupContext(inputs=pb.InvoiceInputs(invoice_code=""))
    assert read_context(wire).inputs == InvoiceInputs(invoice_code="")


def test_false_differs_from_not_told() -> None:
    """A boolean set to false is kept."""
    wire = pb.LookupContext(client=pb.ClientEnvironment(internet_reachable=False))
    assert read_context(wire).client.internet_reachable is False
    assert read_context(wire).client.provider_reachable is None


def test_enum_numbers_become_members() -> None:
    """Enums are read by number; unspecified is unknown."""
    wire = pb.LookupContext(
        inputs=pb.InvoiceInputs(invoice_type=pb.INVOICE_TYPE_TOLL),
        requester=pb.Requester(role=pb.ROLE_INVOICE_CLERK),
    )
    context = read_context(wire)
    assert context.inputs.invoice_type is InvoiceType.TOLL
    assert context.inputs.amount_kind is None
    assert context.requester.role is Role.INVOICE_CLERK


def test_attributes_are_ordered_by_name() -> None:
    """The order of a map on the wire never reaches an answer."""
    wire = pb.LookupContext(attributes={"b": "2", "a": "1"})
    assert read_context(wire).attributes == (("a", "1"), ("b", "2"))


@pytest.mark.parametrize(
    ("seconds", "year"), [(-62_135_596_800, 1900), (253_402_300_799, 2200), (0, 1970)]
)
def test_moments_outside_three_centuries_are_drawn_in(seconds: int, year: int) -> None:
    """A moment of year 1 or 9999 cannot make calendar arithmetic overflow."""
    wire = pb.LookupContext()
    wire.timing.queried_at.seconds = seconds
    moment = read_context(wire).timing.queried_at
    assert moment is not None
    assert moment.year == year


def test_moment_is_cut_to_microseconds_in_beijing() -> None:
    """Nanoseconds below a microsecond are dropped."""
    wire = pb.LookupContext()
    wire.timing.issued_at.FromJsonString("2025-03-14T04:00:00.123456789Z")
    moment = read_context(wire).timing.issued_at
    assert moment == datetime(2025, 3, 14, 12, 0, 0, 123456, BEIJING)


def test_negative_latency_is_unknown() -> None:
    """A clock that was set back says nothing about how long a lookup took."""
    wire = pb.LookupContext()
    wire.timing.latency.seconds = -1
    wire.timing.deadline.FromMilliseconds(1500)
    timing = read_context(wire).timing
    assert timing.latency is None
    assert timing.deadline == timedelta(seconds=1.5)
