"""Does something once an interval, in a thread of its own."""

from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime
from typing import Protocol

from resolver.runtime.logs import Event, log, places_of

_STOP_SECONDS = 5.0
"""How long stopping waits for a step under way; loading rules takes about a second."""


class _Stepped(Protocol):
    def step(self, now: datetime) -> object: ...


class Ticker:
    """Steps something in a thread of its own, once an interval, whatever becomes of each step."""

    def __init__(self, name: str, stepped: _Stepped, interval_seconds: float) -> None:
        """Name the thread, and what is stepped. An interval of 0 is for never."""
        self._stepped = stepped
        self._interval_seconds = interval_seconds
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin. The thread takes over which signals its caller holds back."""
        if self._interval_seconds:
            self._thread.start()

    def stop(self) -> None:
        """End at once, but for a step under way, which has some seconds to end."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(_STOP_SECONDS)

    def _run(self) -> None:
        while not self._stopping.wait(self._interval_seconds):
            try:
                self._stepped.step(datetime.now(UTC))
            except Exception as error:  # noqa: BLE001 - or nobody would ever step again
                log(
                    Event.UPKEEP_FAILED,
                    logging.ERROR,
                    step=self._thread.name,
                    error=type(error).__name__,
                    places=places_of(error),
                )
