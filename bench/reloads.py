"""What reloads and checks of rules cost a server under load: `python -m bench.reloads [SWAPS]`.

A server process serves the shipped rules and four clients call `Resolve` without a pause. First
the rules folder, a link, is exchanged again and again between two rulebooks, as a mounted
ConfigMap is; then a client has the whole folder checked, one `CheckRules` after the other. Printed
are calls that failed, latencies undisturbed and during either, the seconds from an exchange to the
log line that says it serves, and the memory of the server as the reloads go on.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any

import grpc

from bench.serving import Served, failed_lookups
from resolver.rulefile.files import read_folder
from resolver.v1 import rulebook_service_pb2 as pb
from resolver.v1.resolver_service_pb2_grpc import ResolverServiceStub
from resolver.v1.rulebook_service_pb2_grpc import RulebookServiceStub
from tests.support.processes import Serving, serving_process
from tests.support.rulefolders import edition
from tests.support.snapshots import RULES

CLIENTS = 4
QUIET_SECONDS = 10
SWAPS = 50
CHECKS = 10
POINTS = 10
"""How often the memory is printed."""


@dataclass
class Load:
    """Clients that call all the time, and what became of their calls."""

    channel: grpc.Channel
    failed: int = 0
    milliseconds: list[float] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)

    def call(self) -> None:
        """Call until it is done."""
        resolve = ResolverServiceStub(self.channel).Resolve
        for request in cycle(failed_lookups()):
            if self.done.is_set():
                break
            started = time.perf_counter()
            try:
                resolve(request, timeout=60)
            except grpc.RpcError:
                self.failed += 1
            self.milliseconds.append((time.perf_counter() - started) * 1000)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Let the clients call until the block ends."""
        threads = [threading.Thread(target=self.call) for _ in range(CLIENTS)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.done.set()
            for thread in threads:
                thread.join()

    def measure(self, name: str, work: Callable[[], object]) -> None:
        """Print how the calls fared while something else was done."""
        self.milliseconds = []
        started = time.perf_counter()
        work()
        seconds = time.perf_counter() - started
        taken = sorted(self.milliseconds)
        shown = ", ".join(
            f"p{share:g} {taken[int(len(taken) * share / 100)]:.1f}" for share in (50, 99, 99.9)
        )
        rate = len(taken) / seconds
        print(f"{name:16} {rate:5.0f} calls/s; ms: {shown}, longest {taken[-1]:.1f}", flush=True)


def main(swaps: int) -> None:
    """Print all figures of a run."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        link = folder / "rules"
        books = [edition(RULES, folder, number) for number in range(2)]
        link.symlink_to(books[0])
        with (
            serving_process(link, RESOLVER_RELOAD_SECONDS="0.1") as serving,
            grpc.insecure_channel(f"127.0.0.1:{serving.started['port']}") as channel,
        ):
            load = Load(channel)
            with load.running():
                _measure(load, serving, link, books, swaps)
            print(f"{swaps} reloads, {CHECKS} checks, {load.failed} failed calls")


def _measure(load: Load, serving: Serving, link: Path, books: list[Path], swaps: int) -> None:
    seconds: list[float] = []

    def swap() -> None:
        for number in range(1, swaps + 1):
            seconds.append(_swap(link, books[number % 2], serving.log))
            if number % max(1, swaps // POINTS) == 0:
                memory = Served("", (serving.process.pid,)).resident_megabytes()
                print(f"  after {number:4} reloads {memory:6.1f} MiB", flush=True)

    load.measure("warming up", lambda: time.sleep(QUIET_SECONDS / 5))
    load.measure("undisturbed", lambda: time.sleep(QUIET_SECONDS))
    load.measure("during reloads", swap)
    print(f"one reload: median {statistics.median(seconds):.2f} s, longest {max(seconds):.2f} s")
    load.measure("during checks", lambda: _check(load.channel))


def _swap(link: Path, book: Path, log: Iterator[dict[str, Any]]) -> float:
    """Exchange the link and return the seconds until the server says that it serves."""
    beside = link.with_name("link")
    beside.symlink_to(book)
    began = time.perf_counter()
    beside.replace(link)
    told = next(log)
    assert told["event"] == "rules.reload.succeeded", told
    assert told["changed"], told
    return time.perf_counter() - began


def _check(channel: grpc.Channel) -> None:
    candidate = pb.RuleCandidate(base=pb.CANDIDATE_BASE_EMPTY)
    for path, content in read_folder(RULES).items():
        candidate.files.add(path=path, content=content)
    for _ in range(CHECKS):
        request = pb.CheckRulesRequest(candidate=candidate)
        assert RulebookServiceStub(channel).CheckRules(request, timeout=60).verdict.accepted


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SWAPS)
