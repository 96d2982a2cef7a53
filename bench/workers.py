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
    print(
        f"{'workers':>8}{'start s':>10}{'MiB':>24}{'calls/s':>10}{'µs a call':>12}{'p99 µs':>10}"
    )
    for workers in (1, 2):
        begun = time.monotonic()
        with running(workers) as served:
            seconds = time.monotonic() - begun
            rounds = [load(served, request, calls=calls) for _ in range(ROUNDS)]
            memory = "+".join(
                f"{Served('', (pid,)).resident_megabytes():.0f}" for pid in served.pids
            )
            rate = statistics.median(one.rate for one in rounds)
            cpu = statistics.median(one.cpu_micros for one in rounds)
            late = statistics.median(one.percentile(0.99) for one in rounds)
        print(f"{workers:>8}{seconds:>10.1f}{memory:>24}{rate:>10.0f}{cpu:>12.0f}{late:>10.0f}")


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


if __name__ == "__main__":
    main()
