"""Turns: what lets single calls be answered while batches and streams are worked on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from threading import Lock

_PAUSE_SECONDS = 0.000_05
_ITEMS_BETWEEN_PAUSES = 8
"""While no single call is known of: one that has just come is not, until somebody has the lock."""


class Turns:
    """One item of all batches and streams at a time, and pauses between them.

    All of them together then are one rival of the single calls for the interpreter's lock. The
    pause gives that lock away: merely to release it would not, as whoever waits for it wakes up
    too late. Measured by `python -m bench.fairness`.
    """

    def __init__(
        self,
        single_calls: Callable[[], int] = lambda: 0,
        pause: Callable[[float], object] = time.sleep,
    ) -> None:
        """Take what tells how many single calls are under way."""
        self._lock = Lock()
        self._single_calls = single_calls
        self._pause = pause
        self._items = count(1)

    @contextmanager
    def one(self) -> Iterator[None]:
        """Wait for a turn and keep it until the block ends."""
        with self._lock:
            yield
        if next(self._items) % _ITEMS_BETWEEN_PAUSES == 0 or self._single_calls():
            self._pause(_PAUSE_SECONDS)
