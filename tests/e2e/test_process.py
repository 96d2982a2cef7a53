"""Tests of a whole process: shipped rules, real signals."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from threading import Event

import grpc
import pytest

from resolver.v1 import resolver_service_pb2 as pb
from resolver.v1.resolver_service_pb2_grpc import ResolverServiceStub
from tests.support.processes import serving_process


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signal_stops_the_process_gracefully(number: signal.Signals) -> None:
    """It answers, is told to stop, says so, and ends without an error."""
    with serving_process() as (process, started, log):
        assert started["event"] == "server.started"
        with grpc.insecure_channel(f"127.0.0.1:{started['port']}") as channel:
            answer = ResolverServiceStub(channel).Resolve(pb.ResolveRequest(), timeout=10)
        assert answer.rulebook_revision == started["revision"]
        process.send_signal(number)
        assert process.wait(20) == 0
        events = [told["event"] for told in log]
        assert events == ["server.stopping", "server.stopped"]


def test_second_signal_does_not_wait_for_the_grace() -> None:
    """An operator who insists ends the process at once, although a call is still under way."""
    done = Event()
    with (
        serving_process() as (process, started, log),
        grpc.insecure_channel(f"127.0.0.1:{started['port']}") as channel,
    ):
        next(ResolverServiceStub(channel).StreamResolve(_held_open(done), timeout=20))
        process.send_signal(signal.SIGTERM)
        assert next(log)["event"] == "server.stopping"
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == -signal.SIGTERM
        done.set()


def _held_open(done: Event) -> Iterator[pb.StreamResolveRequest]:
    """Yield one message and keep the stream open until it is done."""
    yield pb.StreamResolveRequest()
    done.wait(20)
