"""How far a process is with serving, as probes ask for it."""

from __future__ import annotations

import signal
from enum import Enum

STOP_SIGNALS = frozenset({signal.SIGTERM, signal.SIGINT})
"""What ends serving. The main thread waits for them, so that every other one holds them back."""


class Phase(Enum):
    """It goes from one to the next and never back."""

    STARTING = "starting"
    """Rules are being loaded; calls are not taken yet."""

    SERVING = "serving"
    """Calls are taken."""

    STOPPING = "stopping"
    """Calls under way are ended, and new ones should go elsewhere."""


class Progress:
    """The phase that a process is in, for whoever asks from another thread."""

    def __init__(self) -> None:
        self.phase = Phase.STARTING

    @property
    def is_ready(self) -> bool:
        """Whether new calls should come here."""
        return self.phase is Phase.SERVING

    @property
    def has_started(self) -> bool:
        """Whether it ever got as far as to take calls."""
        return self.phase is not Phase.STARTING
