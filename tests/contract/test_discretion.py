"""Nothing that a request says, and no credential, ever reaches a log or an error text.

Values are planted in every field of a request and in its metadata; then every class of failures is
provoked, and what was logged and told is searched for them.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import grpc
import pytest
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message

from resolver.errors import (
    EngineError,
    RulesRejectedError,
    RulesUnavailableError,
)
from resolver.model.context import LookupContext
from resolver.runtime.access.tokens import new_token
from resolver.v1 import context_pb2
from resolver.v1 import resolver_service_pb2 as pb
from resolver.v1 import rulebook_service_pb2 as rulebook_pb
from tests.support.access import bearer, token_entry, write_callers
from tests.support.gates import Gate
from tests.support.jwts import AUDIENCE, ISSUER, es256, jwks
from tests.support.servers import (
    SETTINGS,
    Connection,
    FakeResolver,
    a_snapshot,
    failure_of,
    running_server,
)


def parts(token: str) -> list[str]:
    """Return what must not be told of a token: any part of it that is not public."""
    return [part for part in token.removeprefix("isr_").split(".")[-2:] if len(part) > 20]


PLANTED = "91110000-SECRET-Ω"
TOKEN, WRONG = new_token(), new_token()
SIGNER, STRANGER = es256(), es256()
JWT, WRONG_JWT = SIGNER.token(scope="rules.read"), STRANGER.token()
SEARCHED = ("SECRET", *(part for token in (TOKEN, WRONG, JWT, WRONG_JWT) for part in parts(token)))
RESOLVER = FakeResolver()


def planted(message: Message) -> Message:
    """Put a value that can be searched for into every text of a message, however deep."""
    for field in message.DESCRIPTOR.fields:
        if field.message_type is not None and field.message_type.GetOptions().map_entry:
            getattr(message, field.name)[PLANTED] = PLANTED
        elif field.is_repeated:
            if field.type == FieldDescriptor.TYPE_STRING:
                getattr(message, field.name).append(PLANTED)
        elif field.type == FieldDescriptor.TYPE_STRING:
            setattr(message, field.name, PLANTED)
        elif field.message_type is not None and field.message_type.file.package == "resolver.v1":
            planted(getattr(message, field.name))
    return message


def request() -> pb.ResolveRequest:
    """Return a request full of planted values."""
    return planted(pb.ResolveRequest())


@dataclass
class Leaks:
    """What was told, to callers and to the log."""

    caplog: pytest.LogCaptureFixture
    capfd: pytest.CaptureFixture[str]

    def of(self, call: Callable[[], object]) -> grpc.RpcError:
        """Make a call that fails, search everything, and return the failure."""
        self.caplog.clear()
        with self.caplog.at_level(logging.DEBUG):
            error = failure_of(call)
        told = [repr(error), error.details(), repr(error.trailing_metadata())]
        told += [json.dumps(vars(record), default=str) for record in self.caplog.records]
        told += self.capfd.readouterr()
        assert [word for word in SEARCHED if any(word in text for text in told)] == []
        return error


@pytest.fixture
def leaks(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> Leaks:
    """What this test finds told, standard error of the library included."""
    return Leaks(caplog, capfd)


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """A server that asks for credentials, whose resolver does what a test wants."""
    folder = tmp_path_factory.mktemp("access")
    settings = replace(
        SETTINGS,
        threads=1,
        max_in_flight=1,
        max_message_bytes=64 * 1024,
        callers=write_callers(folder, token_entry(TOKEN, "resolve")),
        jwt_keys=jwks(folder, SIGNER.public),
        jwt_issuer=ISSUER,
        jwt_audience=AUDIENCE,
    )
    with running_server(a_snapshot(RESOLVER), settings) as connection:
        yield connection


def resolve(connection: Connection, token: str = TOKEN, **changes: str) -> Callable[[], object]:
    """Return a call that sends planted values and a token."""
    sent = request()
    for name, value in changes.items():
        setattr(sent.context.outcome, name, value)
    return lambda: connection.resolver.Resolve(sent, timeout=10, metadata=bearer(token))


def test_values_are_planted_everywhere() -> None:
    """Or the tests below would find nothing for want of anything to find."""
    assert str(request()).count("SECRET") > 25
    assert all(len(word) > 5 for word in SEARCHED)
    assert len(SEARCHED) == 7


@pytest.mark.parametrize(
    "error",
    [
        EngineError(PLANTED),
        RulesUnavailableError(PLANTED),
        RulesRejectedError([]),
        ValueError(PLANTED),
        KeyError(PLANTED),
        UnicodeDecodeError("utf-8", PLANTED.encode(), 0, 1, PLANTED),
        RecursionError(PLANTED),
    ],
    ids=lambda error: type(error).__name__,
)
def test_failure_within_tells_nothing(
    connection: Connection, leaks: Leaks, error: Exception
) -> None:
    """Whatever its text quotes."""

    def fail(_: LookupContext) -> None:
        raise error

    RESOLVER.before = fail
    leaks.of(resolve(connection))


def test_invalid_request_is_named_by_its_fields(connection: Connection, leaks: Leaks) -> None:
    """What they held is not repeated."""
    error = leaks.of(resolve(connection, message=PLANTED * 2000))
    assert "context.outcome.message" in error.details()


def test_too_large_or_unreadable_request_tells_nothing(
    connection: Connection, leaks: Leaks
) -> None:
    """Its bytes may be anything."""
    large = leaks.of(resolve(connection, message=PLANTED * 5000))
    assert large.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    method = connection.channel.unary_unary("/resolver.v1.ResolverService/Resolve")
    broken = request().SerializeToString()[:-3] + b"\xff\xff\xff"
    unreadable = leaks.of(lambda: method(broken, timeout=10, metadata=bearer(TOKEN)))
    assert unreadable.code() is grpc.StatusCode.INVALID_ARGUMENT


def test_unknown_method_tells_nothing(connection: Connection, leaks: Leaks) -> None:
    """Of the request, that is: which method it was is logged."""
    method = connection.channel.unary_unary("/resolver.v1.ResolverService/Unheard")
    body = request().SerializeToString()
    leaks.of(lambda: method(body, timeout=10, metadata=bearer(TOKEN)))


@pytest.mark.parametrize(
    "token",
    [WRONG, WRONG_JWT, f"{WRONG_JWT}x", PLANTED.encode().hex(), ""],
    ids=["unknown", "forged", "altered", "planted", "none"],
)
def test_credential_that_is_not_taken_is_not_told(
    connection: Connection, leaks: Leaks, token: str
) -> None:
    """Nor one of the wrong form."""
    error = leaks.of(resolve(connection, token))
    assert error.code() is grpc.StatusCode.UNAUTHENTICATED


def test_credential_without_the_scope_is_not_told(connection: Connection, leaks: Leaks) -> None:
    """Its caller's name is."""
    error = leaks.of(resolve(connection, JWT))
    assert error.code() is grpc.StatusCode.PERMISSION_DENIED


