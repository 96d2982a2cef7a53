"""Spans of calls for OpenTelemetry: an extra, which `extras.py` alone imports, where it is wanted.

A span tells how a call ended and what of the rulebook its answer names, and nothing that the
caller sent but the trace that it belongs to.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

import grpc
from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import ParentBasedTraceIdRatio
from opentelemetry.trace import Span, SpanKind, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from resolver import __version__
from resolver.runtime.logs import Event, log
from resolver.service.metering import METHODS, code_of
from resolver.v1 import resolver_service_pb2 as pb

_NAME = "invoice-status-resolver"
_EXPORT_SECONDS = 5
"""How long a collector may take; a stop waits for it once."""

_FAULTS = frozenset(
    {"UNKNOWN", "DEADLINE_EXCEEDED", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS"}
)
"""What OpenTelemetry's conventions call an error of a server; other codes are the caller's."""

_Handler: TypeAlias = Any
_Behaviour: TypeAlias = Callable[[Any, grpc.ServicerContext], Any]


class CallTracer:
    """A server interceptor that makes a span of each call of the contract, from its arrival."""

    def __init__(self, endpoint: str, share: float) -> None:
        """Send spans to a collector by OTLP over gRPC.

        `share` is that of the calls which belong to no trace yet, 0 to 1; what belongs to one is
        traced if whoever began it said so.
        """
        self._provider = TracerProvider(
            ParentBasedTraceIdRatio(share),
            Resource.create({"service.name": _NAME, "service.version": __version__}),
            shutdown_on_exit=False,
        )
        _LIBRARY.propagate = False
        _LIBRARY.addHandler(_TROUBLE)
        exporter = OTLPSpanExporter(endpoint, timeout=_EXPORT_SECONDS)
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer(_NAME, __version__)
        self._propagator = TraceContextTextMapPropagator()

    def intercept_service(
        self, continuation: Callable[[Any], _Handler], details: grpc.HandlerCallDetails
    ) -> _Handler:
        """Return a handler of this one call, if the method is one of the contract."""
        handler = continuation(details)
        if handler is None or details.method not in METHODS:
            return handler
        span = self._begin(details)
        if not span.is_recording():
            return handler
        if handler.stream_stream is None:
            return handler._replace(unary_unary=_unary(span, handler.unary_unary))
        return handler._replace(stream_stream=_stream(span, handler.stream_stream))

    def close(self) -> None:
        """Send what has not been sent yet."""
        self._provider.shutdown()

    def _begin(self, details: grpc.HandlerCallDetails) -> Span:
        name = details.method.removeprefix("/")
        service, _, method = name.partition("/")
        return self._tracer.start_span(
            name,
            self._propagator.extract(dict(details.invocation_metadata or ())),
            SpanKind.SERVER,
            {"rpc.system": "grpc", "rpc.service": service, "rpc.method": method},
        )


class _Trouble(logging.Handler):
    """Tells of the library's troubles as events: plain lines would break the log."""

    def emit(self, record: logging.LogRecord) -> None:
        log(Event.TRACING_FAILED, record.levelno, error=record.getMessage())


_LIBRARY = logging.getLogger("opentelemetry")
_TROUBLE = _Trouble(logging.WARNING)


def _unary(span: Span, behaviour: _Behaviour) -> _Behaviour:
    def call(request: Any, context: grpc.ServicerContext) -> Any:  # noqa: ANN401 - any message
        try:
            response = behaviour(request, context)
            span.set_attributes(_told(response))
            return response
        finally:
            _end(span, context)

    return _in_its_threads(call, behaviour)


def _stream(span: Span, behaviour: _Behaviour) -> _Behaviour:
    def call(requests: Iterator[Any], context: grpc.ServicerContext) -> Iterator[Any]:
        items = 0
        try:
            for response in behaviour(requests, context):
                items += 1
                yield response
        finally:
            span.set_attribute("resolver.items", items)
            _end(span, context)

    return _in_its_threads(call, behaviour)


def _in_its_threads(call: _Behaviour, behaviour: _Behaviour) -> _Behaviour:
    """Let a call run in the threads that its behaviour wants, under the name of grpcio."""
    pool = getattr(behaviour, "experimental_thread_pool", None)
    call.experimental_thread_pool = pool  # type: ignore[attr-defined]
    return call


def _told(response: object) -> Mapping[str, str | int]:
    """Return what of the rulebook an answer names."""
    if isinstance(response, pb.BatchResolveResponse):
        return {"resolver.items": len(response.items)}
    if not isinstance(response, pb.ResolveResponse):
        return {}
    return {
        "resolver.cause": response.causes[0].cause_id,
        "resolver.category": response.status.category,
        "resolver.revision": response.rulebook_revision,
    }


def _end(span: Span, context: grpc.ServicerContext) -> None:
    code = code_of(context)
    span.set_attribute("rpc.grpc.status_code", grpc.StatusCode[code].value[0])
    if code in _FAULTS:
        span.set_status(StatusCode.ERROR, code)
    span.end()
