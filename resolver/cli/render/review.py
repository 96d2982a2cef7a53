"""What `check` prints for people: the diagnostics of a folder and what it holds."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from resolver.cli.render.console import styled
from resolver.cli.render.diagnostics import counted, print_diagnostics
from resolver.errors import RulesUnavailableError
from resolver.model.texts import Text
from resolver.rulefile.scenario_loader import Review

_SIZE = Text(
    "{causes} 个原因，{rules} 条规则，{remedies} 个处理办法，{scenarios} 个场景：",
    "{causes} causes, {rules} rules, {remedies} remedies, {scenarios} scenarios: ",
)
_ATTEMPT = Text("{time}  检查 {root}（Ctrl-C 结束）", "{time}  checking {root} (Ctrl-C ends)")
_IGNORED = Text("（另有 {count} 个按注明的理由忽略）", " ({count} ignored for stated reasons)")
_UNAVAILABLE = Text("读不到规则目录，等它回来：", "waiting for the rules folder: ")


def print_review(
    review: Review, console: Console, language: str, root: Path, *, fails: bool
) -> None:
    """Print every diagnostic, and in one line what was read and how many remarks there are."""
    print_diagnostics(review.diagnostics, console, language, root)
    verdict = counted(review.diagnostics, language)
    style = "bold red" if fails else "bold green"
    ignored = _IGNORED.get(language).format(count=len(review.ignored)) if review.ignored else ""
    console.print(styled(_size(review).get(language), (verdict, style), ignored))


def print_attempt(console: Console, root: Path, language: str) -> None:
    """Print that the folder is being checked, and the local time; a terminal is cleared first."""
    if console.is_terminal:
        console.clear()
    moment = datetime.now(UTC).astimezone().strftime("%H:%M:%S")
    told = _ATTEMPT.get(language).format(time=moment, root=root.as_posix())
    console.print(styled((told, "dim")), soft_wrap=True)


def print_unavailable(error: RulesUnavailableError, console: Console, language: str) -> None:
    """Print why the folder could not be read this time."""
    console.print(styled(_UNAVAILABLE.get(language), (str(error), "bold red")), soft_wrap=True)


def _size(review: Review) -> Text:
    book = review.rulebook
    if book is None:
        return Text("", "")
    counts = {
        "causes": len(book.causes),
        "rules": len(book.rules()),
        "remedies": len(book.remedies),
        "scenarios": len(review.scenarios),
    }
    return Text(_SIZE.zh.format(**counts), _SIZE.en.format(**counts))
