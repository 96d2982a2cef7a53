"""How many calls of one kind may be under way at once, in all and of one caller."""

from __future__ import annotations

from collections import Counter
from math import ceil
from threading import Lock

from resolver.errors import CallerLimitError, OverloadedError


class Admission:
    """Counts the calls under way, those that wait for a thread included.

    What is shed costs almost nothing, and what is let in has a wait that the limit bounds. A
    caller without a name is not told apart from others: only the limit in all holds for it.
    """

    def __init__(
        self, limit: int, caller_share: float, refusal: type[OverloadedError] = OverloadedError
    ) -> None:
        self._limit = limit
        self._caller_limit = ceil(limit * caller_share)
        self._refusal = refusal
        self._under_way = 0
        self._by_caller: Counter[str] = Counter()
        self._lock = Lock()

    @property
    def under_way(self) -> int:
        """How many calls have been let in and have not ended."""
        return self._under_way

    def enter(self, caller: str) -> OverloadedError | None:
        """Let a call in and return `None`, or return why it is shed."""
        with self._lock:
            if self._under_way >= self._limit:
                return self._refusal()
            if caller:
                if self._by_caller[caller] >= self._caller_limit:
                    return CallerLimitError()
                self._by_caller[caller] += 1
            self._under_way += 1
        return None

    def leave(self, caller: str) -> None:
        """Take note that a call that was let in has ended, however it did."""
        with self._lock:
            self._under_way -= 1
            if caller:
                self._by_caller[caller] -= 1
                if not self._by_caller[caller]:
                    del self._by_caller[caller]  # or names would gather for ever
