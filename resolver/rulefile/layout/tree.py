"""A rule file as a tree that keeps what its author cares for: comments, blank lines, quotes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

BLANK = ""
"""Stands for a blank line among comments."""


@dataclass(frozen=True, slots=True)
class Extent:
    """The lines and the column that something was written in; all count from 0.

    `column` is that of its first character, for an entry of a list that of the dash.
    """

    first: int = 0
    last: int = 0
    column: int = 0


@dataclass(slots=True)
class Scalar:
    """A single value. `style` is its quote, `|`, `>`, or empty; `lines` are those of a block."""

    text: str
    style: str = ""
    lines: tuple[str, ...] = ()
    extent: Extent = field(default_factory=Extent)


@dataclass(slots=True)
class Entry:
    """One entry of a list or mapping, with what its author wrote around it.

    `before` are the comments, and `BLANK` for a blank line, above it. `after` is the comment at
    the end of its line, with the blanks before it.
    """

    key: Scalar | None
    value: Node
    before: list[str] = field(default_factory=list)
    after: str = ""
    extent: Extent = field(default_factory=Extent)


@dataclass(slots=True)
class Collection:
    """A list or mapping. `tail` are comments below the last entry; `flow` that it had brackets."""

    is_map: bool
    entries: list[Entry] = field(default_factory=list)
    flow: bool = False
    tail: list[str] = field(default_factory=list)
    extent: Extent = field(default_factory=Extent)

    def has_comments(self) -> bool:
        """Return whether there is any comment within it."""
        return bool(self.tail) or any(
            entry.before or entry.after or _has_comments(entry.value) for entry in self.entries
        )

    def get(self, key: str) -> Entry | None:
        """Return the entry of a key."""
        found = (one for one in self.entries if one.key is not None and one.key.text == key)
        return next(found, None)


Node: TypeAlias = "Scalar | Collection"


@dataclass(slots=True)
class Document:
    """A whole file: the comments at its top, and its content."""

    root: Collection
    head: list[str] = field(default_factory=list)

    def comments(self) -> Iterator[str]:
        """Yield every comment, without the blanks around it."""
        lines = [*self.head, *_comments(self.root)]
        return (line.strip() for line in lines if line.strip())


def _has_comments(node: Node) -> bool:
    return isinstance(node, Collection) and node.has_comments()


def _comments(node: Node) -> Iterator[str]:
    if isinstance(node, Collection):
        for entry in node.entries:
            yield from entry.before
            yield entry.after
            yield from _comments(entry.value)
        yield from node.tail
