"""`log`: the decision log verified, queried, exported, erased from, turned into scenarios."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from resolver.cli.exits import CommandError, ExitCode
from resolver.cli.log_erase import configure as configure_erase
from resolver.cli.log_erase import erase_decisions
from resolver.cli.log_query import filter_of, filter_options, opened, rows_of
from resolver.cli.log_scenario import configure as configure_scenario
from resolver.cli.log_scenario import write_scenario
from resolver.cli.logs import (
    LOG_FOLDER,
    found_decision,
    log_folder,
    tell_erased,
    telling_damage,
)
from resolver.cli.render import log as render
from resolver.cli.render.console import output_console
from resolver.cli.sources import parse_json, read_source
from resolver.cli.usage import Parser, whole_number
from resolver.model.texts import Text
from resolver.runtime.decisions.head import Head
from resolver.runtime.decisions.verify import verify

_VERIFY = Text("核对日志：有没有改动或缺失", "tell whether anything was changed or is missing")
_QUERY = Text("查询决策", "ask for decisions")
_SHOW = Text("显示一条决策", "show one decision")
_EXPORT = Text("导出为 Parquet 或 CSV", "write decisions as Parquet or CSV")
_SCENARIO = Text("把一条决策变成规则旁的场景", "turn a decision into a scenario beside its rule")
_ERASE = Text(
    "删除关于某人、某票或某次查询的决策，日志仍可核对",
    "erase what is about somebody; the log can still be verified",
)
_ANCHOR = Text(
    "另行保存的 verify --json 输出：其中的记录必须仍在链上",
    "what `verify --json` printed before, kept elsewhere: its lines must still be there",
)
_JSON = Text("输出 JSON", "print JSON")
_SQL = Text(
    "对视图 decisions 执行的 SQL，代替上面的条件",
    "SQL over the view `decisions`, in place of these",
)
_LIMIT = Text(
    "最多显示几条，最新的在前（默认 20）", "how many at most, latest first (default: 20)"
)
_ID = Text("应答的编号（resolution_id）", "the id of the answer (resolution_id)")
_FILE = Text("写到哪个文件：.parquet 或 .csv", "the file to write: .parquet or .csv")
_FORMATS = {".parquet": "FORMAT parquet, COMPRESSION zstd", ".csv": "FORMAT csv, HEADER"}
_SUFFIX = Text(
    "导出文件只能是 .parquet 或 .csv", "decisions are exported as .parquet or .csv only"
)

_LATEST = """
    SELECT time, id, lookup_id, caller, cause, causes[1].probability AS probability, action
    FROM decisions {where} ORDER BY time DESC LIMIT {limit}
"""


def configure(parser: Parser) -> None:
    """Add the commands and their arguments."""
    verifying = _command(parser, "verify", _VERIFY)
    verifying.option("--anchor", _ANCHOR, metavar="FILE")
    verifying.option("--json", _JSON, action="store_true")
    query = _command(parser, "query", _QUERY)
    filter_options(query)
    query.option("--sql", _SQL, metavar="SQL")
    query.option("--limit", _LIMIT, metavar="N", type=whole_number(1, 10**9), default=20)
    query.option("--json", _JSON, action="store_true")
    _command(parser, "show", _SHOW).value("id", _ID, metavar="ID")
    export = _command(parser, "export", _EXPORT)
    export.value("file", _FILE, metavar="FILE", type=Path)
    filter_options(export)
    configure_erase(_command(parser, "erase", _ERASE))
    configure_scenario(_command(parser, "to-scenario", _SCENARIO), _ID)


def run(options: argparse.Namespace) -> ExitCode:
    """Carry out one of the commands."""
    log_folder(options.log)
    with telling_damage(options.log):
        return _ACTIONS[options.action](options)


def _command(parser: Parser, name: str, about: Text) -> Parser:
    command = parser.command(name, about)
    command.value("log", LOG_FOLDER, metavar="LOG", type=Path)
    command.language_option()
    return command


def _verify(options: argparse.Namespace) -> ExitCode:
    anchors = _anchors(options.anchor) if options.anchor else {}
    reports = list(verify(options.log, anchors))
    if options.json:
        print(json.dumps(render.as_data(reports), ensure_ascii=False, indent=2))
    else:
        render.print_reports(reports, output_console(), options.language)
    return ExitCode.FAILED if any(report.faults for report in reports) else ExitCode.FINE


def _anchors(name: str) -> dict[str, Head]:
    data = parse_json(read_source(name).text, name)
    try:
        return {chain["name"]: Head(**chain["head"]) for chain in data["chains"]}
    except (KeyError, TypeError) as error:
        raise CommandError(
            Text(
                f"{name}：不是 log verify --json 的输出",
                f"{name}: not what `log verify --json` prints",
            )
        ) from error


def _query(options: argparse.Namespace) -> ExitCode:
    wanted = filter_of(options)
    query, values = options.sql, []
    if not query:
        query, values = _LATEST.format(where=wanted.where, limit=options.limit), wanted.values
    with opened(options.log) as database:
        names, rows = rows_of(database, query, values)
    if options.json:
        for row in rows:
            print(json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False))
    else:
        render.print_rows(names, rows, output_console())
    tell_erased(options.log, options.language)
    return ExitCode.FINE


def _show(options: argparse.Namespace) -> ExitCode:
    print(json.dumps(found_decision(options.log, options.id), ensure_ascii=False, indent=2))
    return ExitCode.FINE


def _export(options: argparse.Namespace) -> ExitCode:
    form = _FORMATS.get(options.file.suffix.lower())
    if form is None:
        raise CommandError(_SUFFIX)
    wanted = filter_of(options)
    with opened(options.log) as database:
        into = str(options.file).replace("'", "''")
        database.execute(
            f"COPY (SELECT * FROM decisions {wanted.where}) TO '{into}' ({form})",  # noqa: S608 - quoted
            wanted.values,
        )
        found: Any = database.fetchone()
    render.print_exported(found[0], options.file, output_console(), options.language)
    tell_erased(options.log, options.language)
    return ExitCode.FINE


_ACTIONS: Mapping[str, Callable[[argparse.Namespace], ExitCode]] = {
    "verify": _verify,
    "query": _query,
    "show": _show,
    "export": _export,
    "erase": erase_decisions,
    "to-scenario": write_scenario,
}
