"""Who answers a command's question: this process, or a server."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

import grpc
from google.rpc import error_details_pb2, status_pb2

from resolver.cli.channel import call_metadata, open_channel
from resolver.cli.exits import CommandError, ExitCode
from resolver.errors import EngineError, FieldViolation, InvalidContextError
from resolver.model.texts import Text
from resolver.runtime.holder import SnapshotHolder
from resolver.runtime.snapshot import build_snapshot
from resolver.service.resolver_servicer import ResolverServicer
from resolver.v1 import resolver_service_pb2 as pb
from resolver.v1.resolver_service_pb2_grpc import ResolverServiceStub

Ask: TypeAlias = Callable[[pb.ResolveRequest], pb.ResolveResponse]

_STATUS_DETAILS = "grpc-status-details-bin"
_NO_ANSWER = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED)


@contextmanager
def asking_rules(directory: Path) -> Iterator[Ask]:
    """Answer in this process by a rules folder.

    Raises:
        RulesRejectedError: The folder has mistakes.
        RulesUnavailableError: The folder cannot be read.
    """
    snapshot = build_snapshot(directory, on_engine_error=report_engine_error)
    servicer = ResolverServicer(SnapshotHolder(snapshot))
    try:
        yield lambda request: servicer.Resolve(request, None)
    finally:
        snapshot.engine.close()


@contextmanager
def asking_server(options: argparse.Namespace) -> Iterator[Ask]:
    """Ask the server that the options name. What it raises is what `asking_rules` would."""
    metadata = call_metadata(options)
    with open_channel(options) as channel:
        resolve = ResolverServiceStub(channel).Resolve

        def ask(request: pb.ResolveRequest) -> pb.ResolveResponse:
            try:
                response: pb.ResolveResponse = resolve(
                    request, timeout=options.timeout, metadata=metadata
                )
            except grpc.RpcError as error:
                raise error_of(error, options.address) from error
            return response

        yield ask


def report_engine_error(error: EngineError) -> None:
    """Tell that the plain evaluator had to answer in place of the engine."""
    print(f"warning: {error}; answered without it", file=sys.stderr)


def error_of(error: Any, address: str) -> Exception:  # noqa: ANN401 - grpc's own is untyped
    """Return what a failed call means for a command."""
    code, details = error.code(), error.details()
    if code in _NO_ANSWER:
        return CommandError(
            Text(
                f"{address} 没有应答：服务是否已启动，地址、端口和网络是否正确？（{details}）",
                f"no answer from {address}: does the server run, and are host and port right? "
                f"({details})",
            ),
            ExitCode.UNREACHABLE,
        )
    violations = _violations(error)
    if violations:
        return InvalidContextError(violations)
    failed = code in {grpc.StatusCode.INTERNAL, grpc.StatusCode.UNKNOWN}
    return CommandError(
        Text(
            f"{address} 答复 {code.name}：{details}", f"{address} answered {code.name}: {details}"
        ),
        ExitCode.INTERNAL if failed else ExitCode.UNUSABLE,
    )


def _violations(error: Any) -> list[FieldViolation]:  # noqa: ANN401 - grpc's own is untyped
    trailers = dict(error.trailing_metadata() or ())
    status = status_pb2.Status.FromString(trailers.get(_STATUS_DETAILS, b""))
    bad_request = error_details_pb2.BadRequest()
    for detail in status.details:
        detail.Unpack(bad_request)
    return [
        FieldViolation(
            one.field,
            one.reason,
            one.description,
            one.localized_message.message if one.localized_message.locale != "en" else "",
        )
        for one in bad_request.field_violations
    ]
