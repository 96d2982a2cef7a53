"""Floods of frames that cost their sender nothing.

Done: connections send pings, then settings, then calls that they reset at once, as fast as goes.
Promised: a connection that pings without end is told to calm down and closed; others are answered
as ever; memory stays bounded. Broken, if a flood on one connection kept others waiting.
"""

from __future__ import annotations

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
        for flood in (_pings, _settings, _resets):
            sent = _flood(server, flood, time.monotonic() + extent.seconds)
            outcome.remark(f"{sent:,} {flood.__name__.strip('_')}")


def _is_sent_away(server: Stage) -> bool:
    with RawConnection(server.port) as one:
        with suppress(ConnectionError):  # it may be closed before all pings are sent
            for _ in range(10):
                one.send(_pings(one))
        return b"too_many_pings" in one.wait_for(GOAWAY)


def _flood(server: Stage, flood: Callable[[RawConnection], bytes], until: float) -> int:
    """Send as much as goes until a moment, and return how many frames or calls that were."""
    sent = 0
    while time.monotonic() < until:
        # Sent away, it comes back at once.
        with suppress(ConnectionError, TimeoutError), RawConnection(server.port) as one:
            while time.monotonic() < until:
                one.send(flood(one))
                sent += AT_ONCE
    return sent


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
