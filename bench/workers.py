"""One process against two workers: start, memory, calls a second, processor time a call.

python -m bench.workers [CALLS]

The load comes from the same machine and takes its part of the cores: what two workers gain in
calls a second shows only where there are cores to spare. h2load is needed.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bench.serving import Served, failed_lookups, load
from tests.support.processes import serving_process
from tests.support.telemetry import free_port, page

ROUNDS = 3


def main() -> None:
    """Print a line for each number of workers."""
    calls = int(sys.argv[1]) if len(sys.argv) > 1 else 8000
    request = failed_lookups()[0]
    _print("workers", "start s", "of cpu s", "MiB", "calls/s", "µs a call", "p99 µs")
    for workers in (1, 2):
        begun = time.monotonic()
        with running(workers) as served:
            seconds, start_cpu = time.monotonic() - begun, served.cpu_seconds()
            rounds = [load(served, request, calls=calls) for _ in range(ROUNDS)]
            each = [Served("", (pid,)).resident_megabytes() for pid in served.pids]
        _print(
            workers,
            f"{seconds:.1f}",
            f"{start_cpu:.1f}",
            "+".join(f"{one:.0f}" for one in each),
            f"{statistics.median(one.rate for one in rounds):.0f}",
            f"{statistics.median(one.cpu_micros for one in rounds):.0f}",
            f"{statistics.median(one.percentile(0.99) for one in rounds):.0f}",
        )


@contextmanager
def running(workers: int) -> Iterator[Served]:
    """Run a server by the shipped rules; its supervisor, if any, comes first."""
    side = free_port()
    settings = {
        "RESOLVER_WORKERS": str(workers),
        "RESOLVER_METRICS_ADDRESS": f"127.0.0.1:{side}",
    }
    with serving_process(**settings) as serving:
        told = json.loads(page(side, "/status")[1])
        pids = [one["pid"] for one in told.get("workers", [])]
        address = f"127.0.0.1:{serving.started['port']}"
        yield Served(address, (serving.process.pid, *pids))


def _print(*cells: object) -> None:
    print("".join(f"{cell!s:>13}" for cell in cells))


if __name__ == "__main__":
    main()
