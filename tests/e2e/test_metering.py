"""Tests of what is counted and logged of calls, with a real server."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import grpc
import pytest
from google.protobuf import json_format

from resolver.runtime.logs import Event
from resolver.runtime.phase import Progress
from resolver.runtime.side_port import SidePort
from resolver.v1 import resolver_service_pb2 as pb
from tests.e2e.test_serving import Gate
from tests.support.servers import (
    SETTINGS,
    FakeResolver,
    a_snapshot,
    running_server,
)
from tests.support.snapshots import RULES, shipped_snapshot
from tests.support.telemetry import Growth, page

RESOLVE = "resolver.v1.ResolverService/Resolve"
BATCH = "resolver.v1.ResolverService/BatchResolve"
STREAM = "resolver.v1.ResolverService/StreamResolve"
TELLTALE = "机密字样"

Finished = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def finished(caplog: pytest.LogCaptureFixture) -> Finished:
    """Return what has been logged of finished calls so far."""
    caplog.set_level(logging.INFO, logger="resolver")

    def told() -> list[dict[str, Any]]:
        return [
            record.__dict__["values"]
            for record in caplog.records
            if record.getMessage() == Event.REQUEST_FINISHED
        ]

    return told


def ended(method: str, code: str) -> Growth:
    """Return how many calls of a method ended with a code since now."""
    return Growth("grpc_server_call_duration_seconds_count", grpc_method=method, grpc_status=code)


def test_calls_are_counted_by_method_and_status() -> None:
    """Those that are refused count as well."""
    started = Growth("grpc_server_call_started_total", grpc_method=RESOLVE)
    fine, refused = ended(RESOLVE, "OK"), ended(RESOLVE, "INVALID_ARGUMENT")
    with running_server() as connection:
        connection.resolver.Resolve(pb.ResolveRequest(), timeout=10)
        with pytest.raises(grpc.RpcError):
            connection.send(f"/{RESOLVE}", b"\xff")
    assert (started(), fine(), refused()) == (2, 1, 1)


def test_a_method_that_only_the_caller_knows_is_no_label() -> None:
    """Names cannot fill the memory, nor tell anything."""
    other = ended("other", "UNIMPLEMENTED")
    with running_server() as connection, pytest.raises(grpc.RpcError):
        connection.send(f"/resolver.v1.ResolverService/{TELLTALE.encode().hex()}", b"")
    assert other() == 1


def test_items_are_counted_by_how_they_ended() -> None:
    """One call may hold good and bad ones."""
    names = [(m, c) for m in (BATCH, STREAM) for c in ("OK", "INVALID_ARGUMENT")]
    items = [Growth("resolver_items_total", grpc_method=m, grpc_status=c) for m, c in names]
    good, bad = pb.ResolveRequest(), pb.ResolveRequest()
    bad.context.outcome.message = "x" * 20_000
    with running_server() as connection:
        batch = pb.BatchResolveRequest(contexts=[good.context, bad.context])
        connection.resolver.BatchResolve(batch, timeout=10)
        stream = [pb.StreamResolveRequest(context=one.context) for one in (good, bad)]
        assert len(list(connection.resolver.StreamResolve(iter(stream), timeout=10))) == 2
    assert [one() for one in items] == [1, 1, 1, 1]


def test_answers_are_counted_by_cause_category_and_rule() -> None:
    """The names are those of the rulebook, and nothing that the caller said."""
    request = pb.ResolveRequest()
    text = (RULES.parent / "demo" / "contexts" / "1-mismatch.json").read_text("utf-8")
    json_format.ParseDict(json.loads(text)["context"], request.context)
    with running_server(shipped_snapshot()) as connection:
        answer = connection.resolver.Resolve(request, timeout=10)
        first = answer.causes[0]
        grown = [
            Growth("resolver_first_causes_total", cause=first.cause_id),
            Growth("resolver_status_categories_total", category=answer.status.category),
            Growth("resolver_rules_matched_total", rule=first.evidence[0].rule_id),
            Growth("resolver_rules_counted_total", rule=first.evidence[0].rule_id),
        ]
        connection.resolver.Resolve(request, timeout=10)
    assert [one() for one in grown] == [1, 1, 1, 1]


@pytest.mark.parametrize("provider", [TELLTALE, "catalogued"])
def test_a_code_that_says_nothing_is_counted_by_catalogued_provider(provider: str) -> None:
    """Any other provider is `other`: its name is the caller's."""
    snapshot = shipped_snapshot()
    known = next(iter(snapshot.rulebook.knowledge.catalogue.providers))
    given, label = (known, known) if provider == "catalogued" else (provider, "other")
    unknown = Growth("resolver_unrecognized_codes_total", provider=label)
    request = pb.ResolveRequest()
    request.context.outcome.provider = f" {given.upper()} "
    request.context.outcome.code = f"{TELLTALE}-4711"
    with running_server(snapshot) as connection:
        connection.resolver.Resolve(request, timeout=10)
        side = SidePort("127.0.0.1:0", Progress())
        side.start()
        _, text = page(side.port, "/metrics")
        side.stop()
    assert unknown() == 1
    assert TELLTALE not in text


def test_the_side_port_answers_while_every_thread_works() -> None:
    """A busy process is neither taken for dead, nor out of sight."""
    gate, side = Gate(), SidePort("127.0.0.1:0", Progress())
    side.start()
    with running_server(a_snapshot(FakeResolver(gate))) as connection:
        calls = [
            connection.resolver.Resolve.future(pb.ResolveRequest())
            for _ in range(3 * SETTINGS.threads)
        ]
        for _ in range(SETTINGS.threads):
            assert gate.entered.acquire(timeout=10)
        assert page(side.port, "/healthz")[0] == 200
        assert page(side.port, "/metrics")[0] == 200
        assert not any(call.done() for call in calls)
        gate.opened.set()
        assert all(call.result(10).causes for call in calls)
    side.stop()


def test_one_line_is_logged_of_each_call(finished: Finished) -> None:
    """It has the id that the caller gave, and nothing else that the caller said."""
    request = pb.ResolveRequest()
    request.context.outcome.message = TELLTALE
    metadata = (("x-request-id", "id-1"),)
    with running_server(settings=replace(SETTINGS, log_requests=1.0)) as connection:
        connection.resolver.Resolve(request, metadata=metadata, timeout=10)
        with pytest.raises(grpc.RpcError):
            connection.channel.unary_unary(f"/{RESOLVE}")(b"\xff", metadata=metadata, timeout=10)
    told = finished()
    assert [(line["method"], line["code"], line["request_id"]) for line in told] == [
        (f"/{RESOLVE}", "OK", "id-1"),
        (f"/{RESOLVE}", "INVALID_ARGUMENT", "id-1"),
    ]
    assert all(line["milliseconds"] > 0 for line in told)
    assert {line["revision"] for line in told} == {"0123456789ab"}
    assert TELLTALE not in str(told)


@pytest.mark.parametrize(("share", "logged"), [(0.0, 0), (0.25, 2), (1.0, 8)])
def test_a_share_of_the_calls_can_be_logged(finished: Finished, share: float, logged: int) -> None:
    """By turns, so that it is that share exactly."""
    with running_server(settings=replace(SETTINGS, log_requests=share)) as connection:
        for _ in range(8):
            connection.resolver.Resolve(pb.ResolveRequest(), timeout=10)
    assert len(finished()) == logged
