"""Tests of a server with too much to do: what is shed, how it is told, and what goes on."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue
from threading import Event

import grpc
import pytest
from google.rpc import error_details_pb2
from grpc._server import _RPCState

from resolver.v1 import context_pb2
from resolver.v1 import resolver_service_pb2 as pb
from tests.e2e.test_serving import SERVING, health_of
from tests.support.access import bearer, token_entry, write_callers
from tests.support.frames import BATCH, HEADERS, RESOLVE, RST_STREAM, RawConnection, message
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

BATCH_OF_TWO = pb.BatchResolveRequest(contexts=[context_pb2.LookupContext()] * 2)
HEALTH_CHECK = "/grpc.health.v1.Health/Check"
SMALL = replace(SETTINGS, threads=3, max_in_flight=3, batches=1)


@pytest.fixture
def over() -> Iterator[Event]:
    """Set when the test is over."""
    event = Event()
    yield event
    event.set()


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


def test_request_that_does_not_come_is_given_up(
    monkeypatch: pytest.MonkeyPatch, over: Event
) -> None:
    """Its client is told, and so may try again."""
    monkeypatch.setattr("resolver.service.interceptors.ARRIVAL_SECONDS", 0.05)
    with running_server() as connection:
        held = silent_call(connection, RESOLVE, over)
        assert held.exception(10).code() is grpc.StatusCode.CANCELLED


def silent_call(connection: Connection, method: str, over: Event) -> grpc.Future:
    """Send the headers of a call and, until it is over, nothing more."""

    def nothing() -> Iterator[bytes]:
        over.wait(20)
        yield from ()

    return connection.channel.stream_unary(method).future(nothing(), timeout=20)


@pytest.mark.parametrize("method", [RESOLVE, BATCH, HEALTH_CHECK])
def test_clients_that_send_no_message_keep_nobody_waiting(method: str, over: Event) -> None:
    """More of them than there are threads, and more than calls may be under way."""
    with running_server(settings=replace(SMALL, threads=1)) as connection:
        for _ in range(2 * SMALL.max_in_flight):
            silent_call(connection, method, over)
        assert resolve(connection).causes
        assert len(connection.resolver.BatchResolve(BATCH_OF_TWO, timeout=10).items) == 2
        assert health_of(connection, "") == SERVING


def test_call_that_ends_without_a_message_is_told_so() -> None:
    """By the library: it is no mistake of ours that a client does so."""
    with running_server() as connection:
        empty = connection.channel.stream_unary(RESOLVE).future(iter(()), timeout=20)
        assert empty.exception(10).code() is grpc.StatusCode.UNIMPLEMENTED


def test_message_awaited_longest_is_given_up_for_others(
    monkeypatch: pytest.MonkeyPatch, over: Event
) -> None:
    """What may be on its way at once is bounded; a call whose message comes is answered."""
    monkeypatch.setattr("resolver.service.interceptors._MOST_AWAITED", 2)
    with running_server() as connection:
        ended: SimpleQueue[grpc.Future] = SimpleQueue()
        for _ in range(3):
            silent_call(connection, RESOLVE, over).add_done_callback(ended.put)
        assert ended.get(timeout=10).code() is grpc.StatusCode.CANCELLED
        assert resolve(connection).causes


def test_answer_that_nobody_takes_is_given_up_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Or clients that read nothing would fill the memory with answers to batches."""
    monkeypatch.setattr("resolver.service.interceptors._UNTAKEN_A_PLACE", 2)
    with (
        running_server(settings=SMALL) as connection,
        RawConnection(connection.server.port, window=0) as deaf,
    ):
        for _ in range(3):
            deaf.data(deaf.begin(BATCH), message(BATCH_OF_TWO.SerializeToString()))
            deaf.wait_for(HEADERS)  # of its answer
        assert len(connection.resolver.BatchResolve(BATCH_OF_TWO, timeout=10).items) == 2
        assert deaf.wait_for(RST_STREAM)


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
