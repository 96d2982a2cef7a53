"""YAML text to nodes that know file, line and column.

The nodes are composed from parser events, not by the library's composer: depth, number of nodes,
anchors and tags are refused before anything is built of them, so that no file can exhaust memory
or stack.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import yaml

from resolver.model.texts import Text
from resolver.rulefile.codes import Code, word
from resolver.rulefile.flaws import LOADER, Flaw, place_of, reader_flaw, syntax_flaws
from resolver.rulefile.scalars import PlainValue, read_plain

MAX_BYTES = 1_048_576
MAX_DEPTH = 32
MAX_NODES = 200_000

_Place: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """A single value as written. `plain` tells that it had no quotes.

    `end_column` is the first behind it, quotes included; 0 where it goes on in other lines.
    """

    text: str
    plain: bool
    line: int
    column: int
    end_column: int = 0

    def value(self) -> PlainValue:
        """Return what the scalar means."""
        return read_plain(self.text) if self.plain else self.text


@dataclass(frozen=True, slots=True)
class ListNode:
    """A sequence."""

    items: tuple[Node, ...]
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class MapNode:
    """A mapping: each key as written, with its node and that of its value."""

    entries: Mapping[str, tuple[ScalarNode, Node]]
    line: int
    column: int


Node: TypeAlias = "ScalarNode | ListNode | MapNode"


@dataclass(frozen=True, slots=True)
class Composed:
    """What a text holds: its root, absent where nothing can be read, and its flaws."""

    root: Node | None
    flaws: tuple[Flaw, ...]


def decode(content: bytes) -> str | Flaw:
    """Return the text of a file; a byte order mark of UTF-8 is dropped."""
    if len(content) > MAX_BYTES:
        sizes = {"size": str(len(content)), "limit": str(MAX_BYTES)}
        return Flaw(1, 1, Code.FILE_TOO_LARGE, sizes)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Flaw(line, 1, Code.NOT_UTF8, {"offset": str(error.start + 1)})


def compose(text: str) -> Composed:
    """Read the one document of a text."""
    composer = _Composer()
    try:
        root = composer.read(yaml.parse(text, Loader=LOADER))
    except _StopReading:
        root = None
    except yaml.MarkedYAMLError as error:
        composer.flaws.extend(syntax_flaws(text, error))
        root = None
    except yaml.reader.ReaderError as error:
        composer.flaws.append(reader_flaw(text, error))
        root = None
    return Composed(root, tuple(composer.flaws))


def data_of(node: Node) -> object:
    """Return plain data; a word that YAML misreads is a `Trap` in it."""
    if isinstance(node, ScalarNode):
        return node.value()
    if isinstance(node, ListNode):
        return [data_of(item) for item in node.items]
    return {key.value(): data_of(value) for key, value in node.entries.values()}


class _StopReading(Exception):  # noqa: N818 — it carries nothing and stays within this module
    """The rest of the file is not read; a flaw tells why."""


class _Frame:
    """A list or mapping that is being read."""

    __slots__ = ("children", "is_map", "place")

    def __init__(self, place: _Place, *, is_map: bool) -> None:
        self.place = place
        self.is_map = is_map
        self.children: list[Node] = []


class _Composer:
    """Builds nodes from events, with a stack of its own instead of recursion."""

    def __init__(self) -> None:
        self.flaws: list[Flaw] = []
        self._frames = [_Frame((1, 1), is_map=False)]
        self._nodes = 0
        self._documents = 0

    def read(self, events: Iterator[yaml.Event]) -> Node | None:
        """Return the root; a file without content has none."""
        for event in events:
            self._take(event)
        roots = self._frames[0].children
        root = roots[0] if roots else None
        if root is None or (isinstance(root, ScalarNode) and root.value() is None):
            self.flaws.append(Flaw(1, 1, Code.EMPTY_FILE, {}))
            return None
        return root

    def _take(self, event: yaml.Event) -> None:
        match event:
            case yaml.ScalarEvent():
                self._refuse_magic(event)
                plain = event.style is None or event.style == ""
                line, column = place_of(event.start_mark)
                end_line, end_column = place_of(event.end_mark)
                end_column = end_column if end_line == line else 0
                self._add(ScalarNode(event.value, plain, line, column, end_column))
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._refuse_magic(event)
                is_map = isinstance(event, yaml.MappingStartEvent)
                self._open(_Frame(place_of(event.start_mark), is_map=is_map))
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._close()
            case yaml.AliasEvent():
                self._stop(place_of(event.start_mark), Code.ALIAS_OR_TAG, what=word("alias"))
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    self._stop(place_of(event.start_mark), Code.SEVERAL_DOCUMENTS)

    def _refuse_magic(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor is not None:
            self._stop(place_of(event.start_mark), Code.ALIAS_OR_TAG, what=word("anchor"))
        if event.tag is not None:
            self._stop(place_of(event.start_mark), Code.ALIAS_OR_TAG, what=word("tag"))

    def _open(self, frame: _Frame) -> None:
        if len(self._frames) > MAX_DEPTH:
            self._stop(frame.place, Code.TOO_DEEP, what=word("depth"), limit=str(MAX_DEPTH))
        self._frames.append(frame)

    def _close(self) -> None:
        frame = self._frames.pop()
        if frame.is_map:
            self._add(MapNode(self._entries(frame.children), *frame.place))
        else:
            self._add(ListNode(tuple(frame.children), *frame.place))

    def _add(self, node: Node) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            place, limit = (node.line, node.column), str(MAX_NODES)
            self._stop(place, Code.TOO_DEEP, what=word("nodes"), limit=limit)
        self._frames[-1].children.append(node)

    def _entries(self, children: list[Node]) -> Mapping[str, tuple[ScalarNode, Node]]:
        kept: dict[str, tuple[ScalarNode, Node]] = {}
        for key, value in zip(children[::2], children[1::2], strict=True):
            if not isinstance(key, ScalarNode):
                self._tell(key, Code.KEY_NOT_TEXT)
            elif key.plain and key.text == "<<":
                self._tell(key, Code.ALIAS_OR_TAG, what=word("merge"))
            elif key.text in kept:
                first = str(kept[key.text][0].line)
                self._tell(key, Code.DUPLICATE_KEY, key=key.text, line=first)
            else:
                kept[key.text] = (key, value)
        return kept

    def _tell(self, node: Node, code: Code, **values: str | Text) -> None:
        self.flaws.append(Flaw(node.line, node.column, code, values))

    def _stop(self, place: _Place, code: Code, **values: str | Text) -> None:
        self.flaws.append(Flaw(*place, code, values))
        raise _StopReading
