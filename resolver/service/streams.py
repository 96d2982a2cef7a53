"""Streams that are open, and how they end when the server stops."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Lock
from typing import TypeVar

from resolver.errors import ServerStoppingError

_Request = TypeVar("_Request")


class OpenStreams:
    """Counts the streams that are at work on a message, and ends them between two of these.

    A stream that waits for its caller's next message cannot be woken: the server cuts those off
    once nothing else is under way.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._draining = False
        self.at_work = 0
        """How many have been given a message and have not asked for the next one."""

    def drain(self) -> None:
        """Let no stream have another message."""
        self._draining = True

    def requests(self, incoming: Iterator[_Request]) -> Iterator[_Request]:
        """Yield the messages of a stream until there are no more.

        Raises:
            ServerStoppingError: There might be more, but not here.
        """
        while True:
            if self._draining:
                raise ServerStoppingError
            try:
                request = next(incoming)
            except StopIteration:
                return
            self._count(1)
            try:
                yield request
            finally:
                self._count(-1)

    def _count(self, change: int) -> None:
        with self._lock:
            self.at_work += change
