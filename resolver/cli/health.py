"""`health`: ask a server whether it serves, as a container's health check does."""

from __future__ import annotations

import argparse
import os
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

from resolver.cli.channel import open_channel, tls_options
from resolver.cli.exits import CommandError, ExitCode
from resolver.cli.usage import Parser, seconds
from resolver.model.texts import Text
from resolver.runtime.settings import PREFIX, Settings

_WILDCARDS = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}  # noqa: S104 - read, not listened on

_ADDRESS = Text(
    f"服务地址（默认通过 HTTP 查询 {PREFIX}METRICS_ADDRESS；未设则为 {PREFIX}ADDRESS 或 "
    "127.0.0.1:50051）",
    f"the server (default: {PREFIX}METRICS_ADDRESS, asked by HTTP; without it\n"
    f"{PREFIX}ADDRESS, or 127.0.0.1:50051)",
)
_SERVICE = Text(
    "服务名，如 resolver.v1.ResolverService（默认整个服务器）",
    "name of a service, such as resolver.v1.ResolverService (default: the whole server)",
)
_TIMEOUT = Text("等待秒数（默认 3）", "seconds to wait (default: 3)")


def configure(parser: Parser) -> None:
    """Add the command's arguments."""
    parser.option("--address", _ADDRESS, metavar="HOST:PORT")
    tls_options(parser)
    parser.option("--service", _SERVICE, metavar="NAME", default="")
    parser.option("--timeout", _TIMEOUT, metavar="SECONDS", type=seconds, default=3.0)


def run(options: argparse.Namespace) -> ExitCode:
    """Print what the server says of itself; only that it serves is fine."""
    side = os.environ.get(f"{PREFIX}METRICS_ADDRESS")
    if side and not (options.address or options.service or options.tls_ca):
        return _by_side_port(_reached_from_here(side), options.timeout)
    own = os.environ.get(f"{PREFIX}ADDRESS") or Settings().address
    options.address = options.address or _reached_from_here(own)
    return _by_main_port(options)


def _by_main_port(options: argparse.Namespace) -> ExitCode:
    request = health_pb2.HealthCheckRequest(service=options.service)
    with open_channel(options) as channel:
        try:
            answer = health_pb2_grpc.HealthStub(channel).Check(request, timeout=options.timeout)
        except grpc.RpcError as error:
            raise _error_of(error, options) from error
    print(health_pb2.HealthCheckResponse.ServingStatus.Name(answer.status))
    serving = answer.status == health_pb2.HealthCheckResponse.SERVING
    return ExitCode.FINE if serving else ExitCode.FAILED


def _by_side_port(address: str, timeout: float) -> ExitCode:
    connection = HTTPConnection(address, timeout=timeout)
    try:
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        print(answer.read().decode("utf-8", "replace").strip())
    except (OSError, HTTPException) as error:
        raise _unanswered(address, type(error).__name__) from error
    finally:
        connection.close()
    return ExitCode.FINE if answer.status == HTTPStatus.OK else ExitCode.FAILED


def _reached_from_here(address: str) -> str:
    """Return where a server that listens on an address is to be reached on the same machine."""
    host, colon, port = address.rpartition(":")
    return f"{_WILDCARDS.get(host, host)}{colon}{port}"


def _error_of(error: grpc.RpcError, options: argparse.Namespace) -> CommandError:
    if error.code() is grpc.StatusCode.NOT_FOUND:
        text = Text(f"没有服务 {options.service}", f"there is no service {options.service}")
        return CommandError(text, ExitCode.UNUSABLE)
    return _unanswered(options.address, error.details())


def _unanswered(address: str, why: str) -> CommandError:
    text = Text(f"{address} 没有应答（{why}）", f"no answer from {address}: {why}")
    return CommandError(text, ExitCode.UNREACHABLE)
