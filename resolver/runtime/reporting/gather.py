"""One pass over a decision log, and what it has told of a span of time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from resolver.runtime.decisions.reading import decision_lines
from resolver.runtime.outcomes.outcome import Outcome
from resolver.runtime.reporting.judged import Judge, Judged
from resolver.runtime.reporting.tally import Tally


@dataclass(frozen=True, slots=True)
class Span:
    """Decisions that were kept from one moment until before another; `None` is open."""

    since: datetime | None = None
    until: datetime | None = None

    def holds(self, moment: datetime) -> bool:
        """Return whether a moment lies within."""
        return (self.since is None or self.since <= moment) and (
            self.until is None or moment < self.until
        )


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was counted; `judged` is absent where nobody gave outcomes.

    `undecided` is how many reports are on no decision of this log and time.
    """

    span: Span
    tally: Tally = field(default_factory=Tally)
    judged: Judged | None = None
    undecided: int = 0


def gather(log: Path, span: Span, outcomes: Iterable[Outcome] | None = None) -> Gathered:
    """Count what a log has kept, reading each of its lines once.

    Raises:
        DecisionLogError: A segment is not as it was written.
        OSError: A file cannot be read.
    """
    tally, judge = Tally(), Judge(outcomes or ())
    for line in decision_lines(log):
        recorded = line.recorded()
        if span.holds(datetime.fromisoformat(recorded["time"])):
            tally.take(recorded)
            judge.take(recorded)
    if outcomes is None:
        return Gathered(span, tally)
    return Gathered(span, tally, judge.judged, judge.undecided)
