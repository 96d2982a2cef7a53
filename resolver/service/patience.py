"""Patience: how long, and how many, calls may wait for their clients."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

import grpc

ARRIVAL_SECONDS = 10.0
"""Enough for the largest request over a slow line: its call is let in once it is there."""

TAKING_SECONDS = 120.0
"""Enough for the answer to a large batch over a slow line."""


class Waiting:
    """Calls that wait for their clients: each for a while, and only so many.

    Where one more comes, the one that has waited longest is cut off. Clients that mean well keep
    a call waiting for a moment only, so that it is never theirs unless nearly all are like that.
    """

    def __init__(self, seconds: float, most: int) -> None:
        self.seconds = seconds
        self._most = most
        self._calls: dict[int, tuple[float, grpc.ServicerContext]] = {}
        self._lock = threading.Lock()

    @property
    def count(self) -> int:
        """How many wait now."""
        return len(self._calls)

    def begin(self, context: grpc.ServicerContext) -> None:
        """Take note that a call waits from now on."""
        with self._lock:
            self._calls[id(context)] = (time.monotonic() + self.seconds, context)
            longest = next(iter(self._calls)) if len(self._calls) > self._most else None
        if longest is not None:
            self._cut_off(longest)

    def end(self, key: int) -> None:
        """Take note that it waits no more, by the `id` of the context; again does nothing."""
        with self._lock:
            self._calls.pop(key, None)

    def end_overdue(self) -> None:
        """Cut off the calls that have waited too long."""
        now = time.monotonic()
        with self._lock:
            overdue = [key for key, (until, _) in self._calls.items() if now >= until]
        for key in overdue:
            self._cut_off(key)

    def _cut_off(self, key: int) -> None:
        with self._lock:
            _, context = self._calls.pop(key, (0.0, None))
        if context is not None:
            context.cancel()  # not under the lock: its end may be told at once


class Patience:
    """Looks again and again for calls that have waited too long, in a thread of its own."""

    def __init__(self, waiting: Sequence[Waiting]) -> None:
        self._waiting = waiting
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="patience", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._over.set()

    def _run(self) -> None:
        shortest = min(one.seconds for one in self._waiting)
        while not self._over.wait(shortest / 4):
            for one in self._waiting:
                one.end_overdue()
