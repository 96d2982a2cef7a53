"""Clients that send half a call and then nothing.

Done: a hundred connections begin single calls, batches and health checks, with headers and two
bytes of a message, again and again. Promised: others wait no longer, health checks included, and
each half call is given up. Broken, if a thread or a place were kept for a message that does not
come.
"""

from __future__ import annotations

import time
from contextlib import ExitStack

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

from drills.outcome import Extent, Outcome
from drills.stage import bystanders, stage
from tests.support.frames import BATCH, RESOLVE, RawConnection

CONNECTIONS = 100
HEALTH_CHECK = "/grpc.health.v1.Health/Check"


def run(outcome: Outcome, extent: Extent) -> None:
    """Hold it."""
    with (
        stage() as server,
        bystanders(outcome, server, most_mebibytes=64),
        ExitStack() as open_ones,
        server.connect() as channel,
    ):
        slow = [open_ones.enter_context(RawConnection(server.port)) for _ in range(CONNECTIONS)]
        over, begun = time.monotonic() + extent.seconds, 0
        while time.monotonic() < over:
            for connection in slow:
                for method in (RESOLVE, BATCH, HEALTH_CHECK):
                    connection.data(connection.begin(method), b"\0\0", end=False)
                    begun += 1
            time.sleep(extent.seconds / 20)
            health = is_healthy(channel)
            outcome.promise(health, "a health check is answered meanwhile")
        outcome.remark(f"{begun} half calls")


def is_healthy(channel: grpc.Channel) -> bool:
    """Tell whether health on the main port says SERVING, within a few seconds."""
    request = health_pb2.HealthCheckRequest()
    answer = health_pb2_grpc.HealthStub(channel).Check(request, timeout=5)
    return bool(answer.status == health_pb2.HealthCheckResponse.SERVING)
