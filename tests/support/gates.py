"""What keeps a call under way for as long as a test wants."""

from __future__ import annotations

import threading

from resolver.model.context import LookupContext


class Gate:
    """Holds calls until it is opened: all of them, or those for lookups of one id."""

    def __init__(self, lookup_id: str | None = None) -> None:
        self.lookup_id = lookup_id
        self.entered = threading.Semaphore(0)
        self.opened = threading.Event()

    def __call__(self, context: LookupContext) -> None:
        """Wait until the gate is opened."""
        if self.lookup_id not in {None, context.lookup_id}:
            return
        self.entered.release()
        assert self.opened.wait(10)
