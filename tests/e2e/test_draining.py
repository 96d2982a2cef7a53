"""Tests of a stop under load: nothing is lost, by the service config that is shipped."""

from __future__ import annotations

import json
import logging
import signal
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from threading import Event

import grpc
import pytest

from resolver.runtime.holder import SnapshotHolder
from resolver.service.server import build_server
from resolver.v1 import resolver_service_pb2 as pb
from tests.support.callers import SERVICE_CONFIG, call_until, configured
from tests.support.gates import Gate
from tests.support.processes import serving_process
from tests.support.rulefolders import TINY_RULES
from tests.support.servers import (
    SETTINGS,
    Connection,
    FakeResolver,
    a_snapshot,
    error_info,
    failure_of,
    running_server,
    status_of_call,
)

CALLERS = 8


def stop(process: subprocess.Popen[str]) -> None:
    """Stop a server as an orchestrator does; it must end of itself, and well."""
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0


def test_rolling_restart_under_load_loses_no_call() -> None:
    """Two servers share a port; each is stopped, and replaced, while eight callers go on."""
    over = Event()
    room = {"RESOLVER_BATCHES": str(CALLERS)}  # for all callers at whichever server is left
    with ExitStack() as servers, ThreadPoolExecutor(CALLERS) as threads:
        first, started, _ = servers.enter_context(serving_process(TINY_RULES, **room))
        port = started["port"]
        second, _, _ = servers.enter_context(serving_process(TINY_RULES, port, **room))
        servers.callback(over.set)
        load = [threads.submit(call_until, over, port) for _ in range(CALLERS)]
        stop(first)
        third, _, _ = servers.enter_context(serving_process(TINY_RULES, port, **room))
        stop(second)
        over.set()
        assert [one.result(60) for one in load] == [[]] * CALLERS
        stop(third)


def test_stream_under_way_ends_after_the_message_it_is_at_work_on(gate: Gate) -> None:
    """Its caller has every answer so far and a status that says to go on elsewhere."""
    server = build_server(SnapshotHolder(a_snapshot(FakeResolver(gate))), SETTINGS)
    server.start()
    messages = [pb.StreamResolveRequest(), pb.StreamResolveRequest()]
    with (
        grpc.insecure_channel(f"127.0.0.1:{server.port}") as channel,
        ThreadPoolExecutor(1) as threads,
    ):
        answers = Connection(server, channel).resolver.StreamResolve(iter(messages), timeout=20)
        assert gate.entered.acquire(timeout=10)
        stopping = threads.submit(server.stop)
        while not server._guard._streams._draining:
            pass
        gate.opened.set()
        assert next(answers).resolution.causes
        error = failure_of(lambda: next(answers))
        assert error.code() is grpc.StatusCode.UNAVAILABLE
        assert error_info(status_of_call(error)).reason == "SERVER_STOPPING"
        stopping.result(20)


def test_stream_that_waits_for_its_caller_does_not_hold_up_a_stop() -> None:
    """It is cut off, long before the grace ends, with a status that says to go on elsewhere."""
    done = Event()

    def messages() -> Iterator[pb.StreamResolveRequest]:
        yield pb.StreamResolveRequest()
        done.wait(30)

    server = build_server(SnapshotHolder(a_snapshot()), replace(SETTINGS, grace_seconds=600))
    server.start()
    with (
        grpc.insecure_channel(f"127.0.0.1:{server.port}") as channel,
        ThreadPoolExecutor(1) as threads,
    ):
        answers = Connection(server, channel).resolver.StreamResolve(messages(), timeout=60)
        assert next(answers).resolution.causes
        stopping = threads.submit(server.stop)
        error = failure_of(lambda: next(answers))
        assert error.code() is grpc.StatusCode.UNAVAILABLE
        stopping.result(20)
        done.set()


class _Refusals(logging.Handler):
    """Tells when the first call was refused."""

    def __init__(self) -> None:
        super().__init__()
        self.first = Event()

    def emit(self, record: logging.LogRecord) -> None:
        """Note a refusal."""
        if record.getMessage() == "request.refused":
            self.first.set()


@pytest.fixture
def refusals() -> Iterator[_Refusals]:
    """The refusals in the log."""
    handler, logger = _Refusals(), logging.getLogger("resolver")
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield handler
    logger.setLevel(level)
    logger.removeHandler(handler)


def test_call_that_is_shed_is_answered_at_another_attempt(gate: Gate, refusals: _Refusals) -> None:
    """The caller's code never hears of it."""
    settings = replace(SETTINGS, threads=1, max_in_flight=1)
    with (
        running_server(a_snapshot(FakeResolver(gate)), settings) as connection,
        configured(connection.server.port) as stub,
    ):
        held = connection.resolver.Resolve.future(pb.ResolveRequest(), timeout=20)
        assert gate.entered.acquire(timeout=10)
        shed = stub.Resolve.future(pb.ResolveRequest(), timeout=20)
        assert refusals.first.wait(10)
        gate.opened.set()
        assert held.result(10).causes
        assert shed.result(10).causes


def test_request_that_is_too_large_is_not_sent_again(refusals: _Refusals) -> None:
    """Its code is that of a shed call, and only the server knows that it is in vain."""
    settings = replace(SETTINGS, max_message_bytes=1024)
    with (
        running_server(settings=settings) as connection,
        configured(connection.server.port) as stub,
    ):
        error = failure_of(
            lambda: stub.Resolve(pb.ResolveRequest(language_code="x" * 1100), timeout=20)
        )
    assert error_info(status_of_call(error)).reason == "REQUEST_TOO_LARGE"
    assert dict(error.trailing_metadata()).get("grpc-previous-rpc-attempts") is None


def test_service_config_names_services_of_the_contract() -> None:
    """A misspelt name would switch retries off in silence."""
    config = json.loads(SERVICE_CONFIG.read_text("utf-8"))
    named = {one["service"] for entry in config["methodConfig"] for one in entry["name"]}
    known = {
        pb.DESCRIPTOR.package + ".ResolverService",
        pb.DESCRIPTOR.package + ".RulebookService",
    }
    assert named == known
    assert "hedgingPolicy" not in SERVICE_CONFIG.read_text("utf-8")
