"""A report as headed sections, whatever it is written as: terminal, Markdown or a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from rich.console import Console

from resolver.cli.render.console import print_columns, styled


@dataclass(frozen=True, slots=True)
class Item:
    """One thing told, with lines of detail below it; a warning is something to look at."""

    head: str
    details: tuple[str, ...] = ()
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it, in this order.

    `table` is rows of as many cells each, the first row the heads of the columns; the first column
    is text, the others as `numbers` says. `is_alarming` lets the whole section stand out.
    """

    heading: str
    lead: str = ""
    table: tuple[tuple[str, ...], ...] = ()
    items: tuple[Item, ...] = ()
    is_alarming: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """A title, sections, and the lines that whoever approves fills in."""

    title: str
    sections: tuple[Section, ...]
    signatures: tuple[str, ...] = ()


def print_sections(sections: Iterable[Section], console: Console) -> None:
    """Print sections, a blank line before each but the first."""
    for place, section in enumerate(sections):
        if place:
            console.print()
        style = "bold red" if section.is_alarming else "bold"
        console.print(styled((section.heading, style)), soft_wrap=True)
        if section.lead:
            console.print(styled(section.lead), soft_wrap=True)
        if section.table:
            print_columns(section.table, console)
        for item in section.items:
            _print_item(item, console)


def as_markdown(report: Report) -> str:
    """Return a report as Markdown."""
    lines = [f"# {_plain(report.title)}", ""]
    for section in report.sections:
        lines += [f"## {_plain(section.heading)}", ""]
        lines += [_plain(section.lead), ""] if section.lead else []
        lines += [*_markdown_table(section.table), ""] if section.table else []
        for item in section.items:
            lines += [f"- **{_plain(item.head)}**"]
            lines += [f"  - {_plain(one)}" for one in item.details]
            lines += [f"  - ⚠ {_plain(item.warning)}"] if item.warning else []
        lines += [""] if section.items else []
    lines += [f"{_plain(label)}：＿＿＿＿＿＿＿＿＿＿＿＿\n" for label in report.signatures]
    return "\n".join(lines).rstrip() + "\n"


def _print_item(item: Item, console: Console) -> None:
    console.print(styled("  ", (item.head, "bold")), soft_wrap=True)
    for line in item.details:
        console.print(styled("      ", line), soft_wrap=True)
    if item.warning:
        console.print(styled("      ", (f"! {item.warning}", "yellow")), soft_wrap=True)


def _markdown_table(rows: Sequence[Sequence[str]]) -> list[str]:
    head, *body = rows
    marks = ["---", *["--:"] * (len(head) - 1)]
    return [
        _markdown_row(row)
        for row in (map(_plain, head), marks, *(map(_plain, one) for one in body))
    ]


def _markdown_row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _plain(text: str) -> str:
    """Return a text in which Markdown finds nothing to obey."""
    flat = " ".join(text.split())
    for mark in "\\`*_[]|#~":
        flat = flat.replace(mark, f"\\{mark}")
    return escape(flat, quote=False)
