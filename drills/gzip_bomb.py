"""Messages that are small on the way and huge once unpacked.

Done: a hundred compressed messages of 48 MiB of zeros each, eight at a time. Promised: each is
refused with RESOURCE_EXHAUSTED before it is unpacked, memory hardly grows, others are answered as
ever. Broken, if the limit of a message's size held for what was sent instead of what it becomes.
"""

from __future__ import annotations

import gzip
from concurrent.futures import ThreadPoolExecutor

from drills.outcome import Extent, Outcome
from drills.stage import Stage, bystanders, stage
from tests.support.frames import HEADERS, RESOLVE, RawConnection, message

UNPACKED_BYTES = 48 * 1024 * 1024
BOMBS, AT_ONCE = 100, 8
RESOURCE_EXHAUSTED = b"grpc-status\x018"
"""As it stands in the trailers, spelt out."""


def run(outcome: Outcome, extent: Extent) -> None:  # noqa: ARG001 - as long as it takes
    """Hold it."""
    bomb = message(gzip.compress(bytes(UNPACKED_BYTES), 9), compressed=True)
    with (
        stage() as server,
        bystanders(outcome, server, most_mebibytes=64),
        ThreadPoolExecutor(AT_ONCE) as threads,
    ):
        refused = list(threads.map(lambda _: _is_refused(server, bomb), range(BOMBS)))
    outcome.promise(all(refused), "each is refused")
    outcome.remark(f"{BOMBS} messages of {len(bomb) // 1024} KiB, {UNPACKED_BYTES >> 20} MiB each")


def _is_refused(server: Stage, bomb: bytes) -> bool:
    with RawConnection(server.port) as one:
        stream = one.begin(RESOLVE, {"grpc-encoding": "gzip"})
        one.data(stream, bomb)
        return RESOURCE_EXHAUSTED in one.wait_for(HEADERS)
