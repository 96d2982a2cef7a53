"""What single calls wait while batches, or streams, are worked on, in one run.

python -m bench.fairness [CALLS]

Rounds alternate. Single calls come one after the other, so that a latency is what a caller sees
while others keep the server busy: two callers with batches of 500, or eight with streams.
"""

from __future__ import annotations

import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

import grpc

from bench.serving import failed_lookups, server
from resolver.v1 import resolver_service_pb2 as pb
from resolver.v1.resolver_service_pb2_grpc import ResolverServiceStub

ROUNDS = 3
_BATCH = 500


def main() -> None:
    """Print latencies of single calls in ms, and how much of the other work was done meanwhile."""
    calls = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    lookups = failed_lookups()[:_BATCH]
    rivals = {"alone": (0, _batch), "2 x batches": (2, _batch), "8 x streams": (8, _stream)}
    latencies: dict[str, list[float]] = {name: [] for name in rivals}
    work: dict[str, float] = dict.fromkeys(rivals, 0.0)
    with server("real") as served:
        for _ in range(ROUNDS):
            for name, (count, rival) in rivals.items():
                with _busy(count, partial(rival, lookups=lookups), served.address) as done:
                    started = time.perf_counter()
                    latencies[name] += _single(served.address, lookups, calls)
                work[name] += sum(done) / (time.perf_counter() - started) / ROUNDS
    print(f"{'single calls, ms':16}{'p50':>8}{'p99':>8}{'others, items/s':>18}")
    for name, taken in latencies.items():
        cuts = statistics.quantiles(taken, n=100)
        print(f"{name:16}{cuts[49] * 1e3:>8.1f}{cuts[98] * 1e3:>8.1f}{work[name]:>18.0f}")


def _single(address: str, lookups: Sequence[pb.ResolveRequest], calls: int) -> list[float]:
    with grpc.insecure_channel(address) as channel:
        resolve = ResolverServiceStub(channel).Resolve
        resolve(lookups[0], timeout=60)
        taken = []
        for place in range(calls):
            started = time.perf_counter()
            resolve(lookups[place % len(lookups)], timeout=60)
            taken.append(time.perf_counter() - started)
    return taken


@contextmanager
def _busy(
    count: int,
    rival: Callable[[ResolverServiceStub, threading.Event], Iterator[int]],
    address: str,
) -> Iterator[list[int]]:
    """Keep a server busy until the block ends; the list gathers how many items were answered."""
    over, done = threading.Event(), []

    def work() -> None:
        # A pool of its own for each: else all would share one connection.
        with grpc.insecure_channel(address, [("grpc.use_local_subchannel_pool", 1)]) as channel:
            done.extend(rival(ResolverServiceStub(channel), over))

    threads = [threading.Thread(target=work) for _ in range(count)]
    for thread in threads:
        thread.start()
    yield done
    over.set()
    for thread in threads:
        thread.join()


def _batch(
    stub: ResolverServiceStub, over: threading.Event, lookups: Sequence[pb.ResolveRequest]
) -> Iterator[int]:
    request = pb.BatchResolveRequest(contexts=[lookup.context for lookup in lookups])
    while not over.is_set():
        yield len(stub.BatchResolve(request, timeout=60).items)


def _stream(
    stub: ResolverServiceStub, over: threading.Event, lookups: Sequence[pb.ResolveRequest]
) -> Iterator[int]:
    def requests() -> Iterator[pb.StreamResolveRequest]:
        while not over.is_set():
            for one in lookups:
                yield pb.StreamResolveRequest(context=one.context)
                if over.is_set():
                    return

    for _ in stub.StreamResolve(requests(), timeout=120):
        yield 1


if __name__ == "__main__":
    main()
