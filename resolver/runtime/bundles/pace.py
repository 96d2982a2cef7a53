"""When to ask again: at an interval, less often after failures, not all servers at once."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

LONGEST_SECONDS = 600.0
"""However often it failed, a source is asked again after this, or after its interval if longer."""

_SPREAD = 0.1


class Pace:
    """Tells when the next request is due; the first one is at once."""

    def __init__(
        self,
        interval_seconds: float,
        clock: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
    ) -> None:
        """Ask at an interval that varies by a tenth either way; `chance` is from 0 to 1."""
        self._interval_seconds = interval_seconds
        self._clock = clock
        self._chance = chance
        self._failures = 0
        self._next = clock()

    def is_due(self) -> bool:
        """Return whether it is time to ask."""
        return self._clock() >= self._next

    def succeeded(self) -> None:
        """Note an answer: the next request is an interval later."""
        self._failures = 0
        self._wait(self._interval_seconds)

    def failed(self) -> None:
        """Note that there was none: each further failure doubles the wait, up to a bound."""
        longest = max(LONGEST_SECONDS, self._interval_seconds)
        self._wait(min(self._interval_seconds * 2**self._failures, longest))
        self._failures = min(self._failures + 1, 30)

    def _wait(self, seconds: float) -> None:
        self._next = self._clock() + seconds * (1 - _SPREAD + 2 * _SPREAD * self._chance())
