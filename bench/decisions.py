"""What the decision log costs: rates and processor time with it on and off, bytes an answer.

python -m bench.decisions [CALLS]

Rounds of all servers alternate. The ratio of processor time a call holds better than that of rates
where the machine has other work. Each call asks the same, so that packed bytes are those of the
failed lookups of the labelled cases instead, kept once each in a segment of their own.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from bench.logged import decision_log
from bench.serving import Load, failed_lookups, load, server
from resolver.runtime.decisions.log import DecisionLog
from resolver.runtime.decisions.record import Decision
from resolver.runtime.decisions.segments import chains_of, packed, segments_of
from resolver.runtime.settings import Settings
from resolver.runtime.snapshot import Snapshot, build_snapshot
from resolver.service.convert.context import read_context
from resolver.service.convert.moments import read_moment
from resolver.v1 import resolver_service_pb2 as pb

ROUNDS = 5
KINDS = ("off", "group", "fsync")


def main() -> None:
    """Print a line for each durability, and what an answer takes on the disk."""
    calls = int(sys.argv[1]) if len(sys.argv) > 1 else 6000
    request = failed_lookups()[0]
    rounds: dict[str, list[Load]] = {kind: [] for kind in KINDS}
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        served = {}
        for kind in KINDS:
            with decision_log(kind, Path(folder)):
                served[kind] = stack.enter_context(server("real"))
        for _ in range(ROUNDS):
            for kind, one in served.items():
                rounds[kind].append(load(one, request, calls=calls))
        _print_rounds(rounds)
        _print_bytes(Path(folder, "bytes"), Path(folder, "key"))


def _print_rounds(rounds: dict[str, list[Load]]) -> None:
    rate, cpu = (
        {kind: statistics.median(getattr(one, field) for one in rounds[kind]) for kind in KINDS}
        for field in ("rate", "cpu_micros")
    )
    print(f"{'log':8}{'calls/s':>10}{'ratio':>8}{'processor µs':>14}{'ratio':>8}{'p99 µs':>10}")
    for kind in KINDS:
        late = statistics.median(one.percentile(0.99) for one in rounds[kind])
        print(
            f"{kind:8}{rate[kind]:>10.0f}{rate[kind] / rate['off']:>8.2f}"
            f"{cpu[kind]:>14.0f}{cpu['off'] / cpu[kind]:>8.2f}{late:>10.0f}"
        )


def _print_bytes(folder: Path, key: Path) -> None:
    log = DecisionLog(
        Settings(decision_log="group", decision_log_folder=folder, decision_log_key=key)
    )
    snapshot = build_snapshot(Path("rules"))
    answered = [_decision(snapshot, request) for request in failed_lookups()]
    for decision in answered:
        log.keep([decision])
    log.close()
    (chain,) = chains_of(folder)
    plain = segments_of(chain)[0].file.stat().st_size
    small = len(packed(segments_of(chain)[0]))
    count = len(answered)
    print(f"{count} different lookups: {plain / count:.0f} bytes each, {small / count:.0f} packed")


def _decision(snapshot: Snapshot, request: pb.ResolveRequest) -> Decision:
    context = read_context(request.context)
    answer = snapshot.resolver.resolve(context, read_moment(request.evaluation_time))
    return Decision(context, answer, 5, "bench", "0" * 32, "0" * 32)


if __name__ == "__main__":
    main()
