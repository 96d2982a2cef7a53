"""Tests of a server with too much to do: what is shed, how it is told, and what goes on."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import grpc
import pytest
from google.rpc import error_details_pb2
from grpc._server import _RPCState

from resolver.v1 import context_pb2
from resolver.v1 import resolver_service_pb2 as pb
from tests.e2e.test_serving import SERVING, health_of
from tests.support.access import bearer, token_entry, write_callers
from tests.support.gates import Gate
from tests.support.servers import (
    SETTINGS,
    Connection,
    FakeResolver,
    a_snapshot,
    detail,
    error_info,
    failure_of,
    running_server,
    status_of_call,
)

SMALL = replace(SETTINGS, threads=3, max_in_flight=3, batches=1)


def reason_of_shed(call: Callable[[], object]) -> str:
    """Return why a call was shed, which must say when to come back."""
    error = failure_of(call)
    status = status_of_call(error)
    assert error.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert detail(status, error_details_pb2.RetryInfo).retry_delay.seconds == 1
    assert detail(status, error_details_pb2.LocalizedMessage).message
    return error_info(status).reason


def resolve(connection: Connection, token: str = "", lookup_id: str = "") -> pb.ResolveResponse:
    """Make a unary call."""
    request = pb.ResolveRequest(context=context_pb2.LookupContext(lookup_id=lookup_id))
    return connection.resolver.Resolve(request, timeout=10, metadata=bearer(token))


def start(connection: Connection, gate: Gate, count: int, token: str = "") -> list[grpc.Future]:
    """Start unary calls, and return once the gate holds them."""
    metadata = bearer(token)
    calls = [
        connection.resolver.Resolve.future(pb.ResolveRequest(), timeout=20, metadata=metadata)
        for _ in range(count)
    ]
    assert all(gate.entered.acquire(timeout=10) for _ in calls)
    return calls


def test_calls_beyond_the_limit_are_shed_at_once(gate: Gate) -> None:
    """Although every thread is held; those let in are answered, and room comes back."""
    with running_server(a_snapshot(FakeResolver(gate)), SMALL) as connection:
        held = start(connection, gate, SMALL.max_in_flight)
        assert reason_of_shed(lambda: resolve(connection)) == "SERVER_OVERLOADED"
        assert health_of(connection, "") == SERVING
        gate.opened.set()
        assert all(call.result(10).causes for call in held)
        assert resolve(connection).causes


def test_calls_given_up_while_they_wait_leave_their_room(gate: Gate) -> None:
    """The library never hands these over: nobody but the lane can take note of their end."""
    settings = replace(SMALL, threads=1)
    with running_server(a_snapshot(FakeResolver(gate)), settings) as connection:
        (held,) = start(connection, gate, 1)
        for _ in range(SMALL.max_in_flight - 1):
            waiting = connection.resolver.Resolve.future(pb.ResolveRequest(), timeout=0.2)
            assert waiting.exception(10).code() is grpc.StatusCode.DEADLINE_EXCEEDED
        gate.opened.set()
        assert held.result(10).causes
        for _ in range(2 * SMALL.max_in_flight):
            assert resolve(connection).causes


def test_batch_does_not_keep_single_calls_waiting() -> None:
    """Batches have threads of their own; more of them at once than these are shed."""
    gate = Gate("slow")
    request = pb.BatchResolveRequest(contexts=[context_pb2.LookupContext(lookup_id="slow")] * 2)
    with running_server(a_snapshot(FakeResolver(gate)), SMALL) as connection:
        batch = connection.resolver.BatchResolve.future(request, timeout=20)
        assert gate.entered.acquire(timeout=10)
        assert resolve(connection, lookup_id="quick").causes
        shed = reason_of_shed(lambda: connection.resolver.BatchResolve(request, timeout=10))
        assert shed == "TOO_MANY_BATCHES"
        gate.opened.set()
        assert len(batch.result(10).items) == 2


def test_request_that_does_not_come_keeps_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """A client that sends headers and no message would hold one for ever."""
    monkeypatch.setattr("resolver.service.interceptors.ARRIVAL_SECONDS", 0.05)
    over = Event()

    def nothing() -> Iterator[bytes]:
        over.wait(20)
        yield from ()

    settings = replace(SETTINGS, threads=1)
    with running_server(settings=settings) as connection:
        silent = connection.channel.stream_unary("/resolver.v1.ResolverService/Resolve")
        held = silent.future(nothing(), timeout=20)
        assert held.exception(10).code() is grpc.StatusCode.CANCELLED
        assert resolve(connection).causes
        over.set()


def test_one_caller_leaves_room_for_others(gate: Gate, tmp_path: Path) -> None:
    """It is told that the limit is its own."""
    entries = [token_entry(name, "resolve", name=name) for name in ("greedy", "modest")]
    callers = write_callers(tmp_path, *entries)
    settings = replace(SMALL, threads=4, max_in_flight=4, callers=callers)
    with running_server(a_snapshot(FakeResolver(gate)), settings) as connection:
        held = start(connection, gate, 2, "greedy") + start(connection, gate, 1, "modest")
        assert reason_of_shed(lambda: resolve(connection, "greedy")) == "CALLER_LIMIT_REACHED"
        gate.opened.set()
        assert all(call.result(10).causes for call in held)


def test_ended_calls_leave_nothing_to_the_garbage_collector() -> None:
    """A circle of references through a call would cost every call a tenth more."""
    with running_server() as connection:
        gc.collect()
        gc.disable()
        try:
            before = _calls_alive()
            for _ in range(30):
                resolve(connection)
            after = _calls_alive()
        finally:
            gc.enable()
    assert after - before < 10


def test_large_request_is_refused_with_details_and_for_good() -> None:
    """The library alone would say neither why nor that trying again is of no use."""
    settings = replace(SETTINGS, max_message_bytes=1024)
    request = pb.ResolveRequest(language_code="x" * 1100)
    with running_server(settings=settings) as connection:
        error = failure_of(lambda: connection.resolver.Resolve(request, timeout=10))
    assert error.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert error_info(status_of_call(error)).reason == "REQUEST_TOO_LARGE"
    assert dict(error.trailing_metadata())["grpc-retry-pushback-ms"] == "-1"


def test_large_message_of_a_stream_is_answered_and_the_stream_goes_on() -> None:
    """As any other message that cannot be used."""
    settings = replace(SETTINGS, max_message_bytes=1024)
    messages = [
        pb.StreamResolveRequest(language_code="x" * 1100),
        pb.StreamResolveRequest(language_code="en"),
    ]
    with running_server(settings=settings) as connection:
        refused, answered = connection.resolver.StreamResolve(iter(messages), timeout=10)
    assert error_info(refused.status).reason == "REQUEST_TOO_LARGE"
    assert answered.resolution.causes


def _calls_alive() -> int:
    return sum(type(one) is _RPCState for one in gc.get_objects())
