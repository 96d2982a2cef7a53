"""Hands a share of the live answers to somebody, in a thread that no caller waits for."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from queue import Full, Queue
from threading import Thread
from typing import NamedTuple, TypeAlias

from resolver.model.answer import Answer
from resolver.model.context import LookupContext
from resolver.runtime.log_pace import LogPace
from resolver.runtime.logs import Event, log, places_of
from resolver.runtime.metrics import SAMPLES
from resolver.runtime.share import Share
from resolver.runtime.snapshot import Snapshot

_WAITING = 32
"""How many answers wait for the thread at most. One that finds no room is left out and counted:
what is sampled must not cost the answers that are not.
"""

_STOP_SECONDS = 5.0


class LiveAnswer(NamedTuple):
    """An answer as it was sent, what was asked, and the snapshot that answered."""

    snapshot: Snapshot
    context: LookupContext
    answer: Answer
    resolution_id: str


Observe: TypeAlias = Callable[[LiveAnswer], str]
"""Looks at one answer and returns, in a word, what came of it: a label of the metric."""


class Sampler:
    """A thread that observes a share of the live answers."""

    def __init__(
        self, name: str, share: float, observe: Observe, outcomes: Sequence[str] = ()
    ) -> None:
        """Take the name that metrics and logs have, the share from 0 to 1, and who observes.

        Each of `outcomes` is told as 0 from the start: how much a counter has grown is not seen
        of a series that begins with its first one.
        """
        self._name = name
        for outcome in outcomes:
            SAMPLES.labels(name, outcome)
        self._share = Share(share)
        self._observe = observe
        self._pace = LogPace(burst=5, per_second=0.1)
        self._waiting: Queue[LiveAnswer | None] = Queue(_WAITING)
        self._thread = Thread(target=self._run, name=name, daemon=True)

    def offer(self, snapshot: Snapshot, context: LookupContext, answer: Answer, id_: str) -> None:
        """Have an answer observed if it is one of the share and there is room. Never waits."""
        if not self._share.takes():
            return
        try:
            self._waiting.put_nowait(LiveAnswer(snapshot, context, answer, id_))
        except Full:
            SAMPLES.labels(self._name, "left_out").inc()

    def start(self) -> None:
        """Observe from now on. The thread takes over which signals its caller holds back."""
        self._thread.start()

    def stop(self) -> None:
        """Observe what waits, and end."""
        self._waiting.put(None)
        self._thread.join(_STOP_SECONDS)

    def _run(self) -> None:
        while (live := self._waiting.get()) is not None:
            try:
                outcome = self._observe(live)
            except Exception as error:  # noqa: BLE001 - the next one must be observed all the same
                outcome = "failed"
                self._log(error)
            SAMPLES.labels(self._name, outcome).inc()

    def _log(self, error: Exception) -> None:
        unlogged = self._pace.turn("failed")
        if unlogged is not None:
            log(
                Event.SAMPLE_FAILED,
                logging.ERROR,
                observer=self._name,
                error=type(error).__name__,
                places=places_of(error),
                unlogged=unlogged,
            )
