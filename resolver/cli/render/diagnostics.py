"""What is wrong with rules: for people, for programs and for code review pages."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console

from resolver.cli.render.console import clean, error_console, styled
from resolver.cli.render.words import comma
from resolver.model.diagnostics import Diagnostic, Severity
from resolver.model.texts import Text
from resolver.rulefile.scenario_loader import Review

STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow"}
"""How each severity is coloured."""

SEVERITIES = {Severity.ERROR: Text("错误", "error"), Severity.WARNING: Text("提醒", "warning")}
"""What each severity is called."""

_REFUSED = Text(
    "{root} 有错误，未被采用：{errors}", "{root} has mistakes and was refused: {errors}"
)
_CONTEXT_CELLS = 30
"""How much of a long line is shown before the place itself."""


def print_refusal(diagnostics: Iterable[Diagnostic], root: Path, language: str) -> None:
    """Print to standard error why a rules folder was refused: every error, and no warning."""
    console = error_console()
    errors = [one for one in diagnostics if one.severity is Severity.ERROR]
    print_diagnostics(errors, console, language, root)
    refused = _REFUSED.get(language).format(root=root, errors=counted(errors, language))
    console.print(styled((refused, "bold red")), soft_wrap=True)


def print_diagnostics(
    diagnostics: Iterable[Diagnostic], console: Console, language: str, root: Path
) -> None:
    """Print each diagnostic with its place, the line with a caret, and how to mend it.

    Files are named with their rules folder `root` in front, so that an editor finds them.
    """
    for diagnostic in diagnostics:
        _print_one(diagnostic, console, language, root)


def counted(diagnostics: Iterable[Diagnostic], language: str) -> str:
    """Return how many errors and warnings there are, in words."""
    severities = [diagnostic.severity for diagnostic in diagnostics]
    told = [
        _number_of(severities.count(severity), severity, language)
        for severity in Severity
        if severity in severities
    ]
    nothing = Text("没有发现问题", "nothing to remark on")
    return comma(language).join(told) or nothing.get(language)


def as_json(review: Review, language: str, root: Path) -> str:
    """Return the diagnostics of a folder as one JSON object; those ignored stand by themselves."""
    severities = Counter(one.severity for one in review.diagnostics)
    summary = {
        "errors": severities[Severity.ERROR],
        "warnings": severities[Severity.WARNING],
        "diagnostics": [_row(one, language, root) for one in review.diagnostics],
        "ignored": [
            {**_row(one, language, root), "reason": one.ignored_because} for one in review.ignored
        ],
    }
    return json.dumps(summary, ensure_ascii=False, indent=2)


def as_github(diagnostic: Diagnostic, language: str, root: Path) -> str:
    """Return a diagnostic as a workflow command, which GitHub shows beside the line."""
    message = f"{diagnostic.message.get(language)}\n{diagnostic.mend.get(language)}".strip()
    location = diagnostic.location
    properties = (
        f"file={_property(_path(diagnostic, root))},line={location.line},"
        f"col={location.column},title={_property(diagnostic.code)}"
    )
    return f"::{diagnostic.severity.value} {properties}::{_data(message)}"


def _row(diagnostic: Diagnostic, language: str, root: Path) -> dict[str, str | int]:
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "file": _path(diagnostic, root),
        "line": diagnostic.location.line,
        "column": diagnostic.location.column,
        "end_column": diagnostic.end_column,
        "message": diagnostic.message.get(language),
        "mend": diagnostic.mend.get(language),
        "replacement": diagnostic.replacement,
        "excerpt": diagnostic.excerpt,
    }


def _print_one(diagnostic: Diagnostic, console: Console, language: str, root: Path) -> None:
    place = f"{_path(diagnostic, root)}:{diagnostic.location.line}:{diagnostic.location.column}"
    style = STYLES[diagnostic.severity]
    severity = SEVERITIES[diagnostic.severity].get(language)
    console.print(
        styled(
            (f"{place}: ", "bold"),
            (f"{severity} {diagnostic.code}", style),
            f": {diagnostic.message.get(language)}",
        ),
        soft_wrap=True,  # editors read the place from one whole line
    )
    if diagnostic.excerpt.strip():
        line, caret = _pointed(diagnostic, max(20, console.width - 4))
        console.print(styled("    ", (line, "dim")), soft_wrap=True)
        console.print(styled("    ", (caret, style)), soft_wrap=True)
    mend = diagnostic.mend.get(language)
    if mend:
        console.print(styled(("    → ", "green"), mend), soft_wrap=True)


def _pointed(diagnostic: Diagnostic, width: int) -> tuple[str, str]:
    """Return the part of a line around its place, as wide as it may be, and carets below it."""
    line = clean(diagnostic.excerpt)
    column = min(diagnostic.location.column - 1, len(line))
    start, before = 0, ""
    if cell_len(line[:column]) + 2 > width:
        start, before = column, "…"
        while start and cell_len(line[start - 1 : column]) <= _CONTEXT_CELLS:
            start -= 1
    end = len(line)
    while cell_len(line[start:end]) + 2 > width:
        end -= 1
    after = "…" if end < len(line) else ""
    meant = line[column : max(column, min(end, diagnostic.end_column - 1))]
    caret = " " * cell_len(before + line[start:column]) + "^" * max(1, cell_len(meant))
    return f"{before}{line[start:end]}{after}", caret


def _path(diagnostic: Diagnostic, root: Path) -> str:
    return (root / diagnostic.location.file).as_posix()


def _number_of(count: int, severity: Severity, language: str) -> str:
    noun = SEVERITIES[severity].get(language)
    if language != "en":
        return f"{count} 个{noun}"
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
