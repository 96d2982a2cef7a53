"""How many steps the interpreter takes for a lookup: a count, so that no load disturbs it.

    python -m bench.steps [--renew]

Counts bytecode instructions, and calls of functions written in C, for real failed lookups, and
compares them with `bench/steps.json`, which has the counts of each version of Python. What happens
within C is not seen. `--renew` writes the counts of this version there: after a change that is
meant to cost that much, or that saves as much.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FrameType, SimpleNamespace
from typing import Any

from bench.serving import failed_lookups
from resolver.runtime.access.callers import Scope
from resolver.runtime.holder import SnapshotHolder
from resolver.runtime.snapshot import build_snapshot
from resolver.service.barrier import guard_unary
from resolver.service.resolver_servicer import ResolverServicer
from resolver.v1 import resolver_service_pb2 as pb

BASELINE = Path("bench/steps.json")
TOLERANCE = 0.1
"""How far a count may be from its baseline. Hash seeds change counts by less than a thousandth."""

_EVERY = 13  # th of the lookups is counted: some 40
Counts = Mapping[str, Mapping[str, float]]


def count_steps(work: Callable[[], object]) -> dict[str, int]:
    """Return how many `instructions` and `C calls` a piece of work takes in this thread."""
    counts: Counter[str] = Counter()

    def trace(frame: FrameType, event: str, _: Any) -> Callable[..., Any]:  # noqa: ANN401
        if event == "call":
            frame.f_trace_lines, frame.f_trace_opcodes = False, True
        elif event == "opcode":
            counts["instructions"] += 1
        return trace

    def profile(_frame: FrameType, event: str, _: Any) -> None:  # noqa: ANN401
        if event == "c_call":
            counts["C calls"] += 1

    before = sys.gettrace(), sys.getprofile()
    sys._getframe().f_trace_opcodes = True  # Python 3.12 wants to know before
    sys.setprofile(profile)
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before[0])
        sys.setprofile(before[1])
    return dict(counts)


def measure(rules: Path = Path("rules")) -> dict[str, dict[str, float]]:
    """Return what a lookup takes by kind of call, on average over some lookups.

    `first` is a lookup by rules that are new, `unary` and `batch` one that is remembered.
    """
    requests = failed_lookups()[::_EVERY]
    snapshot = build_snapshot(rules)
    servicer = ResolverServicer(SnapshotHolder(snapshot))
    context = _Context()
    resolve = guard_unary("Resolve", servicer.Resolve, Scope.RESOLVE)
    messages = [request.SerializeToString() for request in requests]
    batch = pb.BatchResolveRequest(contexts=[request.context for request in requests])

    def unary() -> None:
        for message in messages:
            resolve(pb.ResolveRequest.FromString(message), context).SerializeToString()

    def many() -> None:
        servicer.BatchResolve(batch, context).SerializeToString()

    batch.evaluation_time.CopyFrom(requests[0].evaluation_time)
    many()  # judged by another moment than single calls, and remembered apart
    works = {"first": unary, "unary": unary, "batch": many}
    return {
        name: {kind: steps / len(requests) for kind, steps in count_steps(work).items()}
        for name, work in works.items()
    }


def departures(counts: Counts, baseline: Counts) -> list[str]:
    """Return a line for each count that is too far from its baseline."""
    return [
        f"{name}: {count:.0f} {kind} a lookup, {count / baseline[name][kind] - 1:+.0%}"
        for name, kinds in counts.items()
        for kind, count in kinds.items()
        if abs(count / baseline[name][kind] - 1) > TOLERANCE
    ]


def baseline_of(version: Sequence[int]) -> Counts:
    """Return the counts that were written down for a version of Python."""
    counts: Counts = json.loads(BASELINE.read_text("utf-8"))[_name(version)]
    return counts


class _Context(SimpleNamespace):
    """What a handler asks of a call."""

    def invocation_metadata(self) -> tuple[tuple[str, str], ...]:
        return ()

    def set_trailing_metadata(self, metadata: tuple[tuple[str, str], ...]) -> None:
        pass

    def time_remaining(self) -> float:
        return 10.0

    def is_active(self) -> bool:
        return True


def _name(version: Sequence[int]) -> str:
    return ".".join(map(str, version[:2]))


def _renew(counts: Counts) -> None:
    known = json.loads(BASELINE.read_text("utf-8")) if BASELINE.exists() else {}
    rounded = {
        name: {kind: round(count) for kind, count in kinds.items()}
        for name, kinds in counts.items()
    }
    known[_name(sys.version_info)] = rounded
    text = json.dumps(dict(sorted(known.items())), indent=2)
    BASELINE.write_text(text + "\n", "utf-8")


def main() -> None:
    """Print the counts, and fail if one is too far from its baseline."""
    counts = measure()
    for name, kinds in counts.items():
        for kind, count in kinds.items():
            print(f"{name:8}{kind:16}{count:>10.1f}")
    if sys.argv[1:] == ["--renew"]:
        _renew(counts)
    elif found := departures(counts, baseline_of(sys.version_info)):
        sys.exit("\n".join(found))


if __name__ == "__main__":
    main()
