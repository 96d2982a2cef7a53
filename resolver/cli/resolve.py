"""`resolve`: diagnose one failed lookup, here or by a server."""

from __future__ import annotations

import argparse

from resolver.cli.exits import ExitCode
from resolver.cli.question import add_listing, add_question, answer_of, print_json
from resolver.cli.render.answer import print_answer
from resolver.cli.render.console import output_console
from resolver.cli.usage import Parser
from resolver.v1 import resolver_service_pb2 as pb


def configure(parser: Parser) -> None:
    """Add the command's arguments."""
    add_question(parser)
    add_listing(parser)


def run(options: argparse.Namespace) -> ExitCode:
    """Ask and print the answer."""
    response = answer_of(options, pb.EXPLAIN_LEVEL_SUMMARY)
    if options.json:
        print_json(response)
    else:
        print_answer(response, output_console())
    return ExitCode.FINE
