"""Plain data to trees of rule files, and new entries into trees that exist."""

from __future__ import annotations

from collections.abc import Mapping

from resolver.rulefile.layout.tree import Collection, Document, Entry, Node, Scalar
from resolver.rulefile.scalars import read_plain


def node_of(data: object) -> Node:
    """Return data as a tree; what is `None` in a mapping is left out."""
    if isinstance(data, Mapping):
        entries = [
            Entry(_text(str(key)), node_of(value))
            for key, value in data.items()
            if value is not None
        ]
        return Collection(is_map=True, entries=entries, flow=True)
    if isinstance(data, list):
        return Collection(False, [Entry(None, node_of(item)) for item in data], flow=True)
    if isinstance(data, bool):
        return Scalar(str(data).lower())
    return _text(data) if isinstance(data, str) else Scalar(str(data))


def document_of(data: Mapping[str, object]) -> Document:
    """Return a whole new file."""
    root = node_of(data)
    assert isinstance(root, Collection)  # noqa: S101 — a mapping becomes one
    return Document(root)


def append(document: Document, key: str, data: object) -> None:
    """Add an entry to the end of a list of a file, which is made if there is none."""
    _collection(document, key, is_map=False).entries.append(Entry(None, node_of(data)))


def put(document: Document, key: str, name: str, data: object) -> None:
    """Add an entry to the end of a mapping of a file, which is made if there is none."""
    entry = Entry(_text(name), node_of(data))
    _collection(document, key, is_map=True).entries.append(entry)


def _collection(document: Document, key: str, *, is_map: bool) -> Collection:
    entry = document.root.get(key)
    if entry is None:
        entry = Entry(Scalar(key), Collection(is_map))
        document.root.entries.append(entry)
    assert isinstance(entry.value, Collection)  # noqa: S101 — the folder has been checked
    return entry.value


def _text(text: str) -> Scalar:
    return Scalar(text, "" if read_plain(text) == text else '"')
