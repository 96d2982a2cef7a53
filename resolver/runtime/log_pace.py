"""How often the same thing is logged."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock


@dataclass(slots=True)
class _Bucket:
    left: float
    filled_at: float
    unlogged: int = 0


class LogPace:
    """Lets a burst of lines of one kind through, then so many a second, and counts the rest."""

    def __init__(
        self, burst: int, per_second: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._burst = burst
        self._per_second = per_second
        self._clock = clock
        self._buckets: dict[str, _Bucket] = {}
        self._lock = Lock()

    def turn(self, kind: str) -> int | None:
        """Return how many lines were left out before this one, or `None` to leave it out.

        Kinds must be few: each is remembered.
        """
        now = self._clock()
        with self._lock:
            bucket = self._buckets.setdefault(kind, _Bucket(self._burst, now))
            gained = (now - bucket.filled_at) * self._per_second
            bucket.left = min(self._burst, bucket.left + gained)
            bucket.filled_at = now
            if bucket.left < 1:
                bucket.unlogged += 1
                return None
            bucket.left -= 1
            unlogged, bucket.unlogged = bucket.unlogged, 0
            return unlogged
