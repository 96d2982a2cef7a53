"""What many rules cost: `python -m bench.scaling`.

Generated rulebooks of 100 and of 1,000 active rules, of which each context matches equally many:
processor µs of a diagnosis afresh (match, score, remedies, questions) and of the answer with its
texts, by contexts that differ in the age of the invoice.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import thread_time

from bench.figures import Figure
from bench.load_rules import generated_folder, load_seconds
from resolver.inference.pipeline import Resolver
from resolver.model.beijing import BEIJING
from resolver.model.context import LookupContext, LookupOutcome, LookupTiming, Requester, Role
from resolver.runtime.snapshot import Snapshot, build_snapshot, snapshot_of

SIZES = (100, 1_000)
ROUNDS = 10
_AT = datetime(2026, 3, 5, 10, tzinfo=BEIJING)
_HOURS = range(1, 20)
_WARM_UP = 0  # an age of its own: the first answer of a resolver prepares texts


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one rulebook: rules matched on average, and processor µs of every answer, ascending."""

    matched: float
    micros: Sequence[float]

    @property
    def median(self) -> float:
        """The µs that half of the answers did not exceed."""
        return statistics.median(self.micros)

    @property
    def p99(self) -> float:
        """The µs that 99 of 100 answers did not exceed."""
        return self.micros[int(len(self.micros) * 0.99)]


def measure() -> dict[int, Cost]:
    """Return the cost by the number of rules."""
    return {size: _cost(size) for size in SIZES}


def _cost(size: int) -> Cost:
    with generated_folder(size) as folder:
        snapshot = build_snapshot(folder)
    micros = sorted(
        _micros(fresh.resolver, context)
        for fresh in _afresh(snapshot)
        for context in map(_context, _HOURS)
    )
    answers = [snapshot.resolver.resolve(_context(hours), _AT) for hours in _HOURS]
    return Cost(statistics.mean(len(answer.matches) for answer in answers), micros)


def _afresh(snapshot: Snapshot) -> Sequence[Snapshot]:
    """Return snapshots that remember no diagnosis yet but one."""
    fresh = [snapshot_of(snapshot.rulebook) for _ in range(ROUNDS)]
    for one in fresh:
        one.resolver.resolve(_context(_WARM_UP), _AT)
    return fresh


def _micros(resolver: Resolver, context: LookupContext) -> float:
    started = thread_time()
    resolver.resolve(context, _AT)
    return (thread_time() - started) * 1e6


def _context(hours: int) -> LookupContext:
    issued = _AT - timedelta(hours=hours)
    return LookupContext(
        outcome=LookupOutcome(message="查无此票"),
        timing=LookupTiming(queried_at=_AT, issued_at=issued),
        requester=Requester(role=Role.SERVICE_ACCOUNT),
    )


def figures(costs: dict[int, Cost], seconds: float) -> list[Figure]:
    """Return what is wanted of many rules; `seconds` is what 2,000 of them take to load."""
    few, many = (costs[size] for size in SIZES)
    return [
        Figure("rules: cost of 1,000, of the cost of 100", many.median / few.median, 3.0),
        Figure("rules: p99 of an answer by 1,000, in process", many.p99 / 1000, 1.0, "ms"),
        Figure("rules: time to load 2,000", seconds, 5.0, "s"),
    ]


def main() -> None:
    """Print the costs."""
    costs = measure()
    for size, cost in costs.items():
        print(
            f"{size:>5} rules, {cost.matched:.0f} matched: median {cost.median:.0f} µs,"
            f" p99 {cost.p99:.0f} µs"
        )
    for figure in figures(costs, load_seconds(2_000)):
        print(figure.line)


if __name__ == "__main__":
    main()
