"""The most frequent of many things, in bounded memory."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

KeyT = TypeVar("KeyT", bound=Hashable)
ValueT = TypeVar("ValueT")


@dataclass(slots=True)
class Counted(Generic[KeyT, ValueT]):
    """One thing: how often it was seen, at least, and what else is counted of it.

    `missed` is by how much `count` may be too low, because the thing was forgotten meanwhile.
    """

    key: KeyT
    value: ValueT
    count: int = 0
    missed: int = 0


class Frequent(Generic[KeyT, ValueT]):
    """Counts things and forgets the rarest whenever there are twice as many as are to be kept.

    Attributes:
        missed: By how much any count may be too low; 0 as long as nothing was forgotten.
    """

    def __init__(self, kept: int, begin: Callable[[], ValueT]) -> None:
        """Keep so many things or more; `begin` makes what else is counted of a new one."""
        self._kept = kept
        self._begin = begin
        self._found: dict[KeyT, Counted[KeyT, ValueT]] = {}
        self.missed = 0

    def see(self, key: KeyT) -> ValueT:
        """Count a thing once more, and return what else is counted of it."""
        found = self._found.get(key)
        if found is None:
            if len(self._found) >= 2 * self._kept:
                self._forget()
            found = self._found[key] = Counted(key, self._begin(), missed=self.missed)
        found.count += 1
        return found.value

    def ranked(self) -> list[Counted[KeyT, ValueT]]:
        """Return what was kept, the most frequent first; what was seen earlier wins a tie."""
        return sorted(self._found.values(), key=lambda one: -one.count)

    def _forget(self) -> None:
        ranked = self.ranked()
        self._found = {one.key: one for one in ranked[: self._kept]}
        forgotten = ranked[self._kept :]
        self.missed = max(self.missed, *(one.count + one.missed for one in forgotten))
