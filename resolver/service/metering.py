"""The outermost interceptor: counts and times every call, and logs one line of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Any, TypeAlias

import grpc

from resolver.runtime.holder import SnapshotHolder
from resolver.runtime.logs import Event, log
from resolver.runtime.metrics import CALL_SECONDS, CALLS_STARTED
from resolver.runtime.share import Share
from resolver.service.barrier import REQUEST_ID
from resolver.service.counting import OTHER
from resolver.v1 import resolver_service_pb2, rulebook_service_pb2

_OURS = "/resolver.v1."
METHODS = frozenset(
    f"/{service.full_name}/{method.name}"
    for file in (resolver_service_pb2, rulebook_service_pb2)
    for service in file.DESCRIPTOR.services_by_name.values()
    for method in service.methods
)
"""Every method of the contract; other names are the caller's, and no label."""

_REVISION_CHARACTERS = 12
_Handler: TypeAlias = Any
_Behaviour: TypeAlias = Callable[[Any, grpc.ServicerContext], Any]


class CallMeter:
    """A server interceptor that meters the calls of the contract, those refused included.

    A call is timed from its arrival, so that its wait for a thread counts. One that its caller
    gives up before it gets a thread is counted as started only. `logged_share` is the share of
    calls of which a line is logged, 0 to 1.
    """

    def __init__(self, snapshots: SnapshotHolder, logged_share: float = 0.0) -> None:
        self._snapshots = snapshots
        self._logged = Share(logged_share)
        self._series: dict[str, _Series] = {}

    def intercept_service(
        self, continuation: Callable[[Any], _Handler], details: grpc.HandlerCallDetails
    ) -> _Handler:
        """Return a handler of this one call, if the method is one of the contract."""
        handler = continuation(details)
        if handler is None or not details.method.startswith(_OURS):
            return handler
        series = self._series_of(details.method)
        series.started.inc()
        if handler.stream_stream is None:
            return handler._replace(unary_unary=_Unary(self, series, handler.unary_unary))
        return handler._replace(stream_stream=_Stream(self, series, handler.stream_stream))

    def end(self, series: _Series, begun: float, context: grpc.ServicerContext) -> None:
        """Count, and perhaps log, that a call has ended, which began at a `perf_counter`."""
        seconds = perf_counter() - begun
        code = code_of(context)
        series.ended(code, seconds)
        if self._logged.takes():
            log(
                Event.REQUEST_FINISHED,
                method=series.method,
                code=code,
                milliseconds=round(seconds * 1000, 3),
                request_id=_request_id(context),
                revision=self._revision(),
            )

    def _series_of(self, method: str) -> _Series:
        known = method if method in METHODS else OTHER
        series = self._series.get(known)
        if series is None:
            series = self._series[known] = _Series(known)
        return series

    def _revision(self) -> str:
        revision = self._snapshots.current.rulebook.revision
        return revision.rpartition(":")[2][:_REVISION_CHARACTERS]


class _Series:
    """The series of one method: to look one up takes longer than to count."""

    def __init__(self, method: str) -> None:
        self.method = method
        self._label = method.removeprefix("/")
        self.started = CALLS_STARTED.labels(self._label)
        self._by_code: dict[str, Callable[[float], None]] = {}

    def ended(self, code: str, seconds: float) -> None:
        observe = self._by_code.get(code)
        if observe is None:
            observe = CALL_SECONDS.labels(self._label, code).observe
            self._by_code[code] = observe
        observe(seconds)


class _Call:
    """What handles one call in place of a behaviour, in the threads that the behaviour wants."""

    __slots__ = ("_begun", "_behaviour", "_meter", "_series", "experimental_thread_pool")

    def __init__(self, meter: CallMeter, series: _Series, behaviour: _Behaviour) -> None:
        self._meter = meter
        self._series = series
        self._behaviour = behaviour
        self._begun = perf_counter()
        # The name is that of grpcio; a test fails if a later version no longer heeds it.
        self.experimental_thread_pool = getattr(behaviour, "experimental_thread_pool", None)


class _Unary(_Call):
    __slots__ = ()

    def __call__(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: ANN401
        try:
            return self._behaviour(request, context)
        finally:
            self._meter.end(self._series, self._begun, context)


class _Stream(_Call):
    __slots__ = ()

    def __call__(self, requests: Iterator[Any], context: grpc.ServicerContext) -> Iterator[Any]:
        try:
            yield from self._behaviour(requests, context)
        finally:
            self._meter.end(self._series, self._begun, context)


def code_of(context: grpc.ServicerContext) -> str:
    """Return the name of the code that a call ended with."""
    code = context.code()
    if code is not None:
        return str(code.name)
    if context.is_active():
        return "OK"
    return "CANCELLED" if context.time_remaining() else "DEADLINE_EXCEEDED"


def _request_id(context: grpc.ServicerContext) -> str:
    return next(
        (value for key, value in context.trailing_metadata() or () if key == REQUEST_ID), ""
    )
