"""The barrier around every call: a request id, readable bytes, and errors that become statuses.

The library would answer unreadable bytes with INTERNAL and send the text of an exception to the
caller. Neither may happen, so every handler of the contract is wrapped, once, at its first call.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

import grpc
from google.protobuf.message import DecodeError

from resolver.errors import (
    DeadlineTooNearError,
    NotAllowedError,
    RequestTooLargeError,
    ResolverError,
    UnknownMethodError,
    UnreadableRequestError,
)
from resolver.runtime.access.callers import Scope
from resolver.service.calls import current_call
from resolver.service.failures import call_failure
from resolver.service.told import may_be_repeated

REQUEST_ID = "x-request-id"
"""Metadata key: taken from the caller, or made, and told back in the trailers."""

Behaviour: TypeAlias = Callable[[Any, grpc.ServicerContext], Any]
"""What a handler does."""

_USABLE_ID = re.compile(r"[\x21-\x7e]{1,128}", re.ASCII)
_STATUS_DETAILS = "grpc-status-details-bin"
_DO_NOT_REPEAT = ("grpc-retry-pushback-ms", "-1")
"""What clients take as a demand not to try again, whatever their retry policy says of the code."""

_REPEATED_CODES = frozenset({grpc.StatusCode.RESOURCE_EXHAUSTED, grpc.StatusCode.UNAVAILABLE})
_LEAST_SECONDS = 0.001
"""An answer takes about half of this, once the call has a thread."""

_CODES = {code.value[0]: code for code in grpc.StatusCode}
_Request = TypeVar("_Request")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Stands for a request that was not parsed. Its language is not known."""

    reason: type[ResolverError] = UnreadableRequestError
    language_code: str = ""


def readable(request: _Request | Unreadable) -> _Request:
    """Return the request.

    Raises:
        UnreadableRequestError: It could not be parsed.
        RequestTooLargeError: It was too large to be parsed.
    """
    if isinstance(request, Unreadable):
        raise request.reason
    return request


def forgiving(deserialize: Callable[[bytes], Any], max_bytes: int) -> Callable[[bytes], Any]:
    """Return a deserializer with a stand-in for what it cannot or must not parse."""

    def read(data: bytes) -> Any:  # noqa: ANN401 - any message
        if len(data) > max_bytes:
            return Unreadable(RequestTooLargeError)
        try:
            return deserialize(data)
        except DecodeError:
            return Unreadable()

    return read


def guard_unary(method: str, behaviour: Behaviour, scope: Scope) -> Behaviour:
    """Return a unary handler that only callers with a scope may use."""

    def call(request: Any, context: grpc.ServicerContext) -> Any:  # noqa: ANN401 - any message
        request_id = _announce_id(context)
        try:
            _let_in(scope)
            if context.time_remaining() < _LEAST_SECONDS:
                raise DeadlineTooNearError  # noqa: TRY301 - told like every other error
            return behaviour(readable(request), context)
        except Exception as error:  # noqa: BLE001 - the outermost barrier
            failure = error
        return _abort(failure, method, request.language_code, request_id, context)

    return call


def guard_stream(method: str, behaviour: Behaviour, scope: Scope | None) -> Behaviour:
    """Do the same for a stream. Without a scope, any credential will do."""

    def call(requests: Iterator[Any], context: grpc.ServicerContext) -> Iterator[Any]:
        request_id = _announce_id(context)
        try:
            _let_in(scope)
            yield from behaviour(requests, context)
        except grpc.RpcError:
            raise  # the caller is gone: nobody is left to be told
        except Exception as error:  # noqa: BLE001 - the outermost barrier
            failure = error
        else:
            return
        _abort(failure, method, "", request_id, context)

    return call


def unknown_method(method: str) -> grpc.RpcMethodHandler:
    """Return a handler that says that there is no such method."""

    def call(_: Iterator[bytes], context: grpc.ServicerContext) -> Any:  # noqa: ANN401 - never returns
        return _abort(UnknownMethodError(), method, "", _announce_id(context), context)

    return grpc.stream_stream_rpc_method_handler(call)


def _let_in(scope: Scope | None) -> None:
    call = current_call()
    if call.refusal is not None:
        raise call.refusal
    if scope is not None and scope not in call.caller.scopes:
        raise NotAllowedError(scope)


def _announce_id(context: grpc.ServicerContext) -> str:
    """Return the caller's request id, or a new one, and put it into the trailers."""
    request_id = next(
        (value for key, value in context.invocation_metadata() if key == REQUEST_ID), ""
    )
    if not _USABLE_ID.fullmatch(request_id):
        request_id = secrets.token_hex(16)
    context.set_trailing_metadata(((REQUEST_ID, request_id),))
    return request_id


def _abort(
    error: Exception,
    method: str,
    language_code: str,
    request_id: str,
    context: grpc.ServicerContext,
) -> Any:  # noqa: ANN401 - it never returns
    status = call_failure(error, method=method, language_code=language_code, request_id=request_id)
    code = _CODES[status.code]
    final = code in _REPEATED_CODES and not may_be_repeated(error)
    context.set_trailing_metadata(
        (
            (REQUEST_ID, request_id),
            (_STATUS_DETAILS, status.SerializeToString()),
            *([_DO_NOT_REPEAT] if final else []),
        )
    )
    return context.abort(code, status.message)
