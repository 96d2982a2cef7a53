"""Clients that ask for much and read nothing.

Done: connections that allow the server not one byte of any answer ask for large batches and single
lookups and open streams, without an end. Promised: others are answered as ever, and memory stays
bounded: answers that nobody takes are given up for those that come after. Broken, if answers were
kept for as long as their client likes.
"""

from __future__ import annotations

import time
from contextlib import ExitStack

from bench.serving import failed_lookups
from drills.outcome import Extent, Outcome
from drills.stage import bystanders, stage
from resolver.v1 import context_pb2
from resolver.v1 import resolver_service_pb2 as pb
from tests.support.frames import BATCH, RESOLVE, STREAM, RawConnection, message

BATCH_SIZE = 1_000
STREAMS = 6
MOST_MEBIBYTES = 160
"""16 answers to batches of almost 3 MiB, 1,024 single ones, and what the allocator keeps."""


def run(outcome: Outcome, extent: Extent) -> None:
    """Hold it."""
    batch = pb.BatchResolveRequest(contexts=[context_pb2.LookupContext()] * BATCH_SIZE)
    large, single = (message(one.SerializeToString()) for one in (batch, failed_lookups()[0]))
    with (
        stage() as server,
        bystanders(outcome, server, MOST_MEBIBYTES),
        ExitStack() as open_ones,
    ):
        deaf = open_ones.enter_context(RawConnection(server.port, window=0))
        for _ in range(STREAMS):
            deaf.data(deaf.begin(STREAM), single * 50, end=False)
        over, asked = time.monotonic() + 2 * extent.seconds, 0
        while time.monotonic() < over:
            deaf = open_ones.enter_context(RawConnection(server.port, window=0))
            deaf.data(deaf.begin(BATCH), large)
            for _ in range(20):
                deaf.data(deaf.begin(RESOLVE), single)
            asked += 21
            time.sleep(0.1)
        outcome.remark(f"{asked} answers asked for and not read")
