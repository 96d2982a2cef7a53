"""Rule files that were spoiled.

Done: a thousand times one file of a rules folder is changed at random, mostly of a small folder,
one in fifty of the shipped one, and `check` looks at it. Promised: within half a minute of the
processor it tells mistakes or has nothing to remark on; what it lets pass serves. Broken by an
internal error, a hang, or rules that pass and cannot serve.
"""

from __future__ import annotations

import io
import shutil
import signal
import sys
import tempfile
from collections import Counter
from contextlib import redirect_stderr, redirect_stdout
from datetime import datetime
from pathlib import Path
from random import Random

from drills.fuzzed_contexts import count_parts
from drills.mutations import spoiled
from drills.outcome import ANSWERED, FAILED, REFUSED, Extent, Outcome
from resolver.cli.app import main as command
from resolver.cli.exits import ExitCode
from resolver.model.beijing import BEIJING
from resolver.model.context import LookupContext
from resolver.runtime.snapshot import build_snapshot
from tests.support.rulefolders import TINY_RULES
from tests.support.snapshots import RULES

PART = 50
LONGEST_SECONDS = 30
"""Of processor time, so that a busy machine is not taken for a hang."""

MOMENT = datetime(2026, 3, 5, 10, tzinfo=BEIJING)


def run(outcome: Outcome, extent: Extent) -> None:
    """Hold it."""
    count_parts(outcome, _judge, extent.rule_files, PART)
    outcome.remark(f"{outcome.ended[REFUSED]} with mistakes, {outcome.ended[ANSWERED]} served")


def _judge(part: tuple[int, int]) -> tuple[Counter[str], Counter[str]]:
    """Check folders with a spoiled file; the last one of a part is the shipped folder."""
    seed, count = part
    rng = Random(seed)
    ended, how = Counter[str](), Counter[str]()
    with tempfile.TemporaryDirectory() as name:
        for number in range(count):
            original = RULES if number == count - 1 else TINY_RULES
            folder = Path(name, "rules")
            shutil.copytree(original, folder)
            file = rng.choice(sorted(folder.rglob("*.yaml")))
            file.write_bytes(spoiled(file.read_text("utf-8"), rng))
            end, told = _verdict(folder)
            ended[end] += 1
            if told:
                how[f"{told} ({file.name}, number {number} of seed {seed})"] += 1
            shutil.rmtree(folder)
    return ended, how


def _verdict(folder: Path) -> tuple[str, str]:
    signal.signal(signal.SIGPROF, _give_up)
    signal.setitimer(signal.ITIMER_PROF, LONGEST_SECONDS)
    try:
        code, said = _check(folder)
        if code == ExitCode.FAILED:
            return REFUSED, ""
        if code != ExitCode.FINE:
            return FAILED, f"exit code {code}: {said}"
        snapshot = build_snapshot(folder)
        snapshot.resolver.resolve(LookupContext(), MOMENT)
        snapshot.engine.close()
    except Exception as error:  # noqa: BLE001 - that is what is looked for
        return FAILED, f"{type(error).__name__}: {error}"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return ANSWERED, ""


def _check(folder: Path) -> tuple[int, str]:
    """Return how `check` ends, and the last that it says."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        code = command(["check", str(folder)])
        sys.stderr.flush()
    return code, err.buffer.getvalue().decode()[-300:]  # type: ignore[attr-defined]


def _give_up(*_: object) -> None:
    raise TimeoutError(f"not done after {LONGEST_SECONDS} s of processor time")
