"""A worker that vanishes without a word.

Done: three times one of two workers is sent SIGKILL under the load of eight callers. Promised:
with the shipped service config no call is lost and none is answered otherwise, and another worker
takes the place. Broken, if a call under way were not made again, or half an answer were taken.
"""

from __future__ import annotations

import signal

from drills.outcome import Extent, Outcome
from drills.replacing import end_workers


def run(outcome: Outcome, extent: Extent) -> None:
    """Hold it."""
    end_workers(outcome, extent, signal.SIGKILL, "worker.died")