def test_page_token_is_not_repeated(connection: Connection, leaks: Leaks) -> None:
    """Although it is what is wrong."""
    listing = rulebook_pb.ListRulesRequest(page_token=PLANTED)
    token = SIGNER.token(scope="rules.read")
    leaks.of(lambda: connection.rulebook.ListRules(listing, timeout=10, metadata=bearer(token)))


def test_shed_call_tells_nothing(connection: Connection, leaks: Leaks) -> None:
    """Its request is not even read for that."""
    gate = Gate()
    RESOLVER.before = gate
    held = connection.resolver.Resolve.future(request(), timeout=20, metadata=bearer(TOKEN))
    assert gate.entered.acquire(timeout=10)
    error = leaks.of(resolve(connection))
    assert error.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    gate.opened.set()
    assert held.result(10).causes


def test_items_of_batches_and_streams_tell_nothing(connection: Connection, leaks: Leaks) -> None:
    """Their failures are statuses within answers."""

    def fail(_: LookupContext) -> None:
        raise ValueError(PLANTED)

    RESOLVER.before = fail
    lookup = planted(context_pb2.LookupContext())
    with leaks.caplog.at_level(logging.DEBUG):
        batch = connection.resolver.BatchResolve(
            pb.BatchResolveRequest(contexts=[lookup]), timeout=10, metadata=bearer(TOKEN)
        )
        stream = connection.resolver.StreamResolve(
            iter([planted(pb.StreamResolveRequest())]), timeout=10, metadata=bearer(TOKEN)
        )
        told = [str(item.status) for item in [*batch.items, *stream]]
    assert len(told) == 2
    logged = [json.dumps(vars(record), default=str) for record in leaks.caplog.records]
    assert logged
    assert not any(word in text for word in SEARCHED for text in [*told, *logged])
