"""A server that keeps every answer, killed, and with a disk that is full."""

from __future__ import annotations

import json
import resource
from pathlib import Path
from threading import Event, Thread

import grpc
import pytest

from resolver.runtime.decisions.verify import verify
from resolver.v1 import context_pb2
from resolver.v1 import resolver_service_pb2 as pb
from resolver.v1.resolver_service_pb2_grpc import ResolverServiceStub
from tests.support.decisions import a_journal, decisions, faults
from tests.support.processes import serving_process
from tests.support.rulefolders import TINY_RULES
from tests.support.servers import error_info, status_of_call

TAX_ID = "91110108MA01ABCD2X"


@pytest.fixture
def log_settings(tmp_path: Path) -> dict[str, str]:
    """Settings of a log in a folder of its own."""
    key = tmp_path / "decisions.key"
    key.write_text("0123456789abcdef0123456789abcdef", "utf-8")
    return {
        "RESOLVER_DECISION_LOG": "group",
        "RESOLVER_DECISION_LOG_FOLDER": str(tmp_path / "log"),
        "RESOLVER_DECISION_LOG_KEY": str(key),
        "RESOLVER_OUTCOMES": "none",
    }


def a_request(number: int) -> pb.ResolveRequest:
    """Return a lookup with an id of its own."""
    inputs = context_pb2.InvoiceInputs(amount=f"{number}.00", seller_tax_id=TAX_ID)
    return pb.ResolveRequest(
        context=context_pb2.LookupContext(lookup_id=f"lookup-{number}", inputs=inputs)
    )


@pytest.mark.parametrize("durability", ["group", "fsync"])
def test_every_answer_that_a_client_got_outlasts_a_kill(
    tmp_path: Path, log_settings: dict[str, str], durability: str
) -> None:
    """Eight clients ask as fast as they can, and the process is killed amid their calls."""
    settings = log_settings | {
        "RESOLVER_DECISION_LOG": durability,
        "RESOLVER_DECISION_LOG_SEGMENT_BYTES": "50000",
    }
    received: list[str] = []
    enough = Event()

    def ask(port: int, first: int) -> None:
        with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
            call = ResolverServiceStub(channel).Resolve
            try:
                for number in range(first, first + 100_000):
                    received.append(call(a_request(number), timeout=10).resolution_id)
                    if len(received) > 400:
                        enough.set()
            except grpc.RpcError:
                enough.set()

    with serving_process(TINY_RULES, **settings) as (process, started, _):
        clients = [Thread(target=ask, args=(started["port"], n * 100_000)) for n in range(8)]
        for client in clients:
            client.start()
        assert enough.wait(60)
        process.kill()
        for client in clients:
            client.join(60)
    log = tmp_path / "log"
    a_journal(log)  # what the next process does first
    kept = {decision["id"] for decision in decisions(log)}
    assert len(received) > 400
    assert set(received) - kept == set()
    assert faults(log) == []


def test_while_the_disk_is_full_no_answer_is_given_that_is_not_kept(
    tmp_path: Path, log_settings: dict[str, str]
) -> None:
    """Callers are told to try again, and answers go on as soon as there is room."""
    with serving_process(TINY_RULES, **log_settings) as (process, started, _):
        with grpc.insecure_channel(f"127.0.0.1:{started['port']}") as channel:
            call = ResolverServiceStub(channel).Resolve
            call(a_request(1), timeout=10)
            segment = tmp_path / "log" / "00" / "000000000.jsonl"
            size = segment.stat().st_size
            _, hard = resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (size + 100, -1))
            with pytest.raises(grpc.RpcError) as refused:
                call(a_request(2), timeout=10)
            assert refused.value.code() is grpc.StatusCode.UNAVAILABLE
            info = error_info(status_of_call(refused.value))
            assert info.reason == "DECISION_LOG_UNAVAILABLE"
            assert segment.stat().st_size == size
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (hard, hard))
            call(a_request(3), timeout=10)
        process.terminate()
        assert process.wait(20) == 0
    kept = [decision["lookup_id"] for decision in decisions(tmp_path / "log")]
    assert kept == ["lookup-1", "lookup-3"]
    assert faults(tmp_path / "log") == []


def test_a_log_that_sheds_answers_while_the_disk_is_full(
    tmp_path: Path, log_settings: dict[str, str]
) -> None:
    """It says so in its own log."""
    settings = log_settings | {"RESOLVER_DECISION_LOG_WHEN_SLOW": "shed"}
    with serving_process(TINY_RULES, **settings) as (process, started, log):
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (100, -1))
        with grpc.insecure_channel(f"127.0.0.1:{started['port']}") as channel:
            ResolverServiceStub(channel).Resolve(a_request(1), timeout=10)
        assert next(told for told in log if told["event"] == "decisions.failed")
    assert decisions(tmp_path / "log") == []


def test_batches_and_streams_are_kept_and_nothing_clear_is(
    tmp_path: Path, log_settings: dict[str, str]
) -> None:
    """Whoever stops a server finds its log closed, whole, and without what was typed."""
    requests = [a_request(number) for number in range(1000, 1003)]
    with serving_process(TINY_RULES, **log_settings) as (process, started, _):
        with grpc.insecure_channel(f"127.0.0.1:{started['port']}") as channel:
            stub = ResolverServiceStub(channel)
            stub.BatchResolve(pb.BatchResolveRequest(contexts=[r.context for r in requests]))
            streamed = (pb.StreamResolveRequest(context=r.context) for r in requests)
            assert len(list(stub.StreamResolve(streamed))) == 3
        process.terminate()
        assert process.wait(20) == 0
    log = tmp_path / "log"
    assert len(decisions(log)) == 6
    (report,) = verify(log)
    assert (report.decisions, report.faults) == (6, [])
    written = b"".join(file.read_bytes() for file in log.rglob("*.jsonl"))
    assert json.dumps(TAX_ID).encode() not in written
    assert b"1000.00" not in written
    revision = started["revision"].removeprefix("sha256:")
    assert (log / "rulebooks" / f"{revision}.tar").is_file()
