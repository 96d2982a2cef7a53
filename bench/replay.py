"""A log of many decisions: written, verified, queried and replayed, with time and memory of each.

python -m bench.replay [DECISIONS] [FOLDER]

The decisions are those of 3,000 contexts of `bench.contexts` by the shipped rules, over and over,
each time with an id of its own. A folder that holds a log
already is not written to. Replayed are all by their own rules and by a copy in which one rule of
`input.amount` is gone.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

from bench.contexts import contexts
from bench.serving import CASES
from resolver.cli.sources import parse_json, question_of
from resolver.model.beijing import BEIJING
from resolver.runtime.decisions.log import DecisionLog
from resolver.runtime.decisions.record import Decision
from resolver.runtime.settings import Settings
from resolver.runtime.snapshot import Snapshot, build_snapshot
from resolver.service.convert.answer import conclusion_digest, write_conclusion
from resolver.v1 import resolver_service_pb2 as pb

_RULE = "  - rule: check-fails\n"
_A_BATCH = 100
_DIFFERENT = 3000
_BY_CAUSE = "SELECT cause, count(*) AS n FROM decisions GROUP BY cause ORDER BY n DESC LIMIT 3"


def main() -> None:
    """Print a line for each step."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as own:
        log = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(own, "log")
        if not log.exists():
            started = time.monotonic()
            _fill(log, count, Path(own, "key"))
            print(f"{'written':12}{time.monotonic() - started:8.1f} s")
        size = sum(file.stat().st_size for file in log.rglob("*.jsonl*"))
        print(f"{'size':12}{size / 1e6:8.1f} MB, {size / count:.0f} bytes a decision")
        changed = Path(own, "rules")
        shutil.copytree("rules", changed, ignore=shutil.ignore_patterns("*_test.yaml"))
        _without_rule(changed / "input" / "amount.yaml")
        _timed("verify", ["log", "verify", str(log)])
        _timed("query", ["log", "query", str(log), "--sql", _BY_CAUSE])
        _timed("replay", ["replay", str(log)])
        _timed("replay NEW", ["replay", str(log), "--rules", str(changed)])


def _fill(log: Path, count: int, key: Path) -> None:
    key.write_text("0123456789abcdef0123456789abcdef", "utf-8")
    settings = Settings(decision_log="group", decision_log_folder=log, decision_log_key=key)
    decisions, snapshot = DecisionLog(settings), build_snapshot(Path("rules"))
    decisions.start()
    decisions.keep_rulebook(snapshot)
    cases = [parse_json(line, "cases") for line in CASES.read_text("utf-8").splitlines()]
    different = [_decision(snapshot, data) for data in contexts(min(count, _DIFFERENT), cases)]
    numbered = zip(range(count), cycle(different), strict=False)
    while batch := list(islice(numbered, _A_BATCH)):
        decisions.keep([replace(one, resolution_id=f"{place:032x}") for place, one in batch])
    decisions.close()
    again = DecisionLog(settings)  # packs the last segment
    again.start()
    time.sleep(3)
    again.close()


def _decision(snapshot: Snapshot, data: dict[str, object]) -> Decision:
    context, at = question_of(data, "context")
    assert at is not None
    answer = snapshot.resolver.resolve(context, at.astimezone(BEIJING))
    wire = pb.ResolveResponse()
    write_conclusion(answer, wire)
    return Decision(context, answer, 5, "bench", "", conclusion_digest(wire))


def _without_rule(file: Path) -> None:
    """Take one rule out of a cause's file."""
    text = file.read_text("utf-8")
    before, found, rest = text.partition(_RULE)
    assert found, f"{file} has no {_RULE.strip()}"
    _, following, after = rest.partition("  - rule: ")
    file.write_text(before + following + after, "utf-8")


def _timed(name: str, command: Sequence[str]) -> None:
    """Run a command and print how long it took, and the most memory of it and its processes."""
    before = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "resolver", *command], capture_output=True, text=True, check=False
    )
    took = time.monotonic() - before
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{name:12}{took:8.1f} s, at most {peak:.0f} MB a process, exit code {done.returncode}")
    print(*("    " + line for line in done.stdout.splitlines()[:6]), done.stderr, sep="\n")


if __name__ == "__main__":
    os.environ.setdefault("LANG", "C.UTF-8")
    main()
