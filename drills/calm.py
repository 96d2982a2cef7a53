"""Questions and their calm answers: the bytes that an idle server sends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import grpc

from bench.serving import failed_lookups
from resolver.v1 import resolver_service_pb2 as pb
from tests.support.frames import BATCH, RESOLVE
from tests.support.processes import serving_process
from tests.support.snapshots import RULES

BATCH_SIZE = 20
ASIDE = {"RESOLVER_OUTCOMES": "none", "RESOLVER_SECOND_OPINIONS": "0"}
"""What keeps a server from doing anything but answer."""


@dataclass(frozen=True, slots=True)
class Question:
    """A request of some method and the answers to it that are right, all as bytes."""

    method: str
    request: bytes
    answers: frozenset[bytes]


@cache
def calm_questions(rules: Path = RULES) -> Sequence[Question]:
    """Return the real failed lookups, single and a few batches, as a server of its own answers.

    Each has its moment, so that the answer is the same whenever it is asked.
    """
    with serving_process(rules, **ASIDE) as serving:
        return ask_all(serving.started["port"], _requests())


def either(one: Sequence[Question], other: Sequence[Question]) -> Sequence[Question]:
    """Return the same questions, to which the answers of both are right."""
    return [
        Question(first.method, first.request, first.answers | second.answers)
        for first, second in zip(one, other, strict=True)
    ]


def ask_all(port: int, requests: Iterable[tuple[str, bytes]]) -> Sequence[Question]:
    """Ask one after the other, and take what is answered for right."""
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        return [
            Question(method, data, frozenset({channel.unary_unary(method)(data, timeout=60)}))
            for method, data in requests
        ]


def _requests() -> Iterable[tuple[str, bytes]]:
    lookups = failed_lookups()
    for lookup in lookups:
        yield RESOLVE, lookup.SerializeToString()
    for at in range(0, len(lookups), 5 * BATCH_SIZE):
        batch = pb.BatchResolveRequest(
            contexts=[one.context for one in lookups[at : at + BATCH_SIZE]],
            evaluation_time=lookups[at].evaluation_time,
        )
        yield BATCH, batch.SerializeToString()
