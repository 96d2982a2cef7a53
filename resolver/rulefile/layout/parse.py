"""Text to tree. The text has to be one that `resolver.rulefile.source` reads without a flaw."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from resolver.rulefile.layout.comments import attach
from resolver.rulefile.layout.tree import Collection, Document, Entry, Extent, Node, Scalar

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse(text: str) -> Document:
    """Return the tree of a rule file, comments included."""
    reader = _Reader(text, yaml.parse(text, Loader=_LOADER))
    root = reader.read()
    assert isinstance(root, Collection)  # noqa: S101 — a rule file is a mapping
    document = Document(root)
    attach(document, text, reader.scalars)
    return document


class _Reader:
    """Builds nodes from events. `scalars` are the places of all scalars, in order."""

    def __init__(self, text: str, events: Iterator[yaml.Event]) -> None:
        self._text = text
        self._lines = text.split("\n")
        self._events = events
        self.scalars: list[tuple[int, int]] = []

    def read(self) -> Node:
        """Return the first node of the document."""
        return self._node(next(one for one in self._events if isinstance(one, yaml.NodeEvent)))

    def _node(self, event: yaml.Event) -> Node:
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        assert isinstance(event, yaml.CollectionStartEvent)  # noqa: S101 — nothing else is left
        is_map = isinstance(event, yaml.MappingStartEvent)
        collection = Collection(is_map, flow=bool(event.flow_style))
        _, first, column = _place(event.start_mark)
        end = self._fill(collection, column)
        last = end if collection.flow else _last_line(collection, first)
        collection.extent = Extent(first, last, column)
        return collection

    def _fill(self, collection: Collection, column: int) -> int:
        """Read the entries of a collection that begins at a column; return the line it ends in."""
        while True:
            event = next(self._events)
            if isinstance(event, yaml.CollectionEndEvent):
                return _place(event.end_mark)[1]
            node = self._node(event)
            key = node if collection.is_map and isinstance(node, Scalar) else None
            value = self._node(next(self._events)) if key is not None else node
            start = node.extent.column if key is not None or collection.flow else column
            extent = Extent(node.extent.first, max(node.extent.last, value.extent.last), start)
            collection.entries.append(Entry(key, value, extent=extent))

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        start, first, column = _place(event.start_mark)
        end, last, end_column = _place(event.end_mark)
        style = event.style or ""
        if style not in {"|", ">"}:
            self.scalars.append((start, end))
            return Scalar(event.value, style, extent=Extent(first, last, column))
        body = self._lines[first + 1 : last if end_column == 0 else last + 1]
        while body and not body[-1].strip():
            body.pop()
        self.scalars.append((self._text.find("\n", start), end))  # its first line has comments
        header = self._lines[first][column:].split("#")[0].strip()
        return Scalar(
            event.value, style, (header, *body), Extent(first, first + len(body), column)
        )


def _last_line(collection: Collection, first: int) -> int:
    return max((entry.extent.last for entry in collection.entries), default=first)


def _place(mark: Any) -> tuple[int, int, int]:  # noqa: ANN401 - the library's own
    """Return how many characters stand before a mark, and its line and column, from 0."""
    return mark.index, mark.line, mark.column
