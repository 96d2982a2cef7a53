"""What a worker takes to start, and whether its memory grows: `python -m bench.lifetime [CALLS]`.

The server is the one that operators start. Memory is looked at twenty times while all failed
lookups are asked in turn, after each was asked once: what is remembered is there by then.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import linear_regression

import grpc

from bench.figures import Figure
from bench.serving import Served, failed_lookups, load
from resolver.v1.resolver_service_pb2_grpc import ResolverServiceStub
from tests.support.telemetry import free_port

STARTS = 3
LOOKS = 20
_PATIENCE_SECONDS = 60.0
_EAGER = [(f"grpc.{which}_reconnect_backoff_ms", 50) for which in ("initial", "min", "max")]


@dataclass(frozen=True, slots=True)
class Lifetime:
    """Seconds from the command to the first answer, and memory in MB after so many calls."""

    start_seconds: float
    calls: Sequence[int]
    megabytes: Sequence[float]

    @property
    def slope(self) -> float:
        """Bytes that memory grew by for each call, by least squares over the later half."""
        half = len(self.calls) // 2
        return linear_regression(self.calls[half:], self.megabytes[half:]).slope * 1024 * 1024

    def figures(self) -> list[Figure]:
        """Return what is wanted of a worker: 20 bytes a call are 20 MB in a million calls."""
        return [
            Figure("start to the first answer", self.start_seconds, 2.0, "s"),
            Figure("memory of a worker", max(self.megabytes), 150.0, "MB"),
            Figure("memory gained a call", self.slope, 20.0, "bytes"),
        ]


def measure(calls: int) -> Lifetime:
    """Start a few times, and make so many calls to the last server."""
    starts = []
    for _ in range(STARTS):
        with _started() as (seconds, served):
            starts.append(seconds)
            if len(starts) == STARTS:
                counts, memory = _watched(served, calls)
    return Lifetime(min(starts), counts, memory)


@contextmanager
def _started() -> Iterator[tuple[float, Served]]:
    """Run `serve` until the block ends; it begins with the first answer."""
    address = f"127.0.0.1:{free_port()}"
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "resolver", "serve", "--address", address],
        stderr=subprocess.DEVNULL,
    )
    try:
        with grpc.insecure_channel(address, _EAGER) as channel:
            stub = ResolverServiceStub(channel)
            stub.Resolve(failed_lookups()[0], timeout=_PATIENCE_SECONDS, wait_for_ready=True)
        yield time.perf_counter() - begun, Served(address, (process.pid,))
    finally:
        process.terminate()
        process.wait(_PATIENCE_SECONDS)


def _watched(served: Served, calls: int) -> tuple[list[int], list[float]]:
    lookups = failed_lookups()
    with grpc.insecure_channel(served.address) as channel:
        stub = ResolverServiceStub(channel)
        for lookup in lookups:
            stub.Resolve(lookup, timeout=10)
    step = max(calls // LOOKS, 1)
    counts, memory = [], []
    for look in range(LOOKS):
        load(served, lookups[look * 26 % len(lookups)], calls=step)
        counts.append((look + 1) * step)
        memory.append(served.resident_megabytes())
    return counts, memory


def main() -> None:
    """Print the figures."""
    for figure in measure(int(sys.argv[1]) if len(sys.argv) > 1 else 40_000).figures():
        print(figure.line)


if __name__ == "__main__":
    main()
