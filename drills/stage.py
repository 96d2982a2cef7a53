"""The server that a drill is held on, and callers that must not notice."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc

from bench.serving import Served
from drills.callers import Callers, patient_channel
from drills.calm import ASIDE, calm_questions
from drills.outcome import Outcome, quantile
from tests.support.processes import Serving, serving_process
from tests.support.snapshots import RULES
from tests.support.telemetry import free_port, page

LONGEST_WAIT_SECONDS = 5.0
"""Of callers that have nothing to do with what is done to the server, on a busy machine too."""

_SETTLING_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Stage:
    """A server in a process of its own, with a side port."""

    serving: Serving
    side_port: int

    @property
    def port(self) -> int:
        """The port where it takes calls."""
        port: int = self.serving.started["port"]
        return port

    @property
    def pid(self) -> int:
        """Its process."""
        return self.serving.process.pid

    def mebibytes(self) -> float:
        """Return the memory that it holds."""
        return Served("", (self.pid,)).resident_megabytes()

    def open_files(self) -> int:
        """Return how many files and connections it has open."""
        return len(os.listdir(f"/proc/{self.pid}/fd"))  # noqa: PTH208 - names are not needed

    def threads(self) -> int:
        """Return how many threads it has."""
        return len(os.listdir(f"/proc/{self.pid}/task"))  # noqa: PTH208

    def is_alive(self) -> bool:
        """Tell whether the side port says so."""
        return page(self.side_port, "/healthz")[0] == 200

    def metric(self, series: str) -> float:
        """Return the value of a series as its page spells it, labels included; 0 without one."""
        lines = page(self.side_port, "/metrics")[1].splitlines()
        values = [line.rpartition(" ")[2] for line in lines if line.startswith(f"{series} ")]
        return float(values[0]) if values else 0.0

    def workers(self) -> list[int]:
        """Return the processes of its workers."""
        status = json.loads(page(self.side_port, "/status")[1])
        return [one["pid"] for one in status["workers"]]

    def connect(self) -> grpc.Channel:
        """Return a connection as clients should have it."""
        return patient_channel(self.port)

    def told(self, event: str) -> dict[str, Any]:
        """Wait for an event in the log and return it."""
        return next(line for line in self.serving.log if line["event"] == event)


@contextmanager
def stage(rules: Path = RULES, port: int = 0, **settings: str) -> Iterator[Stage]:
    """Run a server until the block ends."""
    side = free_port()
    address = {"RESOLVER_METRICS_ADDRESS": f"127.0.0.1:{side}"}
    with serving_process(rules, port, **(ASIDE | address | settings)) as serving:
        yield Stage(serving, side)


@contextmanager
def bystanders(outcome: Outcome, on: Stage, most_mebibytes: float) -> Iterator[Callers]:
    """Let callers go on while something is done that is none of their business.

    They are answered as ever, none waits long, the side port answers, memory grows by no more than
    was said, and once it is over no connection is left.
    """
    callers = Callers(outcome, calm_questions(), on.connect, threads=2, pause_seconds=0.01)
    with callers.calling():
        time.sleep(2)
        calm, callers.waits = callers.waits, []
        memory, files = on.mebibytes(), on.open_files()
        yield callers
        grown = on.mebibytes() - memory
        waits = callers.waits
        outcome.promise(on.is_alive(), "the side port answers")
        left = settled(lambda: on.open_files() - files)
    outcome.remark(f"p99 {_ms(calm, 0.99)} before, {_ms(waits, 0.99)} during")
    outcome.remark(f"longest {_ms(waits, 1)}; memory {grown:+.1f} MiB")
    outcome.promise(waits and max(waits) < LONGEST_WAIT_SECONDS, "nobody else waits for it")
    outcome.promise(grown <= most_mebibytes, f"memory grows by {most_mebibytes:g} MiB at most")
    outcome.promise(left <= 0, f"no connection is left ({left} are)")


def settled(excess: Callable[[], int]) -> int:
    """Wait until there is no excess any more and return it, or what is left of it."""
    deadline = time.monotonic() + _SETTLING_SECONDS
    while (left := excess()) > 0 and time.monotonic() < deadline:
        time.sleep(0.2)
    return left


def _ms(waits: list[float], share: float) -> str:
    return f"{quantile(waits, share) * 1000:.1f} ms"
