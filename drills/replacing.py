"""Workers ended by a signal, one after the other, while callers go on."""

from __future__ import annotations

import os
import signal
import time

from drills.callers import Callers
from drills.calm import calm_questions
from drills.outcome import Extent, Outcome, quantile
from drills.stage import stage

ROUNDS = 3
CALLERS = 8
ROOM = {"RESOLVER_BATCHES": str(CALLERS)}
"""For the batches of all callers at whichever worker is left."""


def end_workers(outcome: Outcome, extent: Extent, number: signal.Signals, event: str) -> None:
    """End one of two workers by a signal, again and again, and wait until another has its place.

    `event` is what the log says of a worker that ends so. Each caller has the shipped service
    config and a connection of its own.
    """
    with stage(RESOLVER_WORKERS="2", **ROOM) as server:
        callers = Callers(outcome, calm_questions(), server.connect, CALLERS)
        with callers.calling():
            for place in range(ROUNDS):
                time.sleep(extent.seconds / 5)
                ended = server.workers()[place % 2]
                os.kill(ended, number)
                outcome.promise(server.told(event)["pid"] == ended, "the log says which one")
                server.told("worker.started")
                outcome.promise(ended not in server.workers(), "another has its place")
            time.sleep(extent.seconds / 5)
        server.serving.process.send_signal(signal.SIGTERM)
        outcome.promise(server.serving.process.wait(60) == 0, "the server ends with 0")
    outcome.remark(
        f"{ROUNDS} workers ended under {CALLERS} callers; "
        f"p99 {quantile(callers.waits, 0.99) * 1000:.0f} ms, "
        f"longest {max(callers.waits) * 1000:.0f} ms"
    )
