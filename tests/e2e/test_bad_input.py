"""Tests of bad input to a real server: never INTERNAL, never a crash."""

from __future__ import annotations

import math
from collections.abc import Iterator

import grpc
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resolver.v1 import context_pb2
from resolver.v1 import resolver_service_pb2 as pb
from tests.support.frames import GOAWAY, PING, RawConnection, frame
from tests.support.processes import serving_process
from tests.support.rulefolders import TINY_RULES
from tests.support.servers import (
    Connection,
    error_info,
    running_server,
    status_of_call,
    violated,
)

RESOLVE = "/resolver.v1.ResolverService/Resolve"


@pytest.fixture(scope="module")
def connection() -> Iterator[Connection]:
    """A server that answers every context alike."""
    with running_server() as connection:
        yield connection


def refusal(connection: Connection, data: bytes) -> grpc.RpcError:
    """Return the refusal of raw bytes."""
    with pytest.raises(grpc.RpcError) as caught:
        connection.send(RESOLVE, data)
    return caught.value


def violations_of(connection: Connection, **context: object) -> dict[str, str]:
    """Return the reasons why a context is refused, by field."""
    request = pb.ResolveRequest(context=context_pb2.LookupContext(**context))
    call = refusal(connection, request.SerializeToString())
    assert call.code() is grpc.StatusCode.INVALID_ARGUMENT
    return violated(status_of_call(call))


@pytest.mark.parametrize(
    "data", [b"\xff\xff\xff", b"\x0a\x05ab", b"\x12\x02\xc3\x28", b"\x00" * 100]
)
def test_garbage_and_broken_utf8_are_invalid_arguments(
    connection: Connection, data: bytes
) -> None:
    """Bytes that are no message are the caller's mistake."""
    call = refusal(connection, data)
    assert call.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert error_info(status_of_call(call)).reason == "REQUEST_UNREADABLE"


@given(st.binary(max_size=300))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_bytes_are_answered_or_refused(connection: Connection, data: bytes) -> None:
    """No bytes at all make the server fail."""
    call = connection.channel.unary_unary(RESOLVE).future(data, timeout=10)
    failure = call.exception()
    if failure is not None:
        assert failure.code() is grpc.StatusCode.INVALID_ARGUMENT
        assert error_info(status_of_call(failure)).reason


def test_message_of_5_mb_is_refused_before_it_is_read(connection: Connection) -> None:
    """The limit of 4 MiB is that of the library."""
    call = refusal(connection, b"\x12" + b"x" * 5_000_000)
    assert call.code() is grpc.StatusCode.RESOURCE_EXHAUSTED


def test_unknown_enum_numbers_are_named(connection: Connection) -> None:
    """A number that this version does not know is refused, not guessed."""
    found = violations_of(
        connection,
        inputs={"invoice_type": 99, "source": -1},
        requester={"role": 2**31 - 1},
    )
    assert found == {
        "context.inputs.invoice_type": "UNKNOWN_ENUM_VALUE",
        "context.inputs.source": "UNKNOWN_ENUM_VALUE",
        "context.requester.role": "UNKNOWN_ENUM_VALUE",
    }


@pytest.mark.parametrize("character", ["9", "长", "🙂", "\x00", "Ａ"])
def test_text_of_10000_characters_is_refused_or_read(
    connection: Connection, character: str
) -> None:
    """As an input it breaks the limit; as a provider's message it is read."""
    text = character * 10_000
    found = violations_of(connection, inputs={"amount": text})
    assert found == {"context.inputs.amount": "TOO_LONG"}
    request = pb.ResolveRequest(context={"outcome": {"message": text}})
    assert connection.resolver.Resolve(request).causes


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf, -1.0, 2.0])
def test_number_without_meaning_is_refused(connection: Connection, number: float) -> None:
    """NaN and infinite numbers never reach a rule."""
    found = violations_of(connection, client={"packet_loss_ratio": number})
    assert found == {"context.client.packet_loss_ratio": "NOT_A_RATIO"}


def test_empty_context_is_answered(connection: Connection) -> None:
    """Nothing told is a case too."""
    assert pb.ResolveResponse.FromString(connection.send(RESOLVE, b"")).causes


def test_date_that_does_not_exist_is_answered(connection: Connection) -> None:
    """2026-02-30 is for the diagnosis, not for the door."""
    request = pb.ResolveRequest(context={"inputs": {"issue_date": "2026-02-30"}})
    assert connection.resolver.Resolve(request).causes


def test_language_of_a_refusal_is_the_callers(connection: Connection) -> None:
    """Violations are described in English and told in the caller's language."""
    request = pb.ResolveRequest(language_code="zh-Hant", max_causes=21)
    status = status_of_call(refusal(connection, request.SerializeToString()))
    assert status.message.startswith("invalid request: max_causes is 21")
    assert "21 超出范围".encode() in status.SerializeToString()


def test_name_of_an_attribute_cannot_break_the_refusal(connection: Connection) -> None:
    """Line breaks and emoji in a name travel in headers without harm."""
    found = violations_of(connection, attributes={"a\r\nb: 🙂" + "长" * 200: "v"})
    assert list(found.values()) == ["TOO_LONG"]


def test_nothing_that_clients_send_gets_into_the_log() -> None:
    """The gRPC library would write down what a client says as it leaves, line breaks included."""
    forged = b'\n{"event": "forged"}\n'
    with serving_process(TINY_RULES, RESOLVER_OUTCOMES="none") as serving:
        with RawConnection(serving.started["port"]) as leaving:
            leaving.send(frame(GOAWAY, bytes(4) + (11).to_bytes(4, "big") + forged))
            leaving.send(frame(PING, b"12345678"))
            leaving.wait_for(PING)  # all before it has been read
        serving.process.terminate()
        told = [line["event"] for line in serving.log]
    assert told == ["server.stopping", "server.stopped"]
