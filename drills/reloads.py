"""Rules exchanged under load.

Done: the rules folder, a link, is exchanged six times between two rulebooks of which each tells
its revision in every answer, and in between for one with a mistake, while callers go on. Promised:
every answer is the calm one of one of the two, whole; what has a mistake changes nothing; no call
is lost. Broken, if an answer mixed both, or a call met a moment without rules.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from drills.callers import Callers
from drills.calm import calm_questions, either
from drills.outcome import Extent, Outcome, quantile
from drills.stage import Stage, stage
from tests.support.rulefolders import TINY_RULES, edition

EXCHANGES, BROKEN_EVERY = 6, 3


def run(outcome: Outcome, extent: Extent) -> None:  # noqa: ARG001 - as long as it takes
    """Hold it."""
    with tempfile.TemporaryDirectory() as name:
        link = Path(name, "rules")
        books = [edition(TINY_RULES, Path(name), number) for number in range(2)]
        broken = edition(TINY_RULES, Path(name), 2)
        (broken / "scale.yaml").write_text("weights: [", "utf-8")
        questions = either(*(calm_questions(book) for book in books))
        link.symlink_to(books[0])
        with stage(link, RESOLVER_RELOAD_SECONDS="0.1") as server:
            callers = Callers(outcome, questions, server.connect, pause_seconds=0.005)
            seconds = []
            with callers.calling():
                for number in range(1, EXCHANGES + 1):
                    seconds.append(point(link, books[number % 2], server, succeeds=True))
                    if number % BROKEN_EVERY == 0:
                        point(link, broken, server, succeeds=False)
    outcome.remark(
        f"{EXCHANGES} exchanges, median {quantile(seconds, 0.5):.1f} s each; "
        f"p99 of calls {quantile(callers.waits, 0.99) * 1000:.0f} ms"
    )


def point(link: Path, book: Path, server: Stage, *, succeeds: bool) -> float:
    """Exchange the link, as a mounted ConfigMap is, and return the seconds until the log tells."""
    beside = link.with_name("beside")
    beside.symlink_to(book)
    began = time.monotonic()
    beside.replace(link)
    server.told("rules.reload.succeeded" if succeeds else "rules.reload.failed")
    return time.monotonic() - began
