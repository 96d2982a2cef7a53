"""What reaches a terminal, a file and a pipe."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from rich.table import Table

from resolver.cli.render.console import (
    beijing_minute,
    clean,
    console_on,
    draws_blocks,
    print_columns,
    print_trimmed,
    styled,
)


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Return that it is."""
        return True


def test_clean_leaves_nothing_that_a_terminal_obeys() -> None:
    """An id from a request cannot repaint the operator's screen."""
    assert clean("a\x1b[31m\x07b\nc\u202ed发") == "a�[31m�b c�d发"


def test_markup_and_emoji_codes_are_only_text() -> None:
    """`[bold]` in a message stays what it is."""
    stream = io.StringIO()
    console_on(stream).print(styled("[bold] :smile:"))
    assert stream.getvalue() == "[bold] :smile:\n"


@pytest.mark.parametrize(("no_color", "coloured"), [("", True), ("1", False)])
def test_no_color_is_heeded(
    monkeypatch: pytest.MonkeyPatch, no_color: str, coloured: bool
) -> None:
    """Colours are for terminals of those who want them."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("NO_COLOR", no_color)
    stream = Terminal()
    console_on(stream).print(styled(("a", "red")))
    assert ("\x1b[31m" in stream.getvalue()) is coloured


def test_file_gets_no_colour_and_a_fixed_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same command writes the same file everywhere."""
    monkeypatch.delenv("COLUMNS", raising=False)
    stream = io.StringIO()
    console = console_on(stream)
    console.print(styled(("a" * 150, "red")))
    assert stream.getvalue() == f"{'a' * 100}\n{'a' * 50}\n"


def test_columns_sets_the_width_of_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    """But never wider than reads well."""
    monkeypatch.setenv("COLUMNS", "60")
    assert console_on(io.StringIO()).width == 60
    monkeypatch.setenv("COLUMNS", "400")
    assert console_on(io.StringIO()).width == 120


def test_trimmed_lines_end_with_their_text() -> None:
    """A table fills its cells with blanks; a file need not hold them."""
    stream = io.StringIO()
    table = Table.grid(padding=(0, 4))
    table.add_row("a", "b")
    table.add_row("longer", "")
    print_trimmed([table], console_on(stream))
    assert all(line == line.rstrip() for line in stream.getvalue().splitlines())


def test_columns_align_by_cells() -> None:
    """A Chinese heading is twice as wide as it is long."""
    stream = io.StringIO()
    print_columns([["字段", "次数"], ["a.b", "12"]], console_on(stream))
    assert stream.getvalue() == "字段  次数\na.b     12\n"


def test_moments_are_told_in_beijing() -> None:
    """Whatever zone they come in."""
    assert beijing_minute(datetime(2026, 3, 4, 16, 5, tzinfo=UTC)) == "2026-03-05 00:05"


def test_bars_need_an_encoding_that_has_blocks() -> None:
    """Elsewhere they are drawn with plain characters."""
    ascii_stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    assert not draws_blocks(console_on(ascii_stream))
    utf8_stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    assert draws_blocks(console_on(utf8_stream))
