"""Mistakes of a YAML text itself: what the reader complains of, as line, column and code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import yaml

from resolver.rulefile.codes import Code, Values, syntax_help
from resolver.rulefile.near_misses import WIDE_COLON

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The library's reader, the one in C where there is one."""

_MOST_COLONS = 20
_LINES_BACK = 3
"""How many lines later the reader may notice that a key has no colon; comments count, too."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """A mistake of the text itself, at a line and column that count from 1.

    `replacement` is what to write instead of the text up to `end_column`, where that is certain.
    """

    line: int
    column: int
    code: Code
    values: Values
    end_column: int = 0
    replacement: str = ""


class Mark(Protocol):
    """Where the library stands in a text; both count from 0."""

    line: int
    column: int


def place_of(mark: Mark | None) -> tuple[int, int]:
    """Return line and column, both from 1; without a mark it is the start of the text."""
    return (1, 1) if mark is None else (mark.line + 1, mark.column + 1)


def syntax_flaws(text: str, error: yaml.MarkedYAMLError) -> list[Flaw]:
    """Return every full-width colon that stops the reader; if none does, what he complains of.

    A colon counts only if the reader comes further once it is half-width.
    """
    lines = text.splitlines() or [""]
    flaws: list[Flaw] = []
    told: Flaw | None = _syntax_flaw(lines, error)
    while told is not None and len(flaws) < _MOST_COLONS:
        wide = _wide_colon(lines, told.line)
        if wide is None:
            break
        line = lines[wide.line - 1]
        lines[wide.line - 1] = (
            line[: wide.column - 1] + wide.replacement + line[wide.end_column - 1 :]
        )
        stopped, told = told.line, _complaint(lines)
        if told is not None and told.line <= stopped:
            break
        flaws.append(wide)
    return flaws or [_syntax_flaw(text.splitlines() or [""], error)]


def reader_flaw(text: str, error: yaml.reader.ReaderError) -> Flaw:
    """Return which character cannot be read."""
    # libyaml counts in bytes.
    before = text.encode("utf-8", "replace")[: error.position].decode("utf-8", "ignore")
    column = len(before) - (before.rfind("\n") + 1) + 1
    return Flaw(
        before.count("\n") + 1, column, Code.SYNTAX, {"problem": syntax_help(error.reason)}
    )


def _complaint(lines: Sequence[str]) -> Flaw | None:
    try:
        for _ in yaml.parse("\n".join(lines), Loader=LOADER):
            pass
    except yaml.MarkedYAMLError as error:
        return _syntax_flaw(lines, error)
    except yaml.reader.ReaderError:  # another kind of mistake, told once this one is mended
        pass
    return None


def _wide_colon(lines: Sequence[str], last: int) -> Flaw | None:
    """Return the nearest full-width colon behind a key, at a line or some before it."""
    for number in range(last, max(0, last - _LINES_BACK), -1):
        line = lines[number - 1]
        found = WIDE_COLON.match(line)
        if found is not None:
            column, end = found.end("key") + 1, found.end() + 1
            instead = ": " if line[found.end() :] else ":"
            return Flaw(number, column, Code.WIDE_COLON, {"key": found["key"]}, end, instead)
    return None


def _syntax_flaw(lines: Sequence[str], error: yaml.MarkedYAMLError) -> Flaw:
    line, column = place_of(error.problem_mark or error.context_mark)
    if line > len(lines):  # the end of the file: what was left open is more telling
        line, column = place_of(error.context_mark)
    if line > len(lines):
        line, column = len(lines), 1
    if lines[line - 1][:column].endswith("\t"):
        return Flaw(line, column, Code.TAB, {})
    problem = syntax_help(error.problem or str(error))
    return Flaw(line, column, Code.SYNTAX, {"problem": problem})
