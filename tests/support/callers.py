"""Callers that do as `docs/clients.md` says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import grpc

from resolver.v1 import context_pb2
from resolver.v1 import resolver_service_pb2 as pb
from resolver.v1.resolver_service_pb2_grpc import ResolverServiceStub

SERVICE_CONFIG = Path(__file__).parents[2] / "examples" / "service_config.json"


@contextmanager
def configured(port: int) -> Iterator[ResolverServiceStub]:
    """Connect as `docs/clients.md` says, with a connection of its own."""
    options = [
        ("grpc.service_config", SERVICE_CONFIG.read_text("utf-8")),
        ("grpc.enable_retries", 1),
        ("grpc.use_local_subchannel_pool", 1),
    ]
    with grpc.insecure_channel(f"127.0.0.1:{port}", options) as channel:
        yield ResolverServiceStub(channel)


def call_until(over: Event, port: int) -> list[str]:
    """Call without a pause, unary and in batches; return the ids of lookups that got no answer.

    A caller whose first call was made again, after a pause as the service config has it, goes on
    until its second one is answered, although it is over: all must have been there to lose.
    """
    lost = []
    with configured(port) as stub:
        number = 0
        while not over.is_set() or number < 2:
            number += 1
            lookup = context_pb2.LookupContext(lookup_id=str(number))
            answer = stub.Resolve(pb.ResolveRequest(context=lookup), timeout=30)
            batch = stub.BatchResolve(pb.BatchResolveRequest(contexts=[lookup] * 5), timeout=30)
            answered = [answer.lookup_id, *(item.resolution.lookup_id for item in batch.items)]
            if answered != [lookup.lookup_id] * 6:
                lost.append(lookup.lookup_id)
    assert number > 1
    return lost
