"""`serve`: the gRPC server, with settings from the environment and the command line."""

from __future__ import annotations

import argparse
import os
from dataclasses import replace

from resolver.cli.exits import ExitCode
from resolver.cli.sources import folder
from resolver.cli.usage import Parser
from resolver.model.texts import Text
from resolver.runtime.logs import configure_logs
from resolver.runtime.settings import PREFIX, read_settings
from resolver.service.server import serve

_ADDRESS = Text(
    f"监听地址 HOST:PORT 或 unix:PATH，端口 0 表示任选空闲端口（默认 {PREFIX}ADDRESS 或 "
    "127.0.0.1:50051）",
    "where to listen: HOST:PORT or unix:PATH; port 0 takes a free one\n"
    f"(default: {PREFIX}ADDRESS, or 127.0.0.1:50051)",
)


def configure(parser: Parser) -> None:
    """Add the command's arguments."""
    parser.option("--address", _ADDRESS, metavar="HOST:PORT")
    parser.rules_option(default=None)
    parser.language_option()


def run(options: argparse.Namespace) -> ExitCode:
    """Serve until SIGTERM or SIGINT."""
    settings = read_settings(os.environ)
    options.rules = options.rules or settings.rules
    address = options.address or settings.address
    settings = replace(settings, address=address, rules=folder(options.rules))
    configure_logs(settings.log_level)
    serve(settings)
    return ExitCode.FINE
