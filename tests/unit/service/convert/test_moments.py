"""Tests of moments on the wire."""

from __future__ import annotations

from datetime import UTC, datetime

from google.protobuf.timestamp_pb2 import Timestamp
from hypothesis import given
from hypothesis import strategies as st

from resolver.service.convert.moments import read_moment, write_moment


@given(st.datetimes(datetime(1900, 1, 2), datetime(2200, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - hypothesis wants naive bounds
def test_moment_survives_the_wire(moment: datetime) -> None:
    """A moment that is written and read again is the same, to the microsecond."""
    wire = Timestamp()
    write_moment(moment, wire)
    assert read_moment(wire) == moment
    assert wire.ToDatetime(UTC) == moment
