"""A guide for authors as a script: its commands and edits, and what it says they bring."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_FENCE = re.compile(r"^```(\w+)(?: ([^\n]*))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block: its kind (`sh`, `text`, `diff`, `log`), what follows that, its text."""

    kind: str
    about: str
    text: str


def blocks_of(guide: Path) -> list[Block]:
    """Return the blocks of a guide, in order."""
    found = _FENCE.finditer(guide.read_text("utf-8"))
    return [Block(match[1], match[2] or "", match[3]) for match in found]


def apply_edit(block: Block, folder: Path) -> None:
    """Change a file as an edit shows it; the lines it keeps or takes away stand there once."""
    before, after = ("".join(_lines(block.text, kept)) for kept in ("-", "+"))
    file = folder / block.about
    text = file.read_text("utf-8")
    assert text.count(before) == 1, f"{block.about} has this {text.count(before)} times:\n{before}"
    file.write_text(text.replace(before, after), "utf-8")


def missing_lines(expected: str, output: str) -> list[str]:
    """Return the lines that an output lacks, or has in another order; `…` stands for anything."""
    missing, rest = [], output
    for line in expected.splitlines():
        pattern = ".*".join(re.escape(part) for part in line.strip().split("…"))
        found = re.search(pattern, rest)
        if found is None:
            missing.append(line)
        else:
            rest = rest[found.end() :]
    return missing


def _lines(edit: str, kept: str) -> Iterator[str]:
    for line in edit.splitlines(keepends=True):
        if line[0] in (" ", kept):
            yield line[1:]
