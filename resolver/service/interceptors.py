"""What stands around every call: a request id, readable bytes, and errors that become statuses.

The library would answer unreadable bytes with INTERNAL and send the text of an exception to the
caller. Neither may happen, so every handler of the contract is wrapped, once, at its first call.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Any, TypeAlias, TypeVar

import grpc
from google.protobuf.message import DecodeError

from resolver.errors import TooManyStreamsError, UnknownMethodError, UnreadableRequestError
from resolver.service.failures import call_failure

REQUEST_ID = "x-request-id"
"""Metadata key: taken from the caller, or made, and told back in the trailers."""

_OURS = "/resolver.v1."
_HEALTH_CHECK = "/grpc.health.v1.Health/Check"
_CHECKS = frozenset(
    f"/resolver.v1.RulebookService/{method}" for method in ("CheckRules", "RehearseRules")
)
_USABLE_ID = re.compile(r"[\x21-\x7e]{1,128}", re.ASCII)
_STATUS_DETAILS = "grpc-status-details-bin"
_SPARE_THREADS = 2
"""They tell a caller that there are too many streams, or a check under way."""

_CODES = {code.value[0]: code for code in grpc.StatusCode}
_Request = TypeVar("_Request")
_Handler: TypeAlias = Any
_Behaviour: TypeAlias = Callable[[Any, grpc.ServicerContext], Any]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Stands for a request whose bytes could not be parsed. Its language is not known."""

    language_code: str = ""


def readable(request: _Request | Unreadable) -> _Request:
    """Return the request.

    Raises:
        UnreadableRequestError: It could not be parsed.
    """
    if isinstance(request, Unreadable):
        raise UnreadableRequestError
    return request


class CallGuard:
    """A server interceptor that wraps the handlers of the contract.

    Streams, checks of rules and health checks run in threads of their own: a stream keeps its
    thread as long as it is open, a check of rules waits for seconds, and neither these nor a long
    batch may silence the health check.
    """

    def __init__(self, streams: int) -> None:
        self._wrapped: dict[str, _Handler] = {}
        self._free_streams = BoundedSemaphore(streams)
        self._stream_threads = ThreadPoolExecutor(
            streams + _SPARE_THREADS, thread_name_prefix="stream"
        )
        self._health_threads = ThreadPoolExecutor(1, thread_name_prefix="health")
        self._check_threads = ThreadPoolExecutor(1 + _SPARE_THREADS, thread_name_prefix="check")

    def intercept_service(
        self, continuation: Callable[[Any], _Handler], details: grpc.HandlerCallDetails
    ) -> _Handler:
        """Return the handler of a method, wrapped if it is one of the contract."""
        method = details.method
        if method in self._wrapped:
            return self._wrapped[method]
        handler = continuation(details)
        if method == _HEALTH_CHECK and handler is not None:
            wrapped = self._in_health_threads(handler)
        elif not method.startswith(_OURS):
            return handler
        elif handler is None:
            return _unknown(method)
        else:
            wrapped = self._guarded(method, handler)
        self._wrapped[method] = wrapped
        return wrapped

    def close(self) -> None:
        """Let the threads go when they have nothing more to do."""
        self._stream_threads.shutdown(wait=False)
        self._health_threads.shutdown(wait=False)
        self._check_threads.shutdown(wait=False)

    def _in_health_threads(self, handler: _Handler) -> _Handler:
        return handler._replace(unary_unary=_pooled(handler.unary_unary, self._health_threads))

    def _guarded(self, method: str, handler: _Handler) -> _Handler:
        readable = handler._replace(request_deserializer=_forgiving(handler.request_deserializer))
        if handler.stream_stream is None:
            guarded = _guard_unary(method, handler.unary_unary)
            if method in _CHECKS:
                guarded = _pooled(guarded, self._check_threads)
            return readable._replace(unary_unary=guarded)
        limited = self._limited(handler.stream_stream)
        guarded = _pooled(_guard_stream(method, limited), self._stream_threads)
        return readable._replace(stream_stream=guarded)

    def _limited(self, behaviour: _Behaviour) -> _Behaviour:
        def call(requests: Iterator[Any], context: grpc.ServicerContext) -> Iterator[Any]:
            if not self._free_streams.acquire(blocking=False):
                raise TooManyStreamsError
            try:
                yield from behaviour(requests, context)
            finally:
                self._free_streams.release()

        return call


def _guard_unary(method: str, behaviour: _Behaviour) -> _Behaviour:
    def call(request: Any, context: grpc.ServicerContext) -> Any:  # noqa: ANN401 - any message
        request_id = _announce_id(context)
        try:
            return behaviour(readable(request), context)
        except Exception as error:  # noqa: BLE001 - the outermost barrier
            failure = error
        return _abort(failure, method, request.language_code, request_id, context)

    return call


def _guard_stream(method: str, behaviour: _Behaviour) -> _Behaviour:
    def call(requests: Iterator[Any], context: grpc.ServicerContext) -> Iterator[Any]:
        request_id = _announce_id(context)
        try:
            yield from behaviour(requests, context)
        except grpc.RpcError:
            raise  # the caller is gone: nobody is left to be told
        except Exception as error:  # noqa: BLE001 - the outermost barrier
            failure = error
        else:
            return
        _abort(failure, method, "", request_id, context)

    return call


def _unknown(method: str) -> _Handler:
    def call(_: Iterator[bytes], context: grpc.ServicerContext) -> Any:  # noqa: ANN401 - never returns
        return _abort(UnknownMethodError(), method, "", _announce_id(context), context)

    return grpc.stream_stream_rpc_method_handler(call)


def _forgiving(deserialize: Callable[[bytes], Any]) -> Callable[[bytes], Any]:
    def read(data: bytes) -> Any:  # noqa: ANN401 - any message
        try:
            return deserialize(data)
        except DecodeError:
            return Unreadable()

    return read


def _pooled(behaviour: _Behaviour, threads: ThreadPoolExecutor) -> _Behaviour:
    def call(request: Any, context: grpc.ServicerContext) -> Any:  # noqa: ANN401 - any message
        return behaviour(request, context)

    # The name is that of grpcio; a test fails if a later version no longer heeds it.
    call.experimental_thread_pool = threads  # type: ignore[attr-defined] # functions take any
    return call


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
    context.set_trailing_metadata(
        ((REQUEST_ID, request_id), (_STATUS_DETAILS, status.SerializeToString()))
    )
    return context.abort(_CODES[status.code], status.message)
