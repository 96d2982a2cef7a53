"""`replay`: which answers of a decision log would change, and whether any is no longer made."""

from __future__ import annotations

import argparse
import json
from itertools import chain, islice
from pathlib import Path

from resolver.cli.budgets import budget, check_causes, exceeded
from resolver.cli.cores import cores
from resolver.cli.exits import CommandError, ExitCode
from resolver.cli.logs import LOG_FOLDER, log_folder, tell_erased, telling_damage
from resolver.cli.render import replay as render
from resolver.cli.render.console import error_console, output_console
from resolver.cli.replaying import Replay, build_replayer, chunks_of
from resolver.cli.sides import Side, read_sides
from resolver.cli.spread import spread
from resolver.cli.usage import Parser, whole_number
from resolver.model.rulebook import Rulebook
from resolver.model.texts import Text

_RULES = Text(
    "新规则：规则目录，或 Git 版本（可写 版本:目录）；不给出则只核对旧答案能否原样重现",
    "the new rules: a folder, or a Git revision (REVISION:FOLDER); without any, it is\n"
    "only checked that the old answers are still made",
)
_JOBS = Text(
    "用几个进程（默认每个核一个）；结果与进程数无关",
    "how many processes (default: one a core); the result is the same",
)
_MAX_FLIPS = Text(
    "首要原因的变化不得超过：N 条、P%%、某原因 N 条（原因=N）；可重复，超出则退出码为 1",
    "fail if more first causes change than N, than P%%, or for one cause (CAUSE=N);\n"
    "may be repeated",
)
_JSON = Text("输出 JSON", "print JSON")
_NEEDS_RULES = Text("--max-flips 需要 --rules", "--max-flips needs --rules")


def configure(parser: Parser) -> None:
    """Add the command's arguments."""
    parser.value("log", LOG_FOLDER, metavar="LOG", type=Path)
    parser.option("--rules", _RULES, metavar="NEW")
    parser.option("--jobs", _JOBS, metavar="N", type=whole_number(1, 256))
    parser.option(
        "--max-flips", _MAX_FLIPS, metavar="LIMIT", type=budget, action="append", default=[]
    )
    parser.option("--json", _JSON, action="store_true")
    parser.language_option()


def run(options: argparse.Namespace) -> ExitCode:
    """Make every decision again, print what came of it, and judge."""
    if options.max_flips and not options.rules:
        raise CommandError(_NEEDS_RULES)
    log = log_folder(options.log)
    sides = _sides(options)
    if options.rules and not sides:
        return ExitCode.RULES_REFUSED
    book = sides[0].rulebook if sides else None
    check_causes(options.max_flips, book.causes if book else {})
    replay = _replayed(log, book, options.jobs, options.language)
    if options.json:
        print(json.dumps(render.as_data(replay, book), ensure_ascii=False, indent=2))
    else:
        render.print_replay(replay, book, output_console(), options.language)
    over = list(exceeded(options.max_flips, replay.impact))
    for one in over:
        render.print_exceeded(one, replay.impact, error_console(), options.language)
    return ExitCode.FAILED if over or replay.defects else ExitCode.FINE


def _sides(options: argparse.Namespace) -> list[Side]:
    names = [options.rules] if options.rules else []
    return read_sides(names, Path("rules"), options.language)


def _replayed(log: Path, book: Rulebook | None, jobs: int | None, language: str) -> Replay:
    whole = Replay()
    with telling_damage(log):
        chunks = chunks_of(log)
        head = list(islice(chunks, 2))
        # Starting processes takes longer than the work of a single chunk.
        jobs = (jobs or cores()) if len(head) > 1 else 1
        for part in spread(build_replayer, (log, book), chain(head, chunks), jobs):
            whole.merge(part)
        tell_erased(log, language)
    return whole
