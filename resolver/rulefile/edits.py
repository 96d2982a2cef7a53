"""Changes of single places of a text; every other byte stays as it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """What to write in place of part of one line.

    Line and columns count from 1, the end is not included; where it is the start, text is put in.
    """

    line: int
    column: int
    end_column: int
    text: str


def edited(content: bytes, edits: Iterable[Edit]) -> bytes:
    """Return the content of a UTF-8 file with all edits made. They must not overlap."""
    mark = _MARK if content.startswith(_MARK) else b""
    lines = content.decode("utf-8-sig").splitlines(keepends=True)
    for edit in sorted(edits, reverse=True):
        line = lines[edit.line - 1]
        lines[edit.line - 1] = line[: edit.column - 1] + edit.text + line[edit.end_column - 1 :]
    return mark + "".join(lines).encode("utf-8")
