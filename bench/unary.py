"""Throughput of unary `Resolve` as a ratio to an empty handler, in one run.

python -m bench.unary [SECONDS]

Two servers of the same set-up run one after the other on the first core: the shipped rulebook, and
a handler that does nothing but return the same answer. h2load (Debian: nghttp2-client) loads each
from the second core, 32 calls in flight over 8 connections, rounds alternating. Rounds count only
if the server says that every call ended OK. The request is a real failed lookup; the ratio holds
better than the rates.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import grpc
from google.protobuf import json_format

from resolver.runtime.settings import Settings
from resolver.runtime.snapshot import SnapshotHolder, build_snapshot
from resolver.service.interceptors import CallGuard
from resolver.service.server import build_server, server_options
from resolver.v1 import context_pb2, resolver_service_pb2
from resolver.v1.resolver_service_pb2_grpc import (
    ResolverServiceServicer,
    ResolverServiceStub,
    add_ResolverServiceServicer_to_server,
)

CASES = Path("tests/data/cases/tuning.jsonl")
ROUNDS = 3
METHOD = "/resolver.v1.ResolverService/Resolve"
_FINISHED = re.compile(r"finished in [\d.]+m?s, ([\d.]+) req/s")


class _Empty(ResolverServiceServicer):
    def __init__(self, answer: resolver_service_pb2.ResolveResponse) -> None:
        self._answer = answer

    def Resolve(  # noqa: N802 - the contract's name
        self,
        request: resolver_service_pb2.ResolveRequest,  # noqa: ARG002 - the library's signature
        context: grpc.ServicerContext,  # noqa: ARG002
    ) -> resolver_service_pb2.ResolveResponse:
        return self._answer


def main() -> None:
    """Print the rates of both servers and their ratio."""
    if len(sys.argv) > 2 and sys.argv[1] == "--serve":
        _serve(sys.argv[2])
        return
    if not shutil.which("h2load"):
        sys.exit("h2load is needed: apt-get install nghttp2-client")
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with _server("real") as real, _server("empty") as empty, _body() as body:
        rates: dict[str, list[float]] = {"real": [], "empty": []}
        for _ in range(ROUNDS):
            rates["empty"].append(_load(empty, body, seconds))
            rates["real"].append(_load(real, body, seconds))
    real_rate, empty_rate = (statistics.median(rates[name]) for name in ("real", "empty"))
    print(f"empty handler {empty_rate:8.0f} calls/s   (rounds {_listed(rates['empty'])})")
    print(f"Resolve       {real_rate:8.0f} calls/s   (rounds {_listed(rates['real'])})")
    print(f"ratio         {real_rate / empty_rate:8.2f}")


def _listed(rates: list[float]) -> str:
    return ", ".join(f"{rate:.0f}" for rate in rates)


def _request() -> resolver_service_pb2.ResolveRequest:
    row = json.loads(CASES.read_text("utf-8").splitlines()[0])
    context = json_format.ParseDict(row["context"], context_pb2.LookupContext())
    request = resolver_service_pb2.ResolveRequest(context=context)
    request.evaluation_time.FromJsonString(row["evaluation_time"])
    return request


@contextmanager
def _body() -> Iterator[str]:
    message = _request().SerializeToString()
    with tempfile.NamedTemporaryFile(suffix=".grpc") as file:
        file.write(struct.pack(">BI", 0, len(message)) + message)
        file.flush()
        yield file.name


@contextmanager
def _server(kind: str) -> Iterator[str]:
    command = [*_pinned(0), sys.executable, "-m", "bench.unary", "--serve", kind]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdout is not None
        address = f"127.0.0.1:{int(process.stdout.readline())}"
        with grpc.insecure_channel(address) as channel:
            ResolverServiceStub(channel).Resolve(_request(), timeout=10)
        yield address
    finally:
        process.terminate()
        process.wait(10)


def _load(address: str, body: str, seconds: int) -> float:
    command = [
        *_pinned(1), "h2load", "-D", str(seconds), "--warm-up-time", "1", "-c", "8", "-m", "4",
        "-d", body, "-H", "content-type: application/grpc", "-H", "te: trailers",
        f"http://{address}{METHOD}",
    ]  # fmt: skip
    report = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = _FINISHED.search(report)
    if not found or " 0 failed, 0 errored" not in report:
        sys.exit(f"h2load failed:\n{report}")
    return float(found.group(1))


def _pinned(core: int) -> list[str]:
    cores = sorted(os.sched_getaffinity(0))
    return ["taskset", "-c", str(cores[core % len(cores)])] if shutil.which("taskset") else []


def _serve(kind: str) -> None:
    settings = Settings(address="127.0.0.1:0")
    snapshot = build_snapshot(Path("rules"))
    server = build_server(SnapshotHolder(snapshot), settings)
    server.start()
    port = server.port
    if kind == "empty":
        with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
            answer = ResolverServiceStub(channel).Resolve(_request(), timeout=10)
        plain = grpc.server(
            ThreadPoolExecutor(settings.threads),
            interceptors=(CallGuard(settings.streams),),
            options=server_options(settings),
        )
        add_ResolverServiceServicer_to_server(_Empty(answer), plain)
        port = plain.add_insecure_port("127.0.0.1:0")
        plain.start()
    print(port, flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()
