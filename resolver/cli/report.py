"""`report`: what a decision log shows of causes, providers, rules and remedies."""

from __future__ import annotations

import argparse
import codecs
from pathlib import Path

from resolver.cli.exits import ExitCode
from resolver.cli.logs import LOG_FOLDER, log_folder, telling_damage
from resolver.cli.render.console import error_console, output_console
from resolver.cli.render.log_report.overview import overview, tables
from resolver.cli.render.log_report.page import report_page
from resolver.cli.render.log_report.summary import summary
from resolver.cli.render.log_report.table import as_csv
from resolver.cli.render.log_report.told import Told
from resolver.cli.render.report import print_sections
from resolver.cli.reported import outcomes_of
from resolver.cli.sources import folder, reviewed, write_bytes, write_text
from resolver.cli.usage import Parser, moment
from resolver.model.texts import Text
from resolver.runtime.reporting.gather import Span, gather
from resolver.service.resolver_servicer import beijing_now

_SINCE = Text("从该时刻起（含）的答复", "answers from this moment on")
_UNTIL = Text("到该时刻止（不含）的答复", "answers until before this moment")
_OUTCOMES = Text(
    "登记的结果：outcomes export 写的文件，或数据库的 URL",
    "outcomes: a file that `outcomes export` wrote, or the URL of the database",
)
_HTML = Text("写成网页，含图表，中英文可切换", "write a page with charts, in both languages")
_CSV = Text(
    "每张表写一个 CSV 文件，放在这个目录", "write each table as a CSV file into this folder"
)
_WORKING = Text("读取决策日志", "reading the decision log")


def configure(parser: Parser) -> None:
    """Add the command's arguments."""
    parser.value("log", LOG_FOLDER, metavar="LOG", type=Path)
    parser.option("--since", _SINCE, metavar="TIME", type=moment)
    parser.option("--until", _UNTIL, metavar="TIME", type=moment)
    parser.rules_option()
    parser.option("--outcomes", _OUTCOMES, metavar="PLACE")
    parser.option("--html", _HTML, metavar="FILE", type=Path)
    parser.option("--csv", _CSV, metavar="FOLDER", type=Path)
    parser.language_option()


def run(options: argparse.Namespace) -> ExitCode:
    """Read the log once, print the report in short, and write what is asked for."""
    log_folder(options.log)
    rulebook, _ = reviewed(folder(options.rules))
    outcomes = outcomes_of(options.outcomes) if options.outcomes else None
    with error_console().status(_WORKING.get(options.language)), telling_damage(options.log):
        gathered = gather(options.log, Span(options.since, options.until), outcomes)
    told = Told(gathered, rulebook, str(options.log))
    print_sections(summary(told, options.language), output_console())
    if options.html:
        write_text(options.html, report_page(told, beijing_now(), options.language))
    if options.csv:
        _write_tables(told, options.csv)
    return ExitCode.FINE


def _write_tables(told: Told, into: Path) -> None:
    """Write each table; the mark in front lets spreadsheets read Chinese."""
    for table in (overview(told), *tables(told)):
        write_bytes(into / f"{table.name}.csv", codecs.BOM_UTF8 + as_csv(table).encode("utf-8"))
