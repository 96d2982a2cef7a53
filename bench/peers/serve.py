"""A gRPC server around one engine of Python: facts as JSON in, ids of matched rules out.

    python -m bench.peers.serve ENGINE TASK.json

Before it serves, it matches every context in process and prints a line of JSON with the sorted
ids for each and the best processor time in µs a match; then a line with its port. All engines have
one thread and the same code around them.
"""

from __future__ import annotations

import json
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import process_time
from typing import Any

import grpc

from bench.peers.engines import ENGINES, Match

ROUNDS = 5
ENOUGH_SECONDS = 2.0


def main(name: str, path: str) -> None:
    """Match, tell how it went, and serve until killed."""
    task = json.loads(Path(path).read_text("utf-8"))
    match = ENGINES[name](task["rules"])
    answers = [sorted(match(facts)) for facts in task["contexts"]]
    print(json.dumps({"answers": answers, "micros": _micros(match, task["contexts"])}), flush=True)

    def call(request: bytes, _context: grpc.ServicerContext) -> bytes:
        return json.dumps(sorted(match(json.loads(request)))).encode()

    server = grpc.server(ThreadPoolExecutor(1))
    handlers = {"Match": grpc.unary_unary_rpc_method_handler(call)}
    server.add_registered_method_handlers("bench.Matcher", handlers)
    print(json.dumps({"port": server.add_insecure_port("127.0.0.1:0")}), flush=True)
    server.start()
    threading.Event().wait()


def _micros(match: Match, contexts: list[dict[str, Any]]) -> float:
    rounds: list[float] = []
    while len(rounds) < ROUNDS and sum(rounds) < ENOUGH_SECONDS:
        started = process_time()
        for facts in contexts:
            match(facts)
        rounds.append(process_time() - started)
    return min(rounds) / len(contexts) * 1e6


if __name__ == "__main__":
    main(*sys.argv[1:])
