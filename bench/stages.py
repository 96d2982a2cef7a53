"""What one `Resolve` costs by stage, in one run over real failed lookups.

python -m bench.stages [CASES.jsonl]

Each stage is timed for every case, best of several rounds, in microseconds a lookup; shares hold
better than times. A diagnosis is worked out afresh where no lookup before was alike to all
conditions of the rulebook; otherwise it is remembered.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from google.protobuf import json_format

from resolver.model.beijing import beijing_day
from resolver.model.context import LookupContext
from resolver.runtime.snapshot import build_snapshot
from resolver.service.convert.answer import write_answer
from resolver.service.convert.context import read_context
from resolver.service.validation import check_context
from resolver.v1 import context_pb2, resolver_service_pb2

ROUNDS = 7
CASES = Path("tests/data/cases/tuning.jsonl")


@dataclass(frozen=True, slots=True)
class Lookup:
    """A failed lookup as it comes over the wire, as the stages see it, and when it is judged."""

    context: LookupContext
    at: datetime
    wire: bytes


def stages(lookups: Sequence[Lookup]) -> dict[str, float]:
    """Return µs a lookup by stage, those of a diagnosis that is remembered excepted."""
    always, first_time, _ = _stages(lookups)
    return always | first_time


def main() -> None:
    """Print a table with one line a stage, and what a lookup costs in all."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else CASES
    lookups = read_lookups(path)
    always, first_time, remembered = _stages(lookups)
    whole = sum(always.values())
    afresh = whole + sum(first_time.values())
    print(f"{len(lookups)} lookups, best of {ROUNDS} rounds; shares of a lookup diagnosed afresh")
    print(f"{'stage':44}{'µs':>8}{'share':>8}")
    for name, micros in (always | first_time).items():
        print(f"{name:44}{micros:8.1f}{micros / afresh:8.0%}")
    print(f"{'together, diagnosed afresh':44}{afresh:8.1f}{1:8.0%}")
    again = whole + remembered
    print(f"{'together, diagnosis remembered':44}{again:8.1f}{again / afresh:8.0%}")


def _stages(lookups: Sequence[Lookup]) -> tuple[dict[str, float], dict[str, float], float]:
    """Return what each lookup costs, what a diagnosis costs afresh, and one that is remembered."""
    snapshot = build_snapshot(Path("rules"))
    resolver, diagnoser = snapshot.resolver, snapshot.resolver.diagnoser
    days = [beijing_day(one.at) for one in lookups]
    facts = [resolver.derive(one.context, one.at).facts for one in lookups]
    matches = [snapshot.engine.match(one) for one in facts]
    answers = [resolver.resolve(one.context, one.at) for one in lookups]
    wired = [context_pb2.LookupContext.FromString(one.wire) for one in lookups]
    indices = range(len(lookups))

    def write(i: int) -> None:
        response = resolver_service_pb2.ResolveResponse()
        write_answer(answers[i], "0" * 32, response)
        response.SerializeToString()

    derive = _best(indices, lambda i: resolver.derive(lookups[i].context, lookups[i].at))
    match = _best(indices, lambda i: snapshot.engine.match(facts[i]))
    score = _best(indices, lambda i: resolver.score(matches[i], days[i]))
    afresh = _best(indices, lambda i: diagnoser.work_out(facts[i], days[i]))
    remembered = _best(indices, lambda i: diagnoser.diagnose(facts[i], days[i]))
    resolved = _best(indices, lambda i: resolver.resolve(lookups[i].context, lookups[i].at))
    always = {
        "bytes to message": _best(
            indices, lambda i: context_pb2.LookupContext.FromString(lookups[i].wire)
        ),
        "limits": _best(indices, lambda i: check_context(wired[i], "context")),
        "message to context": _best(indices, lambda i: read_context(wired[i])),
        "facts": derive,
        "texts": resolved - derive - remembered,
        "answer to bytes": _best(indices, write),
    }
    first_time = {
        "diagnosis: match": match,
        "diagnosis: score": score,
        "diagnosis: remedies, disposition, questions": afresh - match - score,
    }
    return always, first_time, remembered


def _best(indices: range, work: Callable[[int], object]) -> float:
    """Return the µs of a lookup, each at its best: what other work disturbs least."""

    def once(index: int) -> float:
        started = perf_counter()
        work(index)
        return perf_counter() - started

    rounds = [[once(index) for index in indices] for _ in range(ROUNDS)]
    return sum(map(min, zip(*rounds, strict=True))) / len(indices) * 1e6


def read_lookups(path: Path) -> list[Lookup]:
    """Return the lookups of a file of labelled cases, in order."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]
    return [_lookup(row) for row in rows]


def _lookup(row: dict[str, Any]) -> Lookup:
    message = json_format.ParseDict(row["context"], context_pb2.LookupContext())
    at = datetime.fromisoformat(row["evaluation_time"])
    return Lookup(read_context(message), at, message.SerializeToString())


if __name__ == "__main__":
    main()
