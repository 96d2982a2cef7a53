"""What the layout of one kind of rule file is: lines or brackets, quotes, blank lines, order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from resolver.rulefile.files import SHAPES, Kind
from resolver.rulefile.packaged import packaged_table
from resolver.rulefile.shapes import keys_at

Path: TypeAlias = tuple[str, ...]
"""Where in a file: keys, and `*` for an entry of a list."""

KEY = ":"
"""Ends the path of a key itself."""

_ANY = "*"
_LAST = frozenset({"from", "until"})
"""Keys that come last in a row that has others: since when and until when it holds."""

_CONDITIONS = frozenset({"when", "unless"})


@dataclass(frozen=True, slots=True)
class Style:
    """The layout of one kind of file."""

    kind: Kind
    rows: Mapping[str, tuple[Path, ...]]

    def is_block(self, path: Path) -> bool:
        """Return whether a collection is written over several lines."""
        return not path or self._says("block", path)

    def is_fitted(self, path: Path) -> bool:
        """Return whether a collection is written over several lines where one is too short."""
        return self._says("fitted", path)

    def is_spaced(self, path: Path) -> bool:
        """Return whether a list has blank lines between its entries."""
        return self._says("spaced", path)

    def is_condition(self, path: Path) -> bool:
        """Return whether a mapping is a condition as a whole."""
        if self.kind is Kind.DEFINITIONS:
            return len(path) == 2
        return bool(path) and path[-1] in _CONDITIONS

    def quote(self, path: Path) -> str:
        """Return the quote that a value has to have; the path of a key ends in `KEY`."""
        return '"' if self._says("double", path) else "'" if self._says("single", path) else ""

    def order(self, path: Path) -> Mapping[str, int]:
        """Return the rank of each key that the mapping at a path may have."""
        keys = keys_at(SHAPES[self.kind], (*path, ""))
        return {key: rank for rank, key in enumerate(sorted(keys, key=_LAST.__contains__))}

    def _says(self, row: str, path: Path) -> bool:
        return any(_fits(pattern, path) for pattern in self.rows.get(row, ()))


@cache
def style_of(kind: Kind) -> Style:
    """Return the layout of a kind of file."""
    rows = packaged_table(__package__, "style.yaml")[kind.name]
    return Style(kind, {name: _paths(paths) for name, paths in rows.items()})


def _paths(paths: Iterable[str]) -> tuple[Path, ...]:
    return tuple(tuple(path.split("/")) for path in paths)


def _fits(pattern: Path, path: Path) -> bool:
    return len(pattern) == len(path) and all(
        want == part or (want == _ANY and part != KEY)
        for want, part in zip(pattern, path, strict=True)
    )
