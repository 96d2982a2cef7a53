"""Tests of each error's gRPC status, as a caller receives it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import grpc
import pytest
from google.rpc import error_details_pb2

from resolver.errors import (
    CheckBusyError,
    DecisionLogError,
    EngineError,
    FieldViolation,
    InvalidContextError,
    ResolverError,
    RulesRejectedError,
    RulesUnavailableError,
    WorkBrokenError,
    WorkTimeoutError,
    WorkTooLargeError,
)
from resolver.model.context import LookupContext
from resolver.v1 import resolver_service_pb2 as pb
from tests.support.servers import (
    Connection,
    FakeResolver,
    a_snapshot,
    detail,
    error_info,
    running_server,
    status_of_call,
)

RESOLVER = FakeResolver()


@pytest.fixture(scope="module")
def connection() -> Iterator[Connection]:
    """A server whose resolver raises what a test wants."""
    with running_server(a_snapshot(RESOLVER)) as connection:
        yield connection


def failed_call(connection: Connection, error: BaseException | None = None) -> grpc.RpcError:
    """Return the failure of a call during which an error is raised."""

    def raise_it(_: LookupContext) -> None:
        raise error

    RESOLVER.before = raise_it
    with pytest.raises(grpc.RpcError) as caught:
        connection.resolver.Resolve(pb.ResolveRequest(language_code="en"), timeout=10)
    return caught.value


@pytest.mark.parametrize(
    ("error", "code", "reason"),
    [
        (
            InvalidContextError([FieldViolation("context.x", "TOO_LONG", "is too long")]),
            grpc.StatusCode.INVALID_ARGUMENT,
            "INVALID_REQUEST",
        ),
        (RulesRejectedError([]), grpc.StatusCode.FAILED_PRECONDITION, "RULES_REJECTED"),
        (RulesUnavailableError("x"), grpc.StatusCode.UNAVAILABLE, "RULES_UNAVAILABLE"),
        (DecisionLogError("x"), grpc.StatusCode.UNAVAILABLE, "DECISION_LOG_UNAVAILABLE"),
        (EngineError("error 303"), grpc.StatusCode.INTERNAL, "ENGINE_FAILED"),
        (CheckBusyError(), grpc.StatusCode.RESOURCE_EXHAUSTED, "CHECK_BUSY"),
        (WorkTimeoutError(), grpc.StatusCode.DEADLINE_EXCEEDED, "CHECK_TIMED_OUT"),
        (WorkTooLargeError(), grpc.StatusCode.RESOURCE_EXHAUSTED, "CHECK_TOO_LARGE"),
        (WorkBrokenError("secret"), grpc.StatusCode.INTERNAL, "INTERNAL_ERROR"),
        (ResolverError("secret"), grpc.StatusCode.INTERNAL, "INTERNAL_ERROR"),
        (ValueError("secret"), grpc.StatusCode.INTERNAL, "INTERNAL_ERROR"),
        (RecursionError("secret"), grpc.StatusCode.INTERNAL, "INTERNAL_ERROR"),
        (Exception(), grpc.StatusCode.INTERNAL, "INTERNAL_ERROR"),
    ],
)
def test_error_ends_in_its_status(
    connection: Connection, error: Exception, code: grpc.StatusCode, reason: str
) -> None:
    """Code and reason are stable, and no text of the error itself is told."""
    call = failed_call(connection, error)
    status = status_of_call(call)
    assert call.code() is code
    assert status.code == code.value[0]
    assert error_info(status).reason == reason
    assert detail(status, error_details_pb2.LocalizedMessage).locale == "en"
    assert "secret" not in repr(call)


def test_temporary_trouble_says_when_to_come_back(connection: Connection) -> None:
    """`RetryInfo` is given where the same call may succeed a moment later."""
    status = status_of_call(failed_call(connection, RulesUnavailableError("x")))
    assert detail(status, error_details_pb2.RetryInfo).retry_delay.seconds == 1


def test_failure_is_logged_without_what_was_said(
    connection: Connection, caplog: pytest.LogCaptureFixture
) -> None:
    """The log has the class of the error and where it came from, not its text."""
    with caplog.at_level(logging.INFO, logger="resolver"):
        status = status_of_call(failed_call(connection, ValueError("secret")))
    (record,) = [r for r in caplog.records if r.getMessage() == "request.failed"]
    told = record.values
    assert told["error"] == "ValueError"
    assert told["request_id"] == error_info(status).metadata["request_id"]
    assert "test_errors.py" in told["places"][-1]
    assert "secret" not in json.dumps(told)
