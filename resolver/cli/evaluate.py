"""`evaluate`: how good answers are, and whether their probabilities mean what they say."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from resolver.cli.asking import report_engine_error
from resolver.cli.cases import read_cases
from resolver.cli.exits import CommandError, ExitCode
from resolver.cli.render.chart import calibration_chart
from resolver.cli.render.console import output_console
from resolver.cli.render.figures import (
    as_json,
    print_failures,
    print_figures,
    print_robustness,
)
from resolver.cli.sources import folder, write_text
from resolver.cli.usage import Parser, moment, whole_number
from resolver.inference.evaluate import (
    CAUSES_JUDGED,
    Judgement,
    Resolve,
    judge,
)
from resolver.inference.robustness import Drop, drop_each_field
from resolver.model.texts import LANGUAGES, Text
from resolver.runtime.snapshot import build_snapshot
from resolver.service.resolver_servicer import beijing_now

_CASES = Text(
    "带标注的案例，每行一个 JSON；- 表示标准输入",
    "labelled cases, one JSON object a line; - for standard input",
)
_FAILURES = Text("列出前 N 个排序有误的案例", "print the first N cases that are ranked wrong")
_PLOT = Text("把校准图写成 SVG 文件", "write the calibration diagram as an SVG file")
_JSON = Text("输出 JSON", "print JSON")
_ROBUSTNESS = Text(
    "再逐个去掉每个案例的每个字段，看首位原因是否变成不该出现的",
    "also leave out each field of each case in turn, and count the first causes that\n"
    "change to a forbidden one",
)
_AT = Text("没有自带时间的案例按这一时刻判断", "the moment for cases that have none of their own")


def configure(parser: Parser) -> None:
    """Add the command's arguments."""
    parser.value("cases", _CASES, metavar="CASES.jsonl", nargs="+")
    parser.rules_option()
    parser.option("--failures", _FAILURES, metavar="N", type=whole_number(0, 1_000_000), default=0)
    parser.option("--plot", _PLOT, metavar="FILE.svg", type=Path)
    parser.option("--robustness", _ROBUSTNESS, action="store_true")
    parser.option("--at", _AT, metavar="MOMENT", type=moment)
    parser.option("--json", _JSON, action="store_true")
    parser.language_option()


def run(options: argparse.Namespace) -> ExitCode:
    """Answer every case, compare with its labels, and print the figures."""
    if options.plot and options.plot.suffix.lower() != ".svg":
        raise CommandError(Text("校准图只写成 .svg 文件", "the diagram is written as .svg only"))
    directory = folder(options.rules)
    cases = read_cases(options.cases, options.at or beijing_now())
    with _resolving(directory) as resolve:
        judgements = [judge(case, resolve(case.context, case.at)) for case in cases]
        drops = list(drop_each_field(cases, resolve)) if options.robustness else []
    _print(judgements, drops, options)
    if options.plot:
        write_text(options.plot, calibration_chart(judgements, options.language))
    return ExitCode.FINE


def _print(
    judgements: Sequence[Judgement], drops: Sequence[Drop], options: argparse.Namespace
) -> None:
    if options.json:
        print(as_json(judgements, drops))
        return
    console = output_console()
    print_figures(judgements, console, options.language)
    if drops:
        print_robustness(drops, console, options.language)
    failures = [one for one in judgements if one.is_failure][: options.failures]
    print_failures(failures, console, options.language)


@contextmanager
def _resolving(directory: Path) -> Iterator[Resolve]:
    snapshot = build_snapshot(directory, on_engine_error=report_engine_error)
    try:
        yield lambda context, at: snapshot.resolver.resolve(
            context, at, LANGUAGES[0], CAUSES_JUDGED
        )
    finally:
        snapshot.engine.close()
