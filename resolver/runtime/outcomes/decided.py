"""Decisions of a log as outcomes are joined to them: judged by the rules that learn."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from resolver.engine.plain import PlainEngine
from resolver.model.rulebook import Rulebook
from resolver.runtime.decisions.reading import Recorded, decision_lines


class LoggedDecision(NamedTuple):
    """What is needed of a decision; see `Decided`."""

    resolution_id: str
    matches: tuple[str, ...]
    evaluated_at: datetime
    provider: str


def logged_decisions(
    log: Path, rulebook: Rulebook, wanted: Collection[str]
) -> Iterator[LoggedDecision]:
    """Yield the decisions of a log whose id is wanted, in the order of the log.

    Rules may have changed since. A log keeps the facts, so that those of another revision are
    matched again: it is the rules of today that learn.

    Raises:
        DecisionLogError: A segment is not as it was written; what came before it was yielded.
        EngineError: The rules of today compare facts that had another type then.
    """
    engine = PlainEngine(rulebook.active_conditions())
    for line in decision_lines(log):
        recorded = line.recorded()
        if recorded["id"] not in wanted:
            continue
        yield LoggedDecision(
            resolution_id=recorded["id"],
            matches=_matches(recorded, rulebook, engine),
            evaluated_at=datetime.fromisoformat(recorded["evaluated_at"]),
            provider=recorded["context"].get("outcome.provider", ""),
        )


def _matches(recorded: Recorded, rulebook: Rulebook, engine: PlainEngine) -> tuple[str, ...]:
    if recorded["revision"] == rulebook.revision:
        return tuple(recorded["matches"])
    return tuple(sorted(engine.match(recorded["facts"])))
