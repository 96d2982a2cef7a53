"""Tree to text, in the one layout of its kind of file."""

from __future__ import annotations

from resolver.rulefile.layout.conditions import WIDTH, opened_conditions
from resolver.rulefile.layout.quoting import written
from resolver.rulefile.layout.style import KEY, Path, Style
from resolver.rulefile.layout.tree import BLANK, Collection, Document, Entry, Node, Scalar

_STEP = 2


def printed(document: Document, style: Style) -> str:
    """Return the text of a document."""
    head = _tidy(document.head, first=True)
    body = _Printer(style).block(document.root, 0, ())
    return "\n".join([*head, *body]).rstrip("\n") + "\n"


class _Printer:
    def __init__(self, style: Style) -> None:
        self._style = style

    def block(
        self, collection: Collection, indent: int, path: Path, *, at_dash: bool = False
    ) -> list[str]:
        """Return the lines of a collection that is written without brackets.

        `at_dash` tells that it begins beside a dash: what stands above it is left out.
        """
        lines: list[str] = []
        spaced = self._style.is_spaced(path)
        for place, entry in enumerate(self._ordered(collection, path)):
            before = [BLANK, *entry.before] if spaced and place else entry.before
            before = [] if at_dash and not place else before
            lines += _indented(_tidy(before, first=place == 0), indent)
            lines += self._entry(entry, indent, path)
        return lines + _indented(_tidy(collection.tail, first=False), indent)

    def _ordered(self, collection: Collection, path: Path) -> list[Entry]:
        if not collection.is_map:
            return collection.entries
        ranks = self._style.order(path)
        unknown = len(ranks)
        return sorted(
            collection.entries, key=lambda e: ranks.get(e.key.text, unknown) if e.key else unknown
        )

    def _entry(self, entry: Entry, indent: int, path: Path) -> list[str]:
        if entry.key is None:
            return self._listed(entry, indent, (*path, "*"))
        inner = (*path, entry.key.text)
        quote = self._style.quote((*path, KEY))
        head = " " * indent + written(entry.key, in_brackets=True, quote=quote) + ":"
        return self._valued(head, entry, indent, inner)

    def _valued(self, head: str, entry: Entry, indent: int, path: Path) -> list[str]:
        """Return the lines of an entry: what stands before its value, then the value."""
        value = entry.value
        if isinstance(value, Scalar) and len(value.lines) > 1:
            body = _indented(_dedented(value.lines[1:]), indent + _STEP)
            return [f"{head} {value.lines[0]}{entry.after}", *body]
        if isinstance(value, Collection):
            if self._style.is_condition(path):
                opened_conditions(value, len(head) + 1, self.flow)
            if self._is_block(value, path) or self._is_too_long(value, path, len(head) + 1):
                return [head + entry.after, *self.block(value, indent + _STEP, path)]
            if _keeps_lines(value):
                return self._filled(head, entry, value, indent, path)
        return [f"{head} {self.flow(value, path)}".rstrip() + entry.after]

    def _listed(self, entry: Entry, indent: int, path: Path) -> list[str]:
        """Return the lines of an entry of a list; a mapping begins beside its dash."""
        dash = " " * indent + "-"
        value = entry.value
        if not isinstance(value, Collection) or not self._is_block(value, path):
            return self._valued(dash, entry, indent, path)
        first = self._ordered(value, path)[0]
        above = [line for line in (entry.after.strip(), *first.before) if line]
        lines = self.block(value, indent + _STEP, path, at_dash=True)
        return [*_indented(above, indent), dash + lines[0][indent + 1 :], *lines[1:]]

    def _is_block(self, value: Collection, path: Path) -> bool:
        if not value.entries:
            return bool(value.tail)
        return self._style.is_block(path) or value.has_comments() or self._is_opened(value, path)

    def _is_too_long(self, value: Collection, path: Path, column: int) -> bool:
        """Return whether it has to fit on a line, and does not."""
        return self._style.is_fitted(path) and column + len(self.flow(value, path)) > WIDTH

    def _is_opened(self, value: Collection, path: Path) -> bool:
        """Return whether it is part of a condition that is written over several lines."""
        places = range(1, len(path) + 1)
        return not value.flow and any(self._style.is_condition(path[:n]) for n in places)

    def _filled(
        self, head: str, entry: Entry, value: Collection, indent: int, path: Path
    ) -> list[str]:
        """Return the lines of a long list of values, broken where its author broke it."""
        rows: list[list[str]] = []
        line = -1
        for one in value.entries:
            if one.extent.first != line:
                rows.append([])
            line = one.extent.first
            rows[-1].append(self.flow(one.value, (*path, "*")))
        body = _indented([", ".join(row) + "," for row in rows], indent + _STEP)
        return [f"{head} [{entry.after}", *body, " " * indent + "]"]

    def flow(self, node: Node, path: Path, *, in_brackets: bool = False) -> str:
        """Return a node on one line."""
        if isinstance(node, Scalar):
            return written(node, in_brackets=in_brackets, quote=self._style.quote(path))
        parts = [self._flow_entry(entry, path) for entry in self._ordered(node, path)]
        listed = ", ".join(parts)
        return f"{{{listed}}}" if node.is_map else f"[{listed}]"

    def _flow_entry(self, entry: Entry, path: Path) -> str:
        if entry.key is None:
            return self.flow(entry.value, (*path, "*"), in_brackets=True)
        key = written(entry.key, in_brackets=True, quote=self._style.quote((*path, KEY)))
        value = self.flow(entry.value, (*path, entry.key.text), in_brackets=True)
        return f"{key}: {value}"


def _keeps_lines(value: Collection) -> bool:
    """Return whether a list in brackets was broken into lines, and holds nothing but values."""
    scalars = all(isinstance(entry.value, Scalar) for entry in value.entries)
    broken = value.extent.last > value.extent.first and value.flow
    return broken and scalars and not value.is_map


def _tidy(lines: list[str], *, first: bool) -> list[str]:
    """Return comments with single blank lines between them, and none above the first entry."""
    kept: list[str] = []
    for line in lines:
        if line or (kept[-1] if kept else not first):
            kept.append(line)
    return kept


def _indented(lines: list[str], indent: int) -> list[str]:
    return [" " * indent + line if line else line for line in lines]


def _dedented(lines: tuple[str, ...]) -> list[str]:
    margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return [line[margin:].rstrip() for line in lines]
