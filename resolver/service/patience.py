"""Patience: how long a thread is kept for a request that does not arrive."""

from __future__ import annotations

import threading
import time

import grpc

ARRIVAL_SECONDS = 10.0
"""Enough for the largest request over a slow line: a call is let in by its headers alone."""


class Patience:
    """Cuts off unary calls whose message does not come.

    The library has a thread wait for it, without an end if the call has no deadline: a few clients
    that die, or mean harm, would otherwise silence the server.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._waiting: dict[int, tuple[float, grpc.ServicerContext]] = {}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="patience", daemon=True)

    def begin(self, context: grpc.ServicerContext) -> None:
        """Take note that a thread waits for the message of a call."""
        self._waiting[id(context)] = (time.monotonic() + self._seconds, context)

    def end(self, key: int) -> None:
        """Take note that it waits no more, by the `id` of the context; again does nothing."""
        self._waiting.pop(key, None)

    def start(self) -> None:
        """Begin to look at the calls that wait."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._over.set()

    def _run(self) -> None:
        while not self._over.wait(self._seconds / 4):
            now = time.monotonic()
            for until, context in list(self._waiting.values()):
                if now >= until:
                    context.cancel()
