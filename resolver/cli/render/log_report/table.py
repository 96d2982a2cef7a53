"""A table of a report: the same values for people in either language, and for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

from resolver.model.shares import Share
from resolver.model.texts import Text

Value: TypeAlias = str | int | float | Text | Share | None

_NOTHING = Text("", "")
_NOT_SAID = "—"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Spreadsheets take a text that begins so for a formula."""


class Kind(StrEnum):
    """What the values of a column are, and so how they are written."""

    TEXT = "text"
    """A `Text`; in spreadsheets a column for each language."""

    NAME = "name"
    """A `str` as machines have it."""

    PROSE = "prose"
    """A `str` that people wrote."""

    COUNT = "count"
    """An `int`."""

    PORTION = "portion"
    """A `float` from 0 to 1, `None` for unknown."""

    SHARE = "share"
    """A `Share`; in spreadsheets three columns: value, lower and upper bound of 95 %."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `key` is what it is called in files, and stays."""

    key: str
    title: Text
    kind: Kind = Kind.NAME


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of as many values as there are columns; `name` is that of its file.

    `lead` says what is counted, `commands` do something about it, and `shown` is how many rows a
    page shows.
    """

    name: str
    title: Text
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Value, ...]]
    lead: Text = _NOTHING
    commands: tuple[str, ...] = ()
    shown: int = 30

    def largest(self, place: int) -> float:
        """Return the largest number in a column, which bars are drawn in proportion to."""
        numbers = [row[place] for row in self.rows[: self.shown]]
        return max((one for one in numbers if isinstance(one, int | float)), default=0.0) or 1.0

    def brief(self, keys: Sequence[str], most: int, language: str) -> tuple[tuple[str, ...], ...]:
        """Return heads and the first rows of some columns, as text."""
        places = [[one.key for one in self.columns].index(key) for key in keys]
        chosen = [(place, self.columns[place]) for place in places]
        heads = tuple(column.title.get(language) for _, column in chosen)
        return (
            heads,
            *(
                tuple(written(column.kind, row[place], language) for place, column in chosen)
                for row in self.rows[:most]
            ),
        )


def written(kind: Kind, value: Value, language: str) -> str:
    """Return a value as people read it; a share of few cases says so."""
    return "" if value is None else _WRITTEN[kind](value, language)


def as_csv(table: Table) -> str:
    """Return a table as CSV with the keys of its columns as its first line."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(name for column in table.columns for name in _names(column))
    for row in table.rows:
        cells = zip(table.columns, row, strict=True)
        writer.writerow(cell for column, value in cells for cell in _cells(column.kind, value))
    return text.getvalue()


def _names(column: Column) -> tuple[str, ...]:
    ends = {Kind.TEXT: ("_zh", "_en"), Kind.SHARE: ("", "_lower", "_upper")}
    return tuple(f"{column.key}{end}" for end in ends.get(column.kind, ("",)))


def _cells(kind: Kind, value: Value) -> Iterator[object]:
    if isinstance(value, Text):
        yield from (_harmless(value.zh), _harmless(value.en))
    elif isinstance(value, Share):
        known = (value.value, *value.interval()) if value.of else (None,) * 3
        yield from ("" if each is None else f"{each:.4f}" for each in known)
    elif kind is Kind.PORTION:
        yield "" if value is None else f"{value:.4f}"
    else:
        yield _harmless(value) if isinstance(value, str) else value


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _share(share: Share, language: str) -> str:
    if share.value is None:
        return ""
    lower, upper = share.interval()
    few = _FEW.get(language) if share.is_of_few else ""
    return f"{share.value:.0%} [{lower:.0%}, {upper:.0%}]{few}"


_FEW = Text("（案例少）", " (few)")
_WRITTEN: Mapping[Kind, Callable[[Any, str], str]] = {
    Kind.TEXT: lambda value, language: value.get(language),
    Kind.NAME: lambda value, _: value or _NOT_SAID,
    Kind.PROSE: lambda value, _: value or _NOT_SAID,
    Kind.COUNT: lambda value, _: f"{value:,}",
    Kind.PORTION: lambda value, _: f"{value:.1%}",
    Kind.SHARE: _share,
}
