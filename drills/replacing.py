"""Two servers on one port, one after the other ended and replaced while callers go on."""

from __future__ import annotations

import signal
import time
from contextlib import ExitStack

from drills.callers import Callers
from drills.calm import calm_questions
from drills.outcome import Extent, Outcome, quantile
from drills.stage import Stage, stage

ROUNDS = 3
CALLERS = 8


def replace_each(outcome: Outcome, extent: Extent, number: signal.Signals) -> None:
    """End servers by a signal, each time with another one beside it that goes on.

    Each caller has the shipped service config and a connection of its own.
    """
    with ExitStack() as servers:
        first = servers.enter_context(stage())
        both: list[Stage] = [first, servers.enter_context(stage(port=first.port))]
        callers = Callers(outcome, calm_questions(), first.connect, CALLERS)
        with callers.calling():
            for _ in range(ROUNDS):
                time.sleep(extent.seconds / 5)
                _end(outcome, both.pop(0), number)
                both.append(servers.enter_context(stage(port=first.port)))
            time.sleep(extent.seconds / 5)
    outcome.remark(
        f"{ROUNDS} servers ended under {CALLERS} callers; "
        f"p99 {quantile(callers.waits, 0.99) * 1000:.0f} ms, "
        f"longest {max(callers.waits) * 1000:.0f} ms"
    )


def _end(outcome: Outcome, server: Stage, number: signal.Signals) -> None:
    process = server.serving.process
    process.send_signal(number)
    code = process.wait(40)
    expected = 0 if number is signal.SIGTERM else -number
    outcome.promise(code == expected, f"it ends with {expected}, not {code}")
