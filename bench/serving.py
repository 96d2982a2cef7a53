"""Servers to measure, each a process pinned to the first core, and what they and their load took.

The shipped rulebook and an empty handler that returns the same answer have the same set-up. h2load
(Debian: nghttp2-client) loads them from the second core; it does not see the gRPC status, so that
the bytes that came back are counted too.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import grpc
from google.protobuf import json_format

from resolver.runtime.access.gate import Gate
from resolver.runtime.holder import SnapshotHolder
from resolver.runtime.settings import read_settings
from resolver.runtime.snapshot import build_snapshot
from resolver.service.interceptors import CallGuard
from resolver.service.listening import server_options
from resolver.service.metering import CallMeter
from resolver.service.server import build_server
from resolver.v1 import context_pb2, resolver_service_pb2
from resolver.v1.resolver_service_pb2_grpc import (
    ResolverServiceServicer,
    ResolverServiceStub,
    add_ResolverServiceServicer_to_server,
)

CASES = Path("tests/data/cases/tuning.jsonl")
METHOD = "/resolver.v1.ResolverService/Resolve"
_REPORT = re.compile(
    r"finished in ([\d.]+)(m?s).*?requests: (\d+) total.*? (\d+) succeeded.*?\((\d+)\) data",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Served:
    """A server that runs: where, and as which processes."""

    address: str
    pids: tuple[int, ...]

    def cpu_seconds(self) -> float:
        """Return the processor time that it has taken so far, in the kernel and outside."""
        return sum(_cpu_seconds(pid) for pid in self.pids)

    def resident_megabytes(self) -> float:
        """Return the memory that it holds now; what processes share counts for each."""
        return sum(_resident_megabytes(pid) for pid in self.pids)


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident_megabytes(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    return int(re.findall(r"VmRSS:\s+(\d+) kB", status)[0]) / 1024


@dataclass(frozen=True, slots=True)
class Load:
    """What one round brought: calls a second, processor µs a call, and every latency in µs."""

    rate: float
    cpu_micros: float
    latencies: tuple[int, ...]

    def percentile(self, share: float) -> int:
        """Return the latency in µs that a share of the calls did not exceed."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def failed_lookups() -> list[resolver_service_pb2.ResolveRequest]:
    """Return real failed lookups as requests, each with its own moment."""
    return [_request(line) for line in CASES.read_text("utf-8").splitlines() if line]


def _request(line: str) -> resolver_service_pb2.ResolveRequest:
    row = json.loads(line)
    context = json_format.ParseDict(row["context"], context_pb2.LookupContext())
    request = resolver_service_pb2.ResolveRequest(context=context)
    request.evaluation_time.FromJsonString(row["evaluation_time"])
    return request


@contextmanager
def server(
    kind: str, rules: Path = Path("rules"), *, core: int = 0, port: int = 0
) -> Iterator[Served]:
    """Run a server, `real` by some rules or `empty`, until the block ends.

    It runs on the n-th core, and on a port that several may share, else on a free one.
    """
    command = [*pinned(core), sys.executable, "-m", "bench.serving", kind, str(rules), str(port)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdout is not None
        address = f"127.0.0.1:{int(process.stdout.readline())}"
        with grpc.insecure_channel(address) as channel:
            ResolverServiceStub(channel).Resolve(failed_lookups()[0], timeout=10)
        yield Served(address, (process.pid,))
    finally:
        process.terminate()
        process.wait(10)


def pinned(core: int) -> list[str]:
    """Return what puts a command on the n-th core that this process may use."""
    cores = sorted(os.sched_getaffinity(0))
    return ["taskset", "-c", str(cores[core % len(cores)])] if shutil.which("taskset") else []


def load(
    served: Served,
    request: resolver_service_pb2.ResolveRequest,
    *,
    calls: int,
    rate: float | None = None,
) -> Load:
    """Make unary calls of one request: 32 in flight over 8 connections, or at a fixed rate.

    A round of which a call failed, or brought less than it should, ends the measurement.
    """
    if not shutil.which("h2load"):
        sys.exit("h2load is needed: apt-get install nghttp2-client")
    pace = ["-m", "4"] if rate is None else ["-m", "32", "--rps", f"{rate / 8:.3f}"]
    message = request.SerializeToString()
    with tempfile.TemporaryDirectory() as folder:
        body, log = Path(folder, "body"), Path(folder, "log")
        body.write_bytes(struct.pack(">BI", 0, len(message)) + message)
        command = [
            *pinned(1), "h2load", "-n", str(calls), "-c", "8", *pace, "-d", str(body),
            "--log-file", str(log), "-H", "content-type: application/grpc", "-H", "te: trailers",
            f"http://{served.address}{METHOD}",
        ]  # fmt: skip
        before = served.cpu_seconds()
        report = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        cpu = served.cpu_seconds() - before
        latencies = tuple(int(line.split()[2]) for line in log.read_text().splitlines())
    return Load(_rate(report, calls, served, request), cpu / calls * 1e6, latencies)


def _rate(
    report: str, calls: int, served: Served, request: resolver_service_pb2.ResolveRequest
) -> float:
    found = _REPORT.search(report)
    with grpc.insecure_channel(served.address) as channel:
        answer = ResolverServiceStub(channel).Resolve(request, timeout=10)
    due = calls * (answer.ByteSize() + 5)
    if not found or int(found[4]) != calls or int(found[5]) < due:
        sys.exit(f"not every call was answered in full:\n{report}")
    return calls / (float(found[1]) * (0.001 if found[2] == "ms" else 1.0))


class _Empty(ResolverServiceServicer):
    def __init__(self, answer: resolver_service_pb2.ResolveResponse) -> None:
        self._answer = answer

    def Resolve(  # noqa: N802 - the contract's name
        self,
        request: resolver_service_pb2.ResolveRequest,  # noqa: ARG002 - the library's signature
        context: grpc.ServicerContext,  # noqa: ARG002
    ) -> resolver_service_pb2.ResolveResponse:
        return self._answer


def _serve(arguments: Sequence[str]) -> None:
    kind, rules, wanted = arguments
    settings = replace(read_settings(os.environ), address=f"127.0.0.1:{wanted}", outcomes="")
    snapshots = SnapshotHolder(build_snapshot(Path(rules)))
    served = build_server(snapshots, settings)
    served.start()
    port = served.port
    if kind == "empty":
        with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
            answer = ResolverServiceStub(channel).Resolve(failed_lookups()[0], timeout=10)
        plain = grpc.server(
            ThreadPoolExecutor(settings.threads),
            interceptors=(CallMeter(snapshots), CallGuard(settings, Gate(settings))),
            options=server_options(settings),
        )
        add_ResolverServiceServicer_to_server(_Empty(answer), plain)
        port = plain.add_insecure_port("127.0.0.1:0")
        plain.start()
    print(port, flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    _serve(sys.argv[1:])
