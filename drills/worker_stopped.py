"""A server that is stopped as orchestrators do it.

Done: three times one of two servers on a port is sent SIGTERM under eight callers, and replaced.
Promised: it ends by itself with exit code 0, and with the shipped service config no
call is lost. Broken, if calls under way were cut off, or a new one were taken and forgotten.
"""

from __future__ import annotations

import signal

from drills.outcome import Extent, Outcome
from drills.replacing import replace_each


def run(outcome: Outcome, extent: Extent) -> None:
    """Hold it."""
    replace_each(outcome, extent, signal.SIGTERM)
