"""A server that vanishes without a word.

Done: three times one of two servers on a port is sent SIGKILL under eight callers, and replaced.
Promised: with the shipped service config no call is lost, and none is answered
otherwise. Broken, if a call that was under way were not made again, or half an answer were taken.
"""

from __future__ import annotations

import signal

from drills.outcome import Extent, Outcome
from drills.replacing import replace_each


def run(outcome: Outcome, extent: Extent) -> None:
    """Hold it."""
    replace_each(outcome, extent, signal.SIGKILL)
