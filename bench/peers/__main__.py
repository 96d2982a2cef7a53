"""Other rule engines on the same rules and contexts, behind the same gRPC harness, in one run.

    python -m bench.peers [SECONDS]

Each engine has a process of its own on the first core, is told the rules in its own language, and
answers with the ids of the rules that match, which is checked for every context. Ratios are of
processor time, theirs to ours: of a match in process, and of a call over gRPC with JSON in and
out, 8 at a time from the second core. Needs `tools/peers.sh`.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc

from bench.peers.tasks import Task, generated, shipped
from bench.serving import Served, pinned

_PYTHON = "build/peers/python/bin/python"
_NODE_MODULES = "build/peers/node/node_modules"
_SERVE = ("-m", "bench.peers.serve")
_CALLERS = 8
_PATIENCE_SECONDS = 90.0
COMMANDS: dict[str, tuple[str, ...]] = {
    "ours": (sys.executable, *_SERVE, "ours"),
    "clipspy": (_PYTHON, *_SERVE, "clipspy"),
    "zen-engine": (_PYTHON, *_SERVE, "zen-engine"),
    "durable-rules": (_PYTHON, *_SERVE, "durable-rules"),
    "rule-engine": (_PYTHON, *_SERVE, "rule-engine"),
    "json-rules-engine": ("node", "bench/peers/node/serve.js"),
}


class PeerFailedError(Exception):
    """An engine's process ended, or did not answer in time."""


@dataclass(frozen=True, slots=True)
class Result:
    """What an engine took: processor µs a match and a call, calls a second; or how it failed.

    `wrong` is how many of the contexts it answered with other rules than those that match.
    """

    wrong: int = 0
    match_micros: float = 0.0
    call_micros: float = 0.0
    rate: float = 0.0
    failure: str = ""


def measure(task: Task, seconds: float) -> dict[str, Result]:
    """Return what each engine takes for a task, each under load for some seconds."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "task.json")
        path.write_text(json.dumps(task), "utf-8")
        return {name: _result(name, path, task, seconds) for name in COMMANDS}


def _result(name: str, path: Path, task: Task, seconds: float) -> Result:
    try:
        with _running([*pinned(0), *COMMANDS[name], str(path)]) as process:
            told = _told(process)
            wrong = sum(a != b for a, b in zip(told["answers"], task["matches"], strict=True))
            served = Served(f"127.0.0.1:{_told(process)['port']}", (process.pid,))
            rate, micros = _load(served, task, told["answers"], seconds)
            return Result(wrong, told["micros"], micros, rate)
    except (PeerFailedError, grpc.RpcError) as error:
        return Result(failure=str(error).partition("\n")[0])


@contextmanager
def _running(command: list[str]) -> Iterator[subprocess.Popen[str]]:
    environment = os.environ | {"NODE_PATH": _NODE_MODULES}
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )
    timer = threading.Timer(_PATIENCE_SECONDS, process.kill)
    timer.start()
    try:
        yield process
    finally:
        timer.cancel()
        process.kill()
        process.communicate()


def _told(process: subprocess.Popen[str]) -> dict[str, Any]:
    """Return the next line of an engine's process."""
    assert process.stdout is not None
    line = process.stdout.readline()
    if line:
        return dict(json.loads(line))
    said = process.communicate()[1].strip().rpartition("\n")[2]
    if process.returncode == -signal.SIGKILL:
        raise PeerFailedError(f"was not ready in {_PATIENCE_SECONDS:.0f} s")
    if process.returncode < 0:
        raise PeerFailedError(f"crashed: {signal.strsignal(-process.returncode)}")
    raise PeerFailedError(f"ended with {process.returncode}: {said}")


def _load(
    served: Served, task: Task, answers: list[list[str]], seconds: float
) -> tuple[float, float]:
    """Return calls a second and processor µs a call. Every answer is compared once more."""
    requests = [json.dumps(facts).encode() for facts in task["contexts"]]
    until = time.perf_counter() + seconds

    def keep_calling(first: int) -> int:
        calls = 0
        while time.perf_counter() < until:
            place = (first + calls) % len(requests)
            assert json.loads(call(requests[place], timeout=60)) == answers[place]
            calls += 1
        return calls

    with grpc.insecure_channel(served.address) as channel, ThreadPoolExecutor(_CALLERS) as pool:
        call = channel.unary_unary("/bench.Matcher/Match")
        before, started = served.cpu_seconds(), time.perf_counter()
        calls = sum(pool.map(keep_calling, range(_CALLERS)))
        spent, taken = served.cpu_seconds() - before, time.perf_counter() - started
    return calls / taken, spent / calls * 1e6


def lines(task: Task, results: dict[str, Result]) -> Iterator[str]:
    """Yield a table with one line for each engine."""
    ours = results["ours"]
    yield f"{task['name']}, {len(task['contexts'])} contexts"
    yield (
        f"{'':20}{'match µs':>10}{'ratio':>8}{'call µs':>10}{'ratio':>8}{'calls/s':>10}"
        f"{'wrong':>8}"
    )
    for name, one in results.items():
        if one.failure:
            yield f"{name:20}{one.failure}"
            continue
        in_process, over_grpc = (
            one.match_micros / ours.match_micros,
            one.call_micros / ours.call_micros,
        )
        yield (
            f"{name:20}{one.match_micros:>10.0f}{in_process:>8.1f}{one.call_micros:>10.0f}"
            f"{over_grpc:>8.1f}{one.rate:>10.0f}{one.wrong:>8}"
        )


def is_installed() -> bool:
    """Tell whether `tools/peers.sh` has been run, and say so if not."""
    there = Path(_PYTHON).exists()
    if not there:
        print("NOT MEASURED: other rule engines; tools/peers.sh installs them", file=sys.stderr)
    return there


def tables(seconds: float) -> dict[str, dict[str, Result]]:
    """Return what each engine takes, by name, for each task, by name, and print it."""
    found = {}
    for task in (shipped(), generated(100), generated(1_000)):
        found[task["name"]] = measure(task, seconds)
        ours = found[task["name"]]["ours"]
        assert not ours.failure, ours
        assert not ours.wrong, ours
        print("\n".join(lines(task, found[task["name"]])), flush=True)
    return found


def main() -> None:
    """Print a table for each set of rules."""
    if not is_installed():
        sys.exit(1)
    tables(float(sys.argv[1]) if len(sys.argv) > 1 else 3.0)


if __name__ == "__main__":
    main()
