"""The demo: a real server on a free port, real failed lookups sent to it over gRPC.

Each answer is shown in Chinese and in English, by the command that a user would run.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from resolver.cli.app import main as resolver

ROOT = Path(__file__).parents[1]
CONTEXTS = sorted((ROOT / "demo" / "contexts").glob("*.json"))
LANGUAGES = ("zh-CN", "en")
RULE = "─" * 100


def main() -> int:
    """Run the demo and return its exit code: 0 if every lookup was answered."""
    started = time.perf_counter()
    with running_server() as address:
        print(f"server on {address} by rules/, started in {time.perf_counter() - started:.1f} s")
        codes = [show(path, language, address) for path in CONTEXTS for language in LANGUAGES]
    answered = codes.count(0)
    seconds = time.perf_counter() - started
    print(f"{RULE}\n{answered} of {len(codes)} lookups answered over gRPC in {seconds:.1f} s")
    return 0 if answered == len(codes) else 1


@contextmanager
def running_server() -> Iterator[str]:
    """Run a server by the shipped rules and give its address; stop it gracefully at the end."""
    command = [sys.executable, "-m", "resolver", "serve", "--address", "127.0.0.1:0"]
    process = subprocess.Popen(  # noqa: S603 - our own command
        [*command, "--rules", "rules"], cwd=ROOT, stderr=subprocess.PIPE, encoding="utf-8"
    )
    try:
        yield f"127.0.0.1:{port_of(process)}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


def port_of(process: subprocess.Popen[str]) -> int:
    """Return the port that the server logs when it is ready."""
    log = process.stderr or ()
    told = []
    for line in log:
        told.append(line)
        if '"server.started"' in line:
            return int(json.loads(line)["port"])
    raise SystemExit("the server did not start:\n" + "".join(told))


def show(path: Path, language: str, address: str) -> int:
    """Send one lookup and print the answer; return the command's exit code."""
    about = json.loads(path.read_text("utf-8"))["about"][language]
    file = path.relative_to(ROOT).as_posix()
    arguments = [
        "resolve",
        file,
        "--address",
        address,
        "--language",
        language,
        "--max-causes",
        "3",
    ]
    print(f"\n{RULE}\n{about}\n$ python -m resolver {' '.join(arguments)}\n", flush=True)
    return resolver(arguments)


if __name__ == "__main__":
    sys.exit(main())
