"""What one `Resolve` costs by stage, in one run over real failed lookups.

python -m bench.stages [CASES.jsonl]

Each stage is timed over all cases, best of several rounds, in microseconds a lookup; shares hold
better than times. The stages are those of the sentence: wire to context, facts, match, score,
answer, answer to wire.
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
from resolver.v1 import context_pb2, resolver_service_pb2

ROUNDS = 7
CASES = Path("tests/data/cases/tuning.jsonl")


@dataclass(frozen=True, slots=True)
class Lookup:
    """A failed lookup as it comes over the wire, as the stages see it, and when it is judged."""

    context: LookupContext
    at: datetime
    wire: bytes


def main() -> None:
    """Print a table with one line a stage."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else CASES
    lookups = read_lookups(path)
    stages = _stages(lookups)
    whole = sum(stages.values())
    print(f"{len(lookups)} lookups, best of {ROUNDS} rounds")
    print(f"{'stage':24}{'µs':>8}{'share':>8}")
    for name, micros in stages.items():
        print(f"{name:24}{micros:8.1f}{micros / whole:8.0%}")
    print(f"{'together':24}{whole:8.1f}")


def _stages(lookups: Sequence[Lookup]) -> dict[str, float]:
    snapshot = build_snapshot(Path("rules"))
    resolver = snapshot.resolver
    derived = [resolver.derive(one.context, one.at) for one in lookups]
    matches = [snapshot.engine.match(one.facts) for one in derived]
    answers = [resolver.resolve(one.context, one.at) for one in lookups]
    indices = range(len(lookups))

    def read(i: int) -> None:
        read_context(context_pb2.LookupContext.FromString(lookups[i].wire))

    def write(i: int) -> None:
        response = resolver_service_pb2.ResolveResponse()
        write_answer(answers[i], "0" * 32, response)
        response.SerializeToString()

    known = {
        "wire to context": _best(indices, read),
        "facts": _best(indices, lambda i: resolver.derive(lookups[i].context, lookups[i].at)),
        "match": _best(indices, lambda i: snapshot.engine.match(derived[i].facts)),
        "score": _best(indices, lambda i: resolver.score(matches[i], beijing_day(lookups[i].at))),
    }
    whole = _best(indices, lambda i: resolver.resolve(lookups[i].context, lookups[i].at))
    known["remedies and texts"] = whole - known["facts"] - known["match"] - known["score"]
    known["answer to wire"] = _best(indices, write)
    return known


def _best(indices: range, work: Callable[[int], object]) -> float:
    def once() -> float:
        started = perf_counter()
        for index in indices:
            work(index)
        return perf_counter() - started

    return min(once() for _ in range(ROUNDS)) / len(indices) * 1e6


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
