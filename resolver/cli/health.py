"""`health`: ask a server whether it serves, as a container's health check does."""

from __future__ import annotations

import argparse
import os

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

from resolver.cli.channel import open_channel, tls_options
from resolver.cli.exits import CommandError, ExitCode
from resolver.cli.usage import Parser, seconds
from resolver.model.texts import Text
from resolver.runtime.settings import PREFIX, Settings

_WILDCARDS = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}  # noqa: S104 - read, not listened on

_ADDRESS = Text(
    f"服务地址（默认 {PREFIX}HEALTH_ADDRESS、{PREFIX}ADDRESS 或 127.0.0.1:50051）",
    f"the server (default: {PREFIX}HEALTH_ADDRESS, {PREFIX}ADDRESS, or 127.0.0.1:50051)",
)
_SERVICE = Text(
    "服务名，如 resolver.v1.ResolverService（默认整个服务器）",
    "name of a service, such as resolver.v1.ResolverService (default: the whole server)",
)
_TIMEOUT = Text("等待秒数（默认 3）", "seconds to wait (default: 3)")


def configure(parser: Parser) -> None:
    """Add the command's arguments."""
    parser.option("--address", _ADDRESS, metavar="HOST:PORT", default=_own_address())
    tls_options(parser)
    parser.option("--service", _SERVICE, metavar="NAME", default="")
    parser.option("--timeout", _TIMEOUT, metavar="SECONDS", type=seconds, default=3.0)


def run(options: argparse.Namespace) -> ExitCode:
    """Print the health status; only SERVING is fine."""
    request = health_pb2.HealthCheckRequest(service=options.service)
    with open_channel(options) as channel:
        try:
            answer = health_pb2_grpc.HealthStub(channel).Check(request, timeout=options.timeout)
        except grpc.RpcError as error:
            raise _error_of(error, options) from error
    print(health_pb2.HealthCheckResponse.ServingStatus.Name(answer.status))
    serving = answer.status == health_pb2.HealthCheckResponse.SERVING
    return ExitCode.FINE if serving else ExitCode.FAILED


def _own_address() -> str:
    """Return where a server with the settings of this environment is to be reached from here."""
    beside = os.environ.get(f"{PREFIX}HEALTH_ADDRESS")
    address = beside or os.environ.get(f"{PREFIX}ADDRESS") or Settings().address
    host, colon, port = address.rpartition(":")
    return f"{_WILDCARDS.get(host, host)}{colon}{port}"


def _error_of(error: grpc.RpcError, options: argparse.Namespace) -> CommandError:
    if error.code() is grpc.StatusCode.NOT_FOUND:
        text = Text(f"没有服务 {options.service}", f"there is no service {options.service}")
        return CommandError(text, ExitCode.UNUSABLE)
    text = Text(
        f"{options.address} 没有应答（{error.details()}）",
        f"no answer from {options.address}: {error.details()}",
    )
    return CommandError(text, ExitCode.UNREACHABLE)
