"""`handbook`: the rulebook as a static site in both languages, for reviewers and auditors."""

from __future__ import annotations

import argparse
from datetime import UTC, date, datetime
from pathlib import Path

from resolver.cli.exits import CommandError, ExitCode
from resolver.cli.history import read_history
from resolver.cli.render.console import output_console, styled
from resolver.cli.render.handbook.book import Book, gather
from resolver.cli.render.handbook.site import site
from resolver.cli.sources import folder, reviewed, write_bytes
from resolver.cli.usage import DEFAULT_RULES, Parser, unfit
from resolver.model.beijing import beijing_day
from resolver.model.texts import Text

DEFAULT_OUTPUT = Path("build/handbook")
"""Where the site is written if nothing is said."""

_MARK = "search-index.js"
"""A folder with this file in it is a handbook, which may be written anew."""

_DIRECTORY = Text("规则目录（默认 rules）", "the rules folder (default: rules)")
_OUTPUT = Text(
    f"写到这个目录（默认 {DEFAULT_OUTPUT}）", f"write into this folder (default: {DEFAULT_OUTPUT})"
)
_HISTORY = Text(
    "附上 Git 中的变更历史（默认附上）", "tell what Git knows of each file (default: yes)"
)
_TODAY = Text(
    "按这一天判断是否到期，例如 2026-03-05（默认北京时间今天）",
    "judge by this day what has expired, such as 2026-03-05 (default: today in Beijing)",
)
_DONE = Text(
    "手册已写好：{pages} 个页面。用浏览器打开 {start}",
    "The handbook is written: {pages} pages. Open {start} in a browser",
)


def configure(parser: Parser) -> None:
    """Add the command's arguments."""
    parser.value("rules", _DIRECTORY, metavar="DIR", nargs="?", type=Path, default=DEFAULT_RULES)
    parser.option("--output", _OUTPUT, metavar="DIR", type=Path, default=DEFAULT_OUTPUT)
    parser.option("--history", _HISTORY, action=argparse.BooleanOptionalAction, default=True)
    parser.option("--today", _TODAY, metavar="DATE", type=_day)
    parser.language_option()


def run(options: argparse.Namespace) -> ExitCode:
    """Read the folder and write its pages."""
    written = _write(_book(options), _place(options.output))
    done = _DONE.get(options.language)
    start = options.output / "index.html"
    output_console().print(styled(done.format(pages=written, start=start)))
    return ExitCode.FINE


def _book(options: argparse.Namespace) -> Book:
    directory = folder(options.rules)
    rulebook, scenarios = reviewed(directory)
    history = read_history(directory) if options.history else None
    today = options.today or beijing_day(datetime.now(UTC))
    return gather(rulebook, scenarios, history, today)


def _place(output: Path) -> Path:
    """Return the folder to write into; one that holds something else is left alone.

    Raises:
        CommandError: It is a file, or a folder with other things in it.
    """
    taken = output.exists() and not output.is_dir()
    if taken or (output.is_dir() and any(output.iterdir()) and not (output / _MARK).is_file()):
        raise CommandError(
            Text(
                f"{output}：已有别的内容。请换一个目录，或先把它清空",
                f"{output}: holds something else. Name another folder, or empty it first",
            )
        )
    return output


def _write(book: Book, output: Path) -> int:
    """Write all files, take away pages of an earlier handbook, and return the number of pages."""
    files = dict(site(book))
    for old in output.glob("**/*.html"):
        if old.relative_to(output).as_posix() not in files:
            old.unlink()
    for path, text in files.items():
        write_bytes(output / path, text.encode())
    return sum(path.endswith(".html") for path in files)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise unfit(
            f"{text!r} 不是日期：写成 2026-03-05", f"{text!r} is no day: write 2026-03-05"
        ) from None
