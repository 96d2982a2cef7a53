"""Floods of frames that cost their sender nothing.

Done: connections send pings, settings, and calls that they reset at once, as fast as they can.
Promised: a connection that pings without end is told to calm down and closed; others are answered
as ever; memory stays bounded. Broken, if a flood on one connection kept others waiting.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress

from drills.outcome import Extent, Outcome
from drills.stage import Stage, bystanders, stage
from tests.support.frames import (
    END_HEADERS,
    GOAWAY,
    HEADERS,
    PING,
    RESOLVE,
    RST_STREAM,
    RawConnection,
    call_headers,
    frame,
    settings,
)

CANCEL = (8).to_bytes(4, "big")
AT_ONCE = 50


def run(outcome: Outcome, extent: Extent) -> None:
    """Hold it."""
    with stage() as server, bystanders(outcome, server, most_mebibytes=64):
        outcome.promise(_is_sent_away(server), "who pings without end is sent away")
        floods: list[Callable[[RawConnection], bytes]] = [_pings, _settings, _resets]
        over = time.monotonic() + 2 * extent.seconds
        sent = [0] * len(floods)
        threads = [
            threading.Thread(target=_flood, args=[server, flood, over, sent, place])
            for place, flood in enumerate(floods)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    outcome.remark("{:,} pings, {:,} settings, {:,} calls reset".format(*sent))


def _is_sent_away(server: Stage) -> bool:
    with RawConnection(server.port) as one:
        with suppress(ConnectionError):  # it may be closed before all pings are sent
            for _ in range(10):
                one.send(_pings(one))
        return b"too_many_pings" in one.wait_for(GOAWAY)


def _flood(
    server: Stage,
    flood: Callable[[RawConnection], bytes],
    over: float,
    sent: list[int],
    place: int,
) -> None:
    while time.monotonic() < over:
        # Sent away, it comes back at once.
        with suppress(ConnectionError, TimeoutError), RawConnection(server.port) as one:
            while time.monotonic() < over:
                one.send(flood(one))
                sent[place] += AT_ONCE


def _pings(_: RawConnection) -> bytes:
    return frame(PING, b"12345678") * AT_ONCE


def _settings(_: RawConnection) -> bytes:
    return settings(65_535) * AT_ONCE


def _resets(one: RawConnection) -> bytes:
    block = call_headers(RESOLVE)
    streams = [one.next_stream() for _ in range(AT_ONCE)]
    return b"".join(
        frame(HEADERS, block, END_HEADERS, stream) + frame(RST_STREAM, CANCEL, 0, stream)
        for stream in streams
    )
