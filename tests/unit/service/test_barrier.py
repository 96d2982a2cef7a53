"""Tests of the barrier where no real connection can bring about what it guards against."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import grpc
import pytest
from google.rpc import status_pb2

from resolver.runtime.access.callers import Scope
from resolver.service.barrier import guard_unary
from resolver.v1 import resolver_service_pb2 as pb
from tests.support.servers import error_info


class AbortedError(Exception):
    """What the library raises to end a call."""


class FakeContext:
    """A call with so much time left."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.trailers: dict[str, Any] = {}
        self.code: grpc.StatusCode | None = None

    def invocation_metadata(self) -> list[tuple[str, str]]:
        """Return nothing."""
        return []

    def time_remaining(self) -> float:
        """Return the time left."""
        return self.seconds

    def set_trailing_metadata(self, trailers: tuple[tuple[str, Any], ...]) -> None:
        """Note the trailers."""
        self.trailers = dict(trailers)

    def abort(self, code: grpc.StatusCode, _: str) -> None:
        """Note the code and end."""
        self.code = code
        raise AbortedError


def test_call_without_time_left_is_not_begun() -> None:
    """Its caller would be gone before the answer."""
    begun: list[object] = []
    guarded = guard_unary("/x/Y", lambda request, _: begun.append(request), Scope.RESOLVE)
    context = FakeContext(0.0005)
    with pytest.raises(AbortedError):
        guarded(pb.ResolveRequest(), context)
    status = status_pb2.Status.FromString(context.trailers["grpc-status-details-bin"])
    assert context.code is grpc.StatusCode.DEADLINE_EXCEEDED
    assert error_info(status).reason == "DEADLINE_TOO_NEAR"
    guarded(SimpleNamespace(), FakeContext(1.0))
    assert len(begun) == 1
