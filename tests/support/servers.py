"""A real server on a free port, by default with a resolver that needs no rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace

import grpc
import pytest
from google.protobuf.message import Message
from google.rpc import error_details_pb2, status_pb2

from resolver.model.answer import Answer
from resolver.model.context import LookupContext
from resolver.model.diagnostics import Diagnostic, Location, Severity
from resolver.model.texts import Text
from resolver.runtime.holder import SnapshotHolder
from resolver.runtime.settings import Settings
from resolver.runtime.snapshot import Snapshot
from resolver.service.server import Server, build_server
from resolver.v1.resolver_service_pb2_grpc import ResolverServiceStub
from resolver.v1.rulebook_service_pb2_grpc import RulebookServiceStub
from tests.support.answers import NOON, a_rulebook, an_answer

SETTINGS = Settings(address="127.0.0.1:0", threads=2, streams=1, grace_seconds=5.0, outcomes="")
WARNING = Diagnostic(
    code="RULE900",
    severity=Severity.WARNING,
    location=Location("input/amount.yaml", 3, 1),
    message=Text("措辞重复", "the wording repeats itself"),
    mend=Text("改写其中一句", "reword one of them"),
)


class FakeResolver:
    """Answers every context alike, after doing what a test wants done for each."""

    def __init__(self, before: Callable[[LookupContext], None] = lambda _: None) -> None:
        self.before = before
        self.asked: list[tuple[LookupContext, datetime, str, int]] = []

    def resolve(
        self, context: LookupContext, at: datetime, language: str = "zh-CN", max_causes: int = 5
    ) -> Answer:
        """Note what was asked and answer."""
        self.asked.append((context, at, language, max_causes))
        self.before(context)
        return an_answer(context.lookup_id, at, language)


def a_snapshot(resolver: object | None = None) -> Snapshot:
    """Return a snapshot of the small rulebook with a fake resolver."""
    engine = SimpleNamespace(close=lambda: None)
    return Snapshot(
        a_rulebook(), NOON, (WARNING,), engine=engine, resolver=resolver or FakeResolver()
    )


@dataclass
class Connection:
    """A client's side of a running server."""

    server: Server
    channel: grpc.Channel

    @property
    def resolver(self) -> ResolverServiceStub:
        """Stub of `ResolverService`."""
        return ResolverServiceStub(self.channel)

    @property
    def rulebook(self) -> RulebookServiceStub:
        """Stub of `RulebookService`."""
        return RulebookServiceStub(self.channel)

    def send(self, method: str, data: bytes) -> bytes:
        """Send raw bytes to a unary method and return the bytes of its answer."""
        return self.channel.unary_unary(method)(data, timeout=10)


@contextmanager
def running_server(
    snapshot: Snapshot | None = None, settings: Settings = SETTINGS
) -> Iterator[Connection]:
    """Run a server until the block ends."""
    server = build_server(SnapshotHolder(snapshot or a_snapshot()), settings)
    server.start()
    try:
        with grpc.insecure_channel(f"127.0.0.1:{server.port}") as channel:
            yield Connection(server, channel)
    finally:
        server.stop()


def failure_of(call: Callable[[], object]) -> grpc.RpcError:
    """Return how a call fails."""
    with pytest.raises(grpc.RpcError) as caught:
        call()
    return caught.value


def status_of_call(error: grpc.RpcError) -> status_pb2.Status:
    """Return the rich status of a failed call."""
    trailers = dict(error.trailing_metadata())
    return status_pb2.Status.FromString(trailers["grpc-status-details-bin"])


def detail(status: status_pb2.Status, kind: type[Message]) -> Message:
    """Return the one detail of a kind."""
    (packed,) = [item for item in status.details if item.Is(kind.DESCRIPTOR)]
    found = kind()
    packed.Unpack(found)
    return found


def error_info(status: status_pb2.Status) -> error_details_pb2.ErrorInfo:
    """Return the `ErrorInfo` of a status."""
    return detail(status, error_details_pb2.ErrorInfo)


def violated(status: status_pb2.Status) -> dict[str, str]:
    """Return the reasons of a `BadRequest` by field."""
    bad = detail(status, error_details_pb2.BadRequest)
    return {item.field: item.reason for item in bad.field_violations}
