"""Connections that speak nonsense.

Done: a thousand connections send random bytes, frames of random kinds, frames that lie about their
length or their stream, header blocks without an end, unreadable messages. Promised: the process
lives, others are answered as ever, and no such connection is left. Broken, if any bytes made it
crash, hang or keep what they sent.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from drills.outcome import Extent, Outcome
from drills.stage import bystanders, stage
from tests.support.frames import (
    CONTINUATION,
    DATA,
    END_HEADERS,
    HEADERS,
    PREFACE,
    RESOLVE,
    RawConnection,
    call_headers,
    frame,
    message,
)

CONNECTIONS = 1_000
SEED = 20260305


def run(outcome: Outcome, extent: Extent) -> None:  # noqa: ARG001 - as long as it takes
    """Hold it."""
    rng = Random(SEED)
    with stage() as server, bystanders(outcome, server, most_mebibytes=64):
        hung_up = sum(_told_off(server.port, rng) for _ in range(CONNECTIONS))
        outcome.promise(server.serving.process.poll() is None, "the process lives")
    outcome.remark(f"{CONNECTIONS} connections, {hung_up} of them closed before their end")


def _told_off(port: int, rng: Random) -> bool:
    """Talk nonsense, and tell whether the server hung up before all was said."""
    with RawConnection(port) as one:
        try:
            for piece in rng.choice(_NONSENSE)(rng):
                one.send(piece)
        except ConnectionError:
            return True
    return False


def _noise(rng: Random) -> Sequence[bytes]:
    return [rng.randbytes(rng.randrange(1, 4_000)) for _ in range(5)]


def _any_frames(rng: Random) -> Sequence[bytes]:
    return [
        frame(
            rng.randrange(256),
            rng.randbytes(rng.randrange(200)),
            rng.randrange(256),
            rng.randrange(2**31),
        )
        for _ in range(50)
    ]


def _lying_lengths(rng: Random) -> Sequence[bytes]:
    honest = frame(DATA, rng.randbytes(100), 0, 1)
    return [b"\xff\xff\xff" + honest[3:], honest[:7], honest]


def _endless_headers(rng: Random) -> Sequence[bytes]:
    more = frame(CONTINUATION, rng.randbytes(16_000), 0, 1)
    return [frame(HEADERS, call_headers(RESOLVE), 0, 1), *[more] * 100]


def _unreadable_message(rng: Random) -> Sequence[bytes]:
    begin = frame(HEADERS, call_headers(RESOLVE), END_HEADERS, 1)
    return [begin, frame(DATA, message(rng.randbytes(rng.randrange(300))), 1, 1)]


def _two_prefaces(rng: Random) -> Sequence[bytes]:
    return [PREFACE * 3, rng.randbytes(20)]


_NONSENSE: Sequence[Callable[[Random], Sequence[bytes]]] = (
    _noise,
    _any_frames,
    _lying_lengths,
    _endless_headers,
    _unreadable_message,
    _two_prefaces,
)
