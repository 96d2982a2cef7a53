"""Tests of the spans of calls, with a real server and a collector of OpenTelemetry."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import grpc
import pytest
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2
from opentelemetry.proto.collector.trace.v1.trace_service_pb2_grpc import (
    TraceServiceServicer,
    add_TraceServiceServicer_to_server,
)
from opentelemetry.proto.trace.v1 import trace_pb2

from resolver.errors import SettingsError
from resolver.runtime.logs import Event
from resolver.service.extras import call_tracer
from resolver.v1 import context_pb2
from resolver.v1 import resolver_service_pb2 as pb
from tests.support.processes import rulebook_once, serving_process
from tests.support.rulefolders import TINY_RULES
from tests.support.servers import (
    SETTINGS,
    Connection,
    FakeResolver,
    a_snapshot,
    failure_of,
    running_server,
)
from tests.support.telemetry import free_port

TELLTALE = "机密字样"
TRACE, PARENT = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
SAMPLED, UNSAMPLED = (("traceparent", f"00-{TRACE}-{PARENT}-{flag}") for flag in ("01", "00"))


class Collector(TraceServiceServicer):
    """Takes spans, and keeps them."""

    def __init__(self) -> None:
        self.taken: list[trace_service_pb2.ExportTraceServiceRequest] = []

    def Export(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802, ARG002
        """Take some."""
        self.taken.append(request)
        return trace_service_pb2.ExportTraceServiceResponse()

    def spans(self) -> list[trace_pb2.Span]:
        """Return all of them."""
        return [
            span
            for request in self.taken
            for resource in request.resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]


@contextmanager
def traced(
    collector: Collector, share: float = 1.0, resolver: FakeResolver | None = None
) -> Iterator[Connection]:
    """Run a server that sends its spans to a collector; all are there once the block has ended."""
    server = grpc.server(ThreadPoolExecutor(1))
    add_TraceServiceServicer_to_server(collector, server)
    endpoint = f"http://127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    server.start()
    settings = replace(SETTINGS, trace_endpoint=endpoint, trace_share=share)
    try:
        with running_server(a_snapshot(resolver), settings) as connection:
            yield connection
    finally:
        server.stop(None).wait()


def attributes(span: trace_pb2.Span) -> dict[str, object]:
    """Return what a span tells."""
    return {
        one.key: getattr(one.value, str(one.value.WhichOneof("value"))) for one in span.attributes
    }


def a_lookup(name: str = TELLTALE) -> context_pb2.LookupContext:
    """Return a lookup that has something to hide."""
    return context_pb2.LookupContext(
        lookup_id=name, outcome=context_pb2.LookupOutcome(message=TELLTALE)
    )


def test_a_span_belongs_to_the_callers_trace_and_tells_the_answer() -> None:
    """Cause, category and revision, as the answer itself does."""
    collector = Collector()
    with traced(collector, share=0.0) as connection:
        request = pb.ResolveRequest(context=a_lookup())
        answer = connection.resolver.Resolve(request, metadata=[SAMPLED])
    (span,) = collector.spans()
    assert (span.trace_id.hex(), span.parent_span_id.hex()) == (TRACE, PARENT)
    assert span.name == "resolver.v1.ResolverService/Resolve"
    assert span.kind == trace_pb2.Span.SPAN_KIND_SERVER
    assert attributes(span) == {
        "rpc.system": "grpc",
        "rpc.service": "resolver.v1.ResolverService",
        "rpc.method": "Resolve",
        "rpc.grpc.status_code": 0,
        "resolver.cause": answer.causes[0].cause_id,
        "resolver.category": answer.status.category,
        "resolver.revision": answer.rulebook_revision,
    }


def test_what_its_caller_does_not_trace_is_not_traced() -> None:
    """Whatever the share; and a share of none traces no other call either."""
    collector = Collector()
    with traced(collector) as connection:
        connection.resolver.Resolve(pb.ResolveRequest(), metadata=[UNSAMPLED])
    with traced(collector, share=0.0) as connection:
        connection.resolver.Resolve(pb.ResolveRequest())
    assert collector.spans() == []


def test_batches_and_streams_tell_how_many_they_answered() -> None:
    """In one span, not in one an item."""
    collector = Collector()
    lookups = [a_lookup("a"), a_lookup("b")]
    with traced(collector) as connection:
        connection.resolver.BatchResolve(pb.BatchResolveRequest(contexts=lookups))
        messages = (pb.StreamResolveRequest(context=lookup) for lookup in lookups)
        assert len(list(connection.resolver.StreamResolve(messages))) == 2
    told = {span.name: attributes(span)["resolver.items"] for span in collector.spans()}
    assert told == {
        "resolver.v1.ResolverService/BatchResolve": 2,
        "resolver.v1.ResolverService/StreamResolve": 2,
    }


def test_only_a_fault_of_the_server_makes_an_error() -> None:
    """A request that is wrong does not; both have their code."""

    def fail(_: object) -> None:
        raise RuntimeError(TELLTALE)

    collector = Collector()
    with traced(collector, resolver=FakeResolver(fail)) as connection:
        failure_of(lambda: connection.resolver.Resolve(pb.ResolveRequest(max_causes=-1)))
        failure_of(lambda: connection.resolver.Resolve(pb.ResolveRequest()))
    told = {attributes(span)["rpc.grpc.status_code"]: span.status for span in collector.spans()}
    assert told[3].code == trace_pb2.Status.STATUS_CODE_UNSET
    assert told[13].code == trace_pb2.Status.STATUS_CODE_ERROR
    assert TELLTALE.encode() not in b"".join(one.SerializeToString() for one in collector.taken)


def test_nothing_that_a_caller_sent_is_told() -> None:
    """Neither of the request nor of its metadata, but the trace."""
    collector = Collector()
    with traced(collector) as connection:
        metadata = [("x-request-id", "TELLTALE"), ("authorization", "Bearer TELLTALE")]
        connection.resolver.Resolve(pb.ResolveRequest(context=a_lookup()), metadata=metadata)
    (taken,) = collector.taken
    assert TELLTALE.encode() not in taken.SerializeToString()
    assert b"TELLTALE" not in taken.SerializeToString()


def test_a_collector_that_is_not_there_costs_no_call(caplog: pytest.LogCaptureFixture) -> None:
    """Its spans are lost, which is told, and the server stops all the same."""
    endpoint = f"http://127.0.0.1:{free_port()}"
    settings = replace(SETTINGS, trace_endpoint=endpoint, trace_share=1.0)
    with running_server(settings=settings) as connection:
        assert connection.resolver.Resolve(pb.ResolveRequest()).causes
    assert Event.TRACING_FAILED in {record.getMessage() for record in caplog.records}


def test_the_log_stays_one_object_a_line() -> None:
    """The library's own words are told as an event, too, not as they come."""
    nowhere = {"RESOLVER_TRACE_ENDPOINT": f"http://127.0.0.1:{free_port()}"}
    with serving_process(TINY_RULES, RESOLVER_TRACE_SHARE="1", **nowhere) as served:
        with grpc.insecure_channel(f"127.0.0.1:{served.started['port']}") as channel:
            rulebook_once(channel)
        served.process.terminate()
        assert "tracing.failed" in [line["event"] for line in served.log]


def test_without_an_endpoint_nothing_is_loaded() -> None:
    """Whoever does not trace pays nothing, not even for the import."""
    code = (
        "import sys\n"
        "import resolver.service.server\n"
        "print(sum(name.startswith('opentelemetry') for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"
    assert call_tracer(SETTINGS) is None


def test_without_the_extra_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server does not start and leave the operator wondering where the spans are."""
    monkeypatch.setitem(sys.modules, "resolver.service.tracing", None)
    with pytest.raises(SettingsError, match=r"pip install 'invoice-status-resolver\[tracing\]'"):
        call_tracer(replace(SETTINGS, trace_endpoint="http://127.0.0.1:4317"))
