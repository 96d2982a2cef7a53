"""A disk that is full.

Done: under callers no file of the server may grow any more, by a limit that the kernel holds
against the process as it would a full disk; reports of outcomes come; then there is room again.
Promised: lookups are answered as ever, each report ends with UNAVAILABLE or is kept, and with room
they are kept again. Broken, if a lookup waited for a disk, or a confirmed report were not kept.
"""

from __future__ import annotations

import resource
import tempfile
from pathlib import Path

import grpc

from drills.callers import Callers
from drills.calm import calm_questions
from drills.outcome import Extent, Outcome
from drills.stage import Stage, stage
from resolver.runtime.outcomes.store import open_store
from resolver.v1 import resolver_service_pb2 as pb
from resolver.v1.resolver_service_pb2_grpc import ResolverServiceStub

REPORTS = 20


def run(outcome: Outcome, extent: Extent) -> None:  # noqa: ARG001 - as long as it takes
    """Hold it."""
    with tempfile.TemporaryDirectory() as name:
        database = f"sqlite:///{Path(name) / 'outcomes.sqlite3'}"
        with stage(RESOLVER_OUTCOMES=database) as server:
            callers = Callers(outcome, calm_questions(), server.connect, 2, pause_seconds=0.01)
            with callers.calling():
                before = _report(server, "before")
                _limit(server, 0)
                during = _report(server, "during")
                _limit(server, resource.RLIM_INFINITY)
                after = _report(server, "after")
        store = open_store(database)
        kept = {one.request_id for one in store.outcomes()}
        store.close()
    confirmed = before | during | after
    outcome.promise(len(before) == len(after) == REPORTS, "with room every report is confirmed")
    outcome.promise(not during, "without room none is")
    outcome.promise(confirmed <= kept, "what was confirmed is kept")
    outcome.remark(f"{len(before)}, {len(during)}, {len(after)} of {REPORTS} reports confirmed")


def _limit(server: Stage, size: int) -> None:
    _, hard = resource.prlimit(server.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (size, hard))


def _report(server: Stage, when: str) -> set[str]:
    """Report outcomes and return the names of those that are confirmed."""
    confirmed = set()
    with grpc.insecure_channel(f"127.0.0.1:{server.port}") as channel:
        record = ResolverServiceStub(channel).RecordOutcome
        for number in range(REPORTS):
            name = f"drill-{when}-{number}"
            request = pb.RecordOutcomeRequest(
                request_id=name, resolution_id="0" * 32, cause_id="unknown"
            )
            try:
                record(request, timeout=30)
                confirmed.add(name)
            except grpc.RpcError as error:
                if error.code() is not grpc.StatusCode.UNAVAILABLE:
                    raise
    return confirmed
