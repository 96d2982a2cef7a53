"""Where calls go: each kind into a lane of its own, behind the barrier."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Any, TypeAlias

import grpc

from resolver.errors import (
    CheckBusyError,
    OverloadedError,
    TooManyBatchesError,
    TooManyStreamsError,
)
from resolver.runtime.access.callers import ANYBODY, Caller
from resolver.runtime.access.gate import Gate
from resolver.runtime.settings import Settings
from resolver.service.admission import Admission
from resolver.service.arrivals import Inbox
from resolver.service.barrier import (
    Behaviour,
    forgiving,
    guard_stream,
    guard_unary,
    unknown_method,
)
from resolver.service.lanes import Door, Lane, UnaryLane
from resolver.service.patience import ARRIVAL_SECONDS, TAKING_SECONDS, Patience, Waiting
from resolver.service.scopes import scope_of
from resolver.service.streams import OpenStreams

_OURS = "/resolver.v1."
_BATCHES = frozenset({"/resolver.v1.ResolverService/BatchResolve"})
_HEALTH_CHECK = "/grpc.health.v1.Health/Check"
_CHECKS = frozenset(
    f"/resolver.v1.RulebookService/{method}" for method in ("CheckRules", "RehearseRules")
)
_CHECK_THREADS = 3
"""One check runs at a time; the others tell callers so."""

_REPORTS = frozenset({"/resolver.v1.ResolverService/RecordOutcome"})
_REPORT_THREADS = 2
_MOST_REPORTS = 32
"""A database that hangs may keep these, and nothing else, waiting."""

_REFLECTION = "/grpc.reflection."
_REFLECTION_STREAMS = 4
_REFUSING_THREADS = 2
_MOST_AWAITED = 256
"""Messages that may be on their way at once. They mostly come with the headers of their calls."""

_UNTAKEN_A_PLACE = 4
"""So many answers may wait to be taken for each call of the kind that may be under way."""

_NAMES_OF_A_CERTIFICATE = ("x509_subject_alternative_name", "x509_common_name")

_Handler: TypeAlias = Any


class CallGuard:
    """A server interceptor that wraps the handlers of the contract, and of reflection.

    Single calls, batches, streams, checks of rules, reports and health checks run in threads of
    their own: a stream keeps its thread as long as it is open, a batch for long, a check waits for
    seconds, a report for a database, and none of them may silence the others. A health check is
    let in whoever asks and however much there is to do.
    """

    def __init__(self, settings: Settings, gate: Gate) -> None:
        self._settings = settings
        self._wrapped: dict[str, _Handler] = {}
        self._streams = OpenStreams()
        self._settled = False
        self._awaited = Waiting(ARRIVAL_SECONDS, _MOST_AWAITED)
        self._door = Door(
            partial(identify, gate),
            ThreadPoolExecutor(_REFUSING_THREADS, thread_name_prefix="refused"),
            Inbox(self._awaited),
        )
        self._untaken = Waiting(TAKING_SECONDS, _UNTAKEN_A_PLACE * settings.max_in_flight)
        large = Waiting(TAKING_SECONDS, _UNTAKEN_A_PLACE * settings.batches)
        self._patience = Patience((self._awaited, self._untaken, large))
        self._health = self._health_lane()
        self._calls = self._lane("call", settings.threads, settings.max_in_flight)
        self._batches = self._lane(
            "batch", settings.batches, settings.batches, TooManyBatchesError, large
        )
        self._open = self._stream_lane("stream", settings.streams, TooManyStreamsError)
        self._asides = self._stream_lane("aside", _REFLECTION_STREAMS)
        self._reports = self._lane("report", _REPORT_THREADS, _MOST_REPORTS)
        self._checks = self._lane("check", _CHECK_THREADS, _CHECK_THREADS, CheckBusyError)

    def intercept_service(
        self, continuation: Callable[[Any], _Handler], details: grpc.HandlerCallDetails
    ) -> _Handler:
        """Return the handler of a method, wrapped if it is one of the contract."""
        method = details.method
        if method in self._wrapped:
            return self._wrapped[method]
        handler = continuation(details)
        if handler is None:
            return unknown_method(method) if method.startswith(_OURS) else None
        if method == _HEALTH_CHECK:
            wrapped = handler._replace(unary_unary=_pooled(handler.unary_unary, self._health))
        elif method.startswith(_REFLECTION):
            guarded = guard_stream(method, handler.stream_stream, None)
            wrapped = handler._replace(stream_stream=_pooled(guarded, self._asides))
        elif method.startswith(_OURS):
            wrapped = self._guarded(method, handler)
        else:
            return handler
        self._wrapped[method] = wrapped
        return wrapped

    def start(self) -> None:
        """Begin to cut off calls that wait too long for their clients."""
        self._patience.start()

    def drain(self) -> None:
        """Let streams end after the message that they are at work on."""
        self._streams.drain()

    def single_calls(self) -> int:
        """Return how many unary calls are under way that answer at once."""
        return self._calls.under_way

    def has_settled(self) -> bool:
        """Tell whether nothing is under way now, nor was when this was asked before.

        Streams that wait for their callers do not count. Asked twice, as what has been let in and
        what has been sent may take a moment to be counted or to leave.
        """
        before, self._settled = (
            self._settled,
            not (
                self._awaited.count
                + self._calls.under_way
                + self._batches.under_way
                + self._checks.under_way
                + self._reports.under_way
                + self._streams.at_work
            ),
        )
        return before and self._settled

    def close(self) -> None:
        """Let the threads go when they have nothing more to do."""
        self._patience.stop()
        lanes = (self._calls, self._batches, self._open, self._checks, self._reports, self._asides)
        for threads in (*lanes, self._health, self._door.refused):
            threads.shutdown(wait=False)

    def _lane(
        self,
        name: str,
        threads: int,
        limit: int,
        refusal: type[OverloadedError] = OverloadedError,
        untaken: Waiting | None = None,
    ) -> UnaryLane:
        admission = Admission(limit, self._settings.caller_share, refusal)
        return UnaryLane(name, threads, admission, self._door, untaken or self._untaken)

    def _stream_lane(
        self, name: str, limit: int, refusal: type[OverloadedError] = OverloadedError
    ) -> Lane:
        admission = Admission(limit, self._settings.caller_share, refusal)
        return Lane(name, limit, admission, self._door)

    def _health_lane(self) -> UnaryLane:
        door = replace(self._door, identify=lambda _: ANYBODY)
        return UnaryLane("health", 1, Admission(sys.maxsize, 1.0), door, self._untaken)

    def _guarded(self, method: str, handler: _Handler) -> _Handler:
        read = forgiving(handler.request_deserializer, self._settings.max_message_bytes)
        readable = handler._replace(request_deserializer=read)
        scope = scope_of(method)
        if handler.stream_stream is not None:
            drained = self._until_drained(handler.stream_stream)
            guarded = guard_stream(method, drained, scope)
            return readable._replace(stream_stream=_pooled(guarded, self._open))
        guarded = guard_unary(method, handler.unary_unary, scope)
        return readable._replace(unary_unary=_pooled(guarded, self._lane_of(method)))

    def _lane_of(self, method: str) -> Lane:
        if method in _BATCHES:
            return self._batches
        if method in _REPORTS:
            return self._reports
        return self._checks if method in _CHECKS else self._calls

    def _until_drained(self, behaviour: Behaviour) -> Behaviour:
        return lambda requests, context: behaviour(self._streams.requests(requests), context)


def identify(gate: Gate, context: grpc.ServicerContext) -> Caller:
    """Return who makes a call, by its token or its connection's certificate.

    Raises:
        UnauthenticatedError: The gate does not take the credential, or there is none.
    """
    if gate.is_open:
        return ANYBODY
    metadata = context.invocation_metadata()
    tokens = [value for key, value in metadata if key == "authorization"]
    shown = {} if tokens else context.auth_context()
    names = [
        name.decode("utf-8", "replace")
        for kind in _NAMES_OF_A_CERTIFICATE
        for name in shown.get(kind, ())
    ]
    return gate.caller(tokens, names)


def _pooled(behaviour: Behaviour, threads: ThreadPoolExecutor) -> Behaviour:
    def call(request: Any, context: grpc.ServicerContext) -> Any:  # noqa: ANN401 - any message
        return behaviour(request, context)

    # The name is that of grpcio; a test fails if a later version no longer heeds it.
    call.experimental_thread_pool = threads  # type: ignore[attr-defined] # functions take any
    return call
