"""Where readable output goes, and how texts of others are made fit for a terminal."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TextIO

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.text import Text as Styled

from resolver.cli.render.flow import Flow
from resolver.model.beijing import BEIJING
from resolver.model.diagnostics import Location

WIDEST = 120
"""Longer lines are hard to read; a wider terminal stays empty at its right."""

_WIDTH_OF_A_FILE = 100
_BLANKS_AT_END = re.compile(r" +$", re.MULTILINE)


def output_console() -> Console:
    """Return a console on standard output. See `console_on`."""
    return console_on(sys.stdout)


def error_console() -> Console:
    """Return a console on standard error. See `console_on`."""
    return console_on(sys.stderr)


def console_on(stream: TextIO) -> Console:
    """Return a console that prints what it is given, markup and emoji codes included.

    Colours appear on a terminal unless `NO_COLOR` is set; `COLUMNS` sets the width where there is
    no terminal.
    """
    console = Console(file=stream, markup=False, emoji=False, highlight=False)
    if console.is_terminal or os.environ.get("COLUMNS"):
        console.width = min(console.width, WIDEST)
    else:
        console.width = _WIDTH_OF_A_FILE
    return console


def file_and_line(directory: Path, location: Location) -> str:
    """Return a place as terminals and editors follow it, the rules folder in front."""
    return f"{(directory / location.file).as_posix()}:{location.line}"


def print_trimmed(parts: Iterable[RenderableType], console: Console) -> None:
    """Print one part a line or more, without the blanks that tables leave at the ends of lines."""
    with console.capture() as printed:
        for part in parts:
            console.print(part)
    console.file.write(_BLANKS_AT_END.sub("", printed.get()))


def print_columns(rows: Sequence[Sequence[str]], console: Console) -> None:
    """Print rows of figures, the first in bold, each column as wide as it needs to be.

    The first column is flush left, the others are flush right. Nothing is cut or wrapped.
    """
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    for place, row in enumerate(rows):
        cells = [
            _padded(cell, width, n)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        line = "  ".join(cells).rstrip()
        console.print(styled((line, "bold" if place == 0 else "")), soft_wrap=True)


def clean(text: str) -> str:
    """Return a text without anything that a terminal would obey. Line breaks become blanks."""
    return "".join(c if c.isprintable() else " " if c.isspace() else "�" for c in text)


def styled(*parts: str | tuple[str, str]) -> Styled:
    """Return texts, each plain or with a style, as one, made fit for a terminal."""
    cleaned = [clean(p) if isinstance(p, str) else (clean(p[0]), p[1]) for p in parts]
    return Styled.assemble(*cleaned)


def flowing(*parts: str | tuple[str, str]) -> Flow:
    """Return the same as `styled`, with line breaks that suit Chinese too."""
    return Flow(styled(*parts))


def beijing_minute(moment: datetime) -> str:
    """Return a moment as `2026-03-05 10:00` in Beijing time."""
    return moment.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")


def percent(share: float) -> str:
    """Return a probability in percent; one not quite 0 or 1 does not read as if it were."""
    if 0 < share < 0.01:
        return "<1%"
    return f"{share:.0%}" if share < 0.99 else f"{min(share, 0.999):.1%}"


def draws_blocks(console: Console) -> bool:
    """Return whether the output's encoding has the block characters of a bar."""
    return console.encoding.lower().startswith("utf")


def _padded(cell: str, width: int, column: int) -> str:
    blanks = " " * (width - cell_len(cell))
    return cell + blanks if column == 0 else blanks + cell
