"""Tests of a whole process: shipped rules, real signals."""

from __future__ import annotations

import signal

import grpc
import pytest

from resolver.v1 import resolver_service_pb2 as pb
from resolver.v1.resolver_service_pb2_grpc import ResolverServiceStub
from tests.support.processes import serving_process
from tests.support.telemetry import free_port, page


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
    """An operator who insists ends the process at once, although it still drains."""
    with serving_process(RESOLVER_DRAIN_SECONDS="60") as (process, _, log):
        process.send_signal(signal.SIGTERM)
        assert next(log)["event"] == "server.stopping"
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == -signal.SIGTERM


def test_probes_tell_what_a_process_that_stops_is_about() -> None:
    """It takes no new calls, and nobody should end it for that."""
    port = free_port()
    settings = {"RESOLVER_METRICS_ADDRESS": f"127.0.0.1:{port}", "RESOLVER_DRAIN_SECONDS": "60"}
    with serving_process(**settings) as (process, _, log):
        assert page(port, "/readyz") == (200, "serving\n")
        process.send_signal(signal.SIGTERM)
        assert next(log)["event"] == "server.stopping"
        assert page(port, "/readyz") == (503, "stopping\n")
        assert page(port, "/healthz") == page(port, "/startupz") == (200, "stopping\n")
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == -signal.SIGTERM
