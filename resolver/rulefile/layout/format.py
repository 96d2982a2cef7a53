"""A rule file in its one layout, with the proof that nothing but layout has changed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from resolver.rulefile.files import SCHEMA_FOLDER, Kind, schema_name
from resolver.rulefile.flaws import Flaw
from resolver.rulefile.layout.parse import parse
from resolver.rulefile.layout.printer import printed
from resolver.rulefile.layout.style import style_of
from resolver.rulefile.layout.tree import BLANK, Document
from resolver.rulefile.source import MapNode, compose, data_of, decode

_SCHEMA_LINE = "# yaml-language-server: $schema="


@dataclass(frozen=True, slots=True)
class Formatted:
    """The text of a file in its layout; absent where the file cannot be read, with its flaws.

    Without text and without flaws the layout would have changed more than layout: a bug.
    """

    text: str | None
    flaws: tuple[Flaw, ...] = ()


def formatted(content: bytes, kind: Kind, schema: str = "") -> Formatted:
    """Return a rule file in its layout. `schema` is the path that editors are told, if any."""
    text = decode(content)
    if isinstance(text, Flaw):
        return Formatted(None, (text,))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    composed = compose(text)
    if composed.flaws or not isinstance(composed.root, MapNode):
        return Formatted(None, composed.flaws)
    document = parse(text)
    result = laid_out(document, kind, schema)
    return Formatted(result if _says_the_same(text, result) else None)


def schema_beside(root: Path, path: str, kind: Kind) -> str:
    """Return the path from a rule file to its schema, or nothing where the folder has none."""
    name = f"{SCHEMA_FOLDER}/{schema_name(kind)}"
    return "../" * path.count("/") + name if (root / name).is_file() else ""


def laid_out(document: Document, kind: Kind, schema: str = "") -> str:
    """Return the text of a tree in the layout of its kind."""
    head = [line for line in document.head if not line.startswith(_SCHEMA_LINE)]
    if schema:
        head = [_SCHEMA_LINE + schema, *_without_blanks_above(head)]
    return printed(Document(document.root, head), style_of(kind))


def _without_blanks_above(lines: list[str]) -> list[str]:
    start = next((place for place, line in enumerate(lines) if line != BLANK), len(lines))
    return lines[start:]


def _says_the_same(before: str, after: str) -> bool:
    """Return whether two texts hold the same data and the same comments."""
    if before == after:
        return True
    old, new = compose(before), compose(after)
    if old.root is None or new.root is None or new.flaws:
        return False
    same_comments = _remarks(before) == _remarks(after) and _hashes(before) == _hashes(after)
    return same_comments and data_of(old.root) == data_of(new.root)


def _remarks(text: str) -> Counter[str]:
    """Return every comment, and how often; the line that names a schema is none."""
    told = parse(text).comments()
    return Counter(line for line in told if not line.startswith(_SCHEMA_LINE))


def _hashes(text: str) -> int:
    """Return how many comments there may be at most, so that none can hide from the parser."""
    lines = (line for line in text.split("\n") if not line.startswith(_SCHEMA_LINE))
    return sum(line.count("#") for line in lines)
