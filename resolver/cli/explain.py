"""`explain`: why the causes of one failed lookup rank so, and what would have changed that."""

from __future__ import annotations

import argparse
from collections.abc import Collection, Iterable
from pathlib import Path

from resolver.cli.exits import CommandError, ExitCode
from resolver.cli.question import add_listing, add_question, answer_of, print_json
from resolver.cli.render.console import output_console, styled
from resolver.cli.render.explained import print_explanation
from resolver.cli.sources import write_text
from resolver.cli.usage import Parser
from resolver.model.texts import Text
from resolver.rulefile.problems import suggest
from resolver.v1 import resolver_service_pb2 as pb

_CAUSE = Text(
    "只细说这个原因，不论它排第几；可重复",
    "tell the details of this cause, wherever it ranks; may be repeated",
)
_HTML = Text("写成一个网页文件，不在屏幕上显示", "write a page to this file, not to the screen")
_WRITTEN = Text("已写好，用浏览器打开：{0}", "written; open it in a browser: {0}")
_ONE_FORM = Text("--html 与 --json 只能用一个", "give --html or --json, not both")


def configure(parser: Parser) -> None:
    """Add the command's arguments."""
    add_question(parser)
    parser.option("--cause", _CAUSE, metavar="ID", action="append", default=[])
    parser.option("--html", _HTML, metavar="FILE", type=Path)
    add_listing(parser)


def run(options: argparse.Namespace) -> ExitCode:
    """Ask for everything there is to say and print it, or write it to a page."""
    if options.html and options.json:
        raise CommandError(_ONE_FORM)
    response = answer_of(options, pb.EXPLAIN_LEVEL_FULL)
    _check_causes(options.cause, {score.cause_id for score in response.scores})
    if options.json:
        print_json(response)
    elif options.html:
        from resolver.cli.render.explained_page import explanation_page  # noqa: PLC0415 - jinja2

        write_text(options.html, explanation_page(response, options.cause))
        told = _WRITTEN.get(options.language).format(options.html)
        output_console().print(styled(told), soft_wrap=True)
    else:
        print_explanation(response, options.cause, output_console())
    return ExitCode.FINE


def _check_causes(wanted: Iterable[str], known: Collection[str]) -> None:
    for cause in wanted:
        if cause not in known:
            hint = suggest(cause, known)
            raise CommandError(
                Text(
                    f"--cause {cause}：规则库没有这个原因。{hint.zh}",
                    f"--cause {cause}: the rulebook has no such cause. {hint.en}",
                )
            )
