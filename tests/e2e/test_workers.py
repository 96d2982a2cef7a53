"""Tests of several workers on one port, with real processes and real signals."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from resolver.v1 import resolver_service_pb2 as pb
from resolver.v1.resolver_service_pb2_grpc import ResolverServiceStub
from tests.e2e.test_reloading import save
from tests.support.callers import call_until
from tests.support.processes import Serving, rulebook_once, serving_process
from tests.support.rulefolders import TINY_RULES, tiny_folder
from tests.support.servers import error_info, failure_of, status_of_call
from tests.support.telemetry import free_port, page

WORKERS = 2
CALLERS = 8
SWAPS = 10


class Supervised:
    """A supervisor that runs, and its side port."""

    def __init__(self, serving: Serving, side: int) -> None:
        self.process = serving.process
        self.port: int = serving.started["port"]
        self._log = serving.log
        self._side = side

    def until(self, event: str) -> dict[str, Any]:
        """Return the next event of that name, once it is logged."""
        return next(told for told in self._log if told["event"] == event)

    def until_all(self, *events: str) -> None:
        """Wait until each of these events is logged, in whatever order."""
        missing = set(events)
        while missing:
            missing.discard(next(self._log)["event"])

    def rest(self) -> list[str]:
        """Return the names of all further events, once every process has ended."""
        return [told["event"] for told in self._log]

    def page(self, path: str) -> tuple[int, str]:
        """Return a page of the side port."""
        return page(self._side, path)

    def until_page(self, path: str, wanted: tuple[int, str]) -> None:
        """Ask for a page until it is as wanted."""
        deadline = time.monotonic() + 30
        while (told := self.page(path)) != wanted:
            assert time.monotonic() < deadline, told

    def pids(self) -> list[int]:
        """Return the process of each worker."""
        return [one["pid"] for one in json.loads(self.page("/status")[1])["workers"]]


@contextmanager
def supervised(rules: Path = TINY_RULES, **settings: str) -> Iterator[Supervised]:
    """Run two workers on a free port, by rules that are looked at often."""
    side = free_port()
    own = {
        "RESOLVER_WORKERS": str(WORKERS),
        "RESOLVER_RELOAD_SECONDS": "0.05",
        "RESOLVER_METRICS_ADDRESS": f"127.0.0.1:{side}",
    }
    with serving_process(rules, **own, **settings) as serving:
        yield Supervised(serving, side)


@contextmanager
def channels(port: int, number: int = CALLERS) -> Iterator[list[grpc.Channel]]:
    """Open so many connections, which the system spreads over the workers."""
    own = [("grpc.use_local_subchannel_pool", 1)]
    with ExitStack() as stack:
        address = f"127.0.0.1:{port}"
        yield [stack.enter_context(grpc.insecure_channel(address, own)) for _ in range(number)]


def test_workers_die_leave_and_end_under_load_without_a_lost_call() -> None:
    """One is killed, one is told to stop, and at last all are, while another server takes over."""
    over = Event()
    room = {"RESOLVER_BATCHES": str(CALLERS)}  # for all callers at whichever worker is left
    with (
        supervised(**room) as served,
        ThreadPoolExecutor(CALLERS) as threads,
        ExitStack() as more,
    ):
        more.callback(over.set)
        load = [threads.submit(call_until, over, served.port) for _ in range(CALLERS)]
        first, second = served.pids()
        os.kill(first, signal.SIGKILL)
        died = served.until("worker.died")
        assert (died["pid"], died["code"], died["pause_seconds"]) == (first, -signal.SIGKILL, 0)
        assert served.until("worker.started")["worker"] == died["worker"]
        os.kill(second, signal.SIGTERM)
        assert served.until("worker.leaving")["pid"] == second
        served.until_all("worker.started", "worker.stopped")
        assert "resolver_worker_deaths_total 1.0" in served.page("/metrics")[1]
        assert {first, second}.isdisjoint(served.pids())
        more.enter_context(serving_process(TINY_RULES, served.port, **room))
        served.process.send_signal(signal.SIGTERM)
        assert served.process.wait(30) == 0
        over.set()
        assert [one.result(60) for one in load] == [[]] * CALLERS
        assert served.rest()[-1] == "server.stopped"


def test_workers_end_with_a_supervisor_that_is_killed() -> None:
    """Nobody is left to hold the port, and each ends its calls."""
    with supervised() as served:
        maps = Path(f"/proc/{served.process.pid}/maps").read_text("utf-8")
        assert "cygrpc" not in maps  # it answers no call
        pids = served.pids()
        served.process.kill()
        served.rest()  # the log ends when nobody is left to write it
        assert [pid for pid in pids if Path(f"/proc/{pid}/exe").exists()] == []


def test_no_answer_by_the_old_rules_follows_one_by_the_new(tmp_path: Path) -> None:
    """Whichever worker gives it; only calls that overlap may differ."""
    folder, over = tiny_folder(tmp_path), Event()

    def ask(channel: grpc.Channel) -> list[tuple[float, float, str]]:
        resolve, told = ResolverServiceStub(channel).Resolve, []
        while not over.is_set():
            begun = time.monotonic()
            revision = resolve(pb.ResolveRequest(), timeout=10).rulebook_revision
            told.append((begun, time.monotonic(), revision))
        return told

    with (
        supervised(folder) as served,
        channels(served.port) as open_channels,
        ThreadPoolExecutor(CALLERS) as threads,
        ExitStack() as stack,
    ):
        stack.callback(over.set)
        load = [threads.submit(ask, channel) for channel in open_channels]
        order = {rulebook_once(open_channels[0]).revision: 0}
        for number in range(1, SWAPS + 1):
            save(folder, number)
            order[served.until("rules.reload.succeeded")["revision"]] = number
        over.set()
        answers = [one for asked in load for one in asked.result(30)]
    assert len(order) == SWAPS + 1
    first_seen = [
        min((ended for _, ended, revision in answers if order[revision] >= number), default=None)
        for number in range(1, SWAPS + 1)
    ]
    for begun, _, revision in answers:
        number = order[revision]
        newer = first_seen[number] if number < SWAPS else None
        assert newer is None or begun <= newer, f"edition {number} after a newer one"


def test_refused_rules_and_their_age_are_told_by_all(tmp_path: Path) -> None:
    """All go on, then none answers any more, and all do again once the rules are mended."""
    folder = tiny_folder(tmp_path)
    limit = {"RESOLVER_STALE_SECONDS": "2", "RESOLVER_WHEN_STALE": "stop"}
    with supervised(folder, **limit) as served, channels(served.port) as open_channels:
        served.until_page("/readyz", (200, "serving\n"))
        save(folder, "broken")
        served.until("rules.reload.failed")
        for channel in open_channels:
            told = rulebook_once(channel, lambda told: told.HasField("last_reload"))
            assert told.last_reload.diagnostics[0].location.file == "scale.yaml"
        served.until_page("/readyz", (503, "serving, latest refused, rules stale\n"))
        assert json.loads(served.page("/status")[1])["last_reload"]["reason"] == "RULES_REJECTED"
        for channel in open_channels:
            until_health(channel, health_pb2.HealthCheckResponse.NOT_SERVING)
            error = failure_of(lambda c=channel: resolve(c))
            assert error_info(status_of_call(error)).reason == "RULES_STALE"
        save(folder, 1)
        served.until_page("/readyz", (200, "serving\n"))
        for channel in open_channels:
            until_health(channel, health_pb2.HealthCheckResponse.SERVING)
            resolve(channel)
        metrics = served.page("/metrics")[1]
        started = "grpc_server_call_started_total{"
        lines = [line for line in metrics.splitlines() if line.startswith(started)]
        counted = sum(float(line.split()[-1]) for line in lines if "/Resolve" in line)
        assert counted == 2 * CALLERS
        assert all('worker="' in line for line in lines)


def resolve(channel: grpc.Channel) -> pb.ResolveResponse:
    """Ask for one answer."""
    return ResolverServiceStub(channel).Resolve(pb.ResolveRequest(), timeout=10)


def until_health(channel: grpc.Channel, status: int) -> None:
    """Watch the health of a worker until it is as wanted."""
    watch = health_pb2_grpc.HealthStub(channel).Watch(health_pb2.HealthCheckRequest(), timeout=20)
    for told in watch:
        if told.status == status:
            break
    else:
        pytest.fail(f"never {status}")
    watch.cancel()
