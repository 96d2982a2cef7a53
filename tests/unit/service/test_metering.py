"""Tests of how a call is said to have ended; a real server cannot be told when to notice."""

from __future__ import annotations

from types import SimpleNamespace

import grpc
import pytest

from resolver.runtime.holder import SnapshotHolder
from resolver.service.metering import CallMeter
from tests.support.servers import a_snapshot
from tests.support.telemetry import Growth

RESOLVE = "resolver.v1.ResolverService/Resolve"


@pytest.mark.parametrize(
    ("code", "active", "remaining_seconds", "told"),
    [
        (None, True, 1.0, "OK"),
        (None, False, 1.0, "CANCELLED"),
        (None, False, 0.0, "DEADLINE_EXCEEDED"),
        (grpc.StatusCode.INTERNAL, False, 0.0, "INTERNAL"),
    ],
)
def test_a_call_that_its_caller_gave_up_is_no_success(
    code: grpc.StatusCode | None, active: bool, remaining_seconds: float, told: str
) -> None:
    """Nobody set a code, and whoever asked is gone."""
    context = SimpleNamespace(
        code=lambda: code,
        is_active=lambda: active,
        time_remaining=lambda: remaining_seconds,
        trailing_metadata=lambda: None,
    )
    ended = Growth(
        "grpc_server_call_duration_seconds_count", grpc_method=RESOLVE, grpc_status=told
    )
    meter = CallMeter(SnapshotHolder(a_snapshot()), 0.0)
    handler = grpc.unary_unary_rpc_method_handler(lambda request, _: request)
    call = meter.intercept_service(lambda _: handler, SimpleNamespace(method=f"/{RESOLVE}"))
    assert call.unary_unary("asked", context) == "asked"
    assert ended() == 1
