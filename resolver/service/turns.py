"""Turns: what lets single calls be answered while batches and streams are worked on."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_PAUSE_SECONDS = 0.000_05


class Turns:
    """One item of all batches and streams at a time, and a pause after each.

    All of them together then are one rival of the single calls for the interpreter's lock. The
    pause gives that lock away: merely to release it would not, as whoever waits for it wakes up
    too late. Measured by `python -m bench.fairness`.
    """

    def __init__(self) -> None:
        self._lock = Lock()

    @contextmanager
    def one(self) -> Iterator[None]:
        """Wait for a turn and keep it until the block ends."""
        with self._lock:
            yield
        time.sleep(_PAUSE_SECONDS)
