"""A worker that is told to stop.

Done: three times one of two workers is sent SIGTERM under the load of eight callers. Promised: it
leaves once its calls are answered, another takes its place, and with the shipped service config no
call is lost. Broken, if calls under way were cut off, or a new one were taken and forgotten.
"""

from __future__ import annotations

import signal

from drills.outcome import Extent, Outcome
from drills.replacing import end_workers


def run(outcome: Outcome, extent: Extent) -> None:
    """Hold it."""
    end_workers(outcome, extent, signal.SIGTERM, "worker.leaving")
