"""Which snapshot requests get: exchanged whole, held for a moment, or none any more."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

from resolver.errors import RulesStaleError
from resolver.runtime.edition import Edition, ReloadAttempt
from resolver.runtime.snapshot import Snapshot, snapshot_like, snapshot_of_edition

_LONGEST_HOLD_SECONDS = 5.0
"""A hold ends when another snapshot comes, some milliseconds later; or else after this."""


class SnapshotHolder:
    """The snapshot that new requests get. A request keeps the one that it began with."""

    def __init__(self, snapshot: Snapshot, last_reload: ReloadAttempt | None = None) -> None:
        self._current = snapshot
        self._free = Event()
        self._free.set()
        self.last_reload = last_reload
        self.confirmed_at = snapshot.loaded_at
        self.is_withheld = False
        """Whether the snapshot is too old to answer by."""
        self.before_serving: Callable[[Edition], None] = lambda _edition: None
        """Told of each edition that is prepared, before anything is answered by it."""

    @property
    def current(self) -> Snapshot:
        """The snapshot that serves now. While it is held, whoever asks waits for the next one."""
        if not self._free.is_set() and not self._free.wait(_LONGEST_HOLD_SECONDS):
            self._free.set()  # or every later request would wait as long
        return self._current

    @property
    def answering(self) -> Snapshot:
        """The same, to answer a lookup by.

        Raises:
            RulesStaleError: It is too old for that.
        """
        if self.is_withheld:
            raise RulesStaleError
        return self.current

    def hold(self) -> None:
        """Let nobody have the snapshot that serves any more: the next one is about to come."""
        self._free.clear()

    def swap(self, snapshot: Snapshot) -> Snapshot:
        """Let another snapshot serve from now on and return the one it replaces.

        Requests under way still use that one: its engine must not be closed before they end.
        """
        replaced, self._current = self._current, snapshot
        self._free.set()
        return replaced

    def prepare(self, edition: Edition) -> Snapshot:
        """Build what would answer by an edition.

        Raises:
            EngineError: The engine cannot be built.
        """
        self.before_serving(edition)
        return snapshot_like(edition, self._current)

    def take(self, edition: Edition) -> None:
        """Prepare an edition and let it serve from now on; see `prepare` for errors."""
        self.swap(self.prepare(edition))

    def tell(self, attempt: ReloadAttempt) -> None:
        """Remember how an attempt ended, after what came of it serves."""
        self.last_reload = attempt


def serve_here(edition: Edition) -> SnapshotHolder:
    """Return what answers by an edition in this process.

    Raises:
        EngineError: The engine cannot be built.
    """
    return SnapshotHolder(snapshot_of_edition(edition))
