"""How far a process is with serving, and by which rules, as probes and operators ask for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from resolver.runtime.edition import ServingRules
from resolver.runtime.staleness import Staleness


class Phase(Enum):
    """It goes from one to the next and never back."""

    STARTING = "starting"
    """Rules are being loaded; calls are not taken yet."""

    SERVING = "serving"
    """Calls are taken."""

    STOPPING = "stopping"
    """Calls under way are ended, and new ones should go elsewhere."""


@dataclass(frozen=True, slots=True)
class WorkerTold:
    """One worker process: its place among the workers, its process, and what it is about."""

    worker: int
    pid: int
    phase: Phase
    since: datetime


class Progress:
    """The phase that a process is in, and what serves, for whoever asks from another thread."""

    def __init__(self) -> None:
        self.phase = Phase.STARTING
        self.rules: ServingRules | None = None
        """What serves; absent while rules are loaded for the first time."""
        self.staleness: Staleness | None = None
        self.workers: Callable[[], Sequence[WorkerTold]] | None = None
        """Tells of the worker processes; absent where this process answers itself."""

    @property
    def is_ready(self) -> bool:
        """Whether new calls should come here: one worker that takes them is enough."""
        if self.staleness is not None and not self.staleness.stance.is_ready:
            return False
        return self.phase is Phase.SERVING and self._somebody_serves()

    @property
    def has_started(self) -> bool:
        """Whether it ever got as far as to take calls."""
        return self.phase is not Phase.STARTING

    @property
    def remarks(self) -> tuple[str, ...]:
        """What is to be said beyond the phase; empty where all is well."""
        told = []
        if self.phase is Phase.SERVING and not self._somebody_serves():
            told.append("no worker")
        if self.rules and self.rules.last_reload and not self.rules.last_reload.succeeded:
            told.append("latest refused")
        if self.staleness and self.staleness.is_stale:
            told.append("rules stale")
        return tuple(told)

    def _somebody_serves(self) -> bool:
        return self.workers is None or any(one.phase is Phase.SERVING for one in self.workers())
