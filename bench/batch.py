"""What one context costs in `BatchResolve`, against a unary call, in one run.

python -m bench.batch [ROUNDS]

Both send the same 500 different failed lookups to the same server, whose processor time is taken.
A server that has seen them answers from memory, one that has not works each diagnosis out: so the
first round of each kind goes to a server of its own, and the later ones show what is remembered.
Streams send them one by one over one call.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import TypeAlias

import grpc

from bench.figures import Figure
from bench.serving import failed_lookups, server
from resolver.v1 import resolver_service_pb2 as pb
from resolver.v1.resolver_service_pb2_grpc import ResolverServiceStub

SIZE = 500


Send: TypeAlias = Callable[[ResolverServiceStub, Sequence[pb.ResolveRequest]], None]


Costs: TypeAlias = Mapping[str, tuple[float, float]]
"""Processor µs a context by kind of call: of a server that is new, and of one that knows them."""


def measure(rounds: int) -> Costs:
    """Return what a context costs in each kind of call."""
    lookups = failed_lookups()[:SIZE]
    sends = {"unary": _unary, "batch": _batch, "stream": _stream}
    return {name: _costs(send, lookups, rounds) for name, send in sends.items()}


def figures(costs: Costs) -> list[Figure]:
    """Return the ratios that are wanted to be good, for contexts that are known."""
    again = {name: cost[1] / costs["unary"][1] for name, cost in costs.items()}
    return [
        Figure("batch of 500: cost a context, of a unary call's", again["batch"], 0.35),
        Figure("stream: cost a context, of a unary call's", again["stream"], 0.7),
    ]


def main() -> None:
    """Print processor µs a context, by kind of call."""
    costs = measure(int(sys.argv[1]) if len(sys.argv) > 1 else 10)
    print(f"{'processor µs a context':24}{'afresh':>10}{'ratio':>8}{'again':>10}{'ratio':>8}")
    for name, (afresh, again) in costs.items():
        ratios = (afresh / costs["unary"][0], again / costs["unary"][1])
        print(f"{name:24}{afresh:>10.0f}{ratios[0]:>8.2f}{again:>10.0f}{ratios[1]:>8.2f}")


def _costs(send: Send, lookups: Sequence[pb.ResolveRequest], rounds: int) -> tuple[float, float]:
    """Return what a context costs a server that is new, and one that has seen all of them."""
    with server("real") as served, grpc.insecure_channel(served.address) as channel:
        stub = ResolverServiceStub(channel)
        spent = [served.cpu_seconds()]
        for _ in range(1 + rounds):
            send(stub, lookups)
            spent.append(served.cpu_seconds())
    micros = [after - before for before, after in pairwise(spent)]
    return micros[0] / SIZE * 1e6, sum(micros[1:]) / (SIZE * rounds) * 1e6


def _unary(stub: ResolverServiceStub, lookups: Sequence[pb.ResolveRequest]) -> None:
    for lookup in lookups:
        stub.Resolve(lookup, timeout=10)


def _batch(stub: ResolverServiceStub, lookups: Sequence[pb.ResolveRequest]) -> None:
    request = pb.BatchResolveRequest(contexts=[lookup.context for lookup in lookups])
    request.evaluation_time.CopyFrom(lookups[0].evaluation_time)
    answer = stub.BatchResolve(request, timeout=60)
    assert all(item.WhichOneof("result") == "resolution" for item in answer.items)


def _stream(stub: ResolverServiceStub, lookups: Sequence[pb.ResolveRequest]) -> None:
    requests = (
        pb.StreamResolveRequest(context=one.context, evaluation_time=one.evaluation_time)
        for one in lookups
    )
    assert sum(1 for _ in stub.StreamResolve(requests, timeout=60)) == len(lookups)


if __name__ == "__main__":
    main()
