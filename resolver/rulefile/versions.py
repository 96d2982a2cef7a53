"""Raising the versions of rules in their files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from resolver.rulefile.edits import Edit, edited
from resolver.rulefile.source import ListNode, MapNode, Node, ScalarNode, compose


def with_versions(content: bytes, versions: Mapping[str, int]) -> bytes:
    """Return the content of a cause's file in which rules, by name, have other versions."""
    text = content.decode("utf-8-sig")
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines()
    edits = []
    for name, item in rules_of(compose(text).root):
        if name.text in versions:
            edits.append(_edit(item, name, versions[name.text], lines[name.line - 1], newline))
    return edited(content, edits)


def rules_of(root: Node | None) -> Iterator[tuple[ScalarNode, MapNode]]:
    """Yield every rule of a file that has been read, with its name."""
    evidence = root.entries["evidence"][1] if isinstance(root, MapNode) else None
    for item in evidence.items if isinstance(evidence, ListNode) else ():
        name = item.entries["rule"][1] if isinstance(item, MapNode) else None
        if isinstance(item, MapNode) and isinstance(name, ScalarNode):
            yield name, item


def _edit(item: MapNode, name: ScalarNode, version: int, line: str, newline: str) -> Edit:
    """Return the change of a version, or the one that adds it behind the name of its rule."""
    key, old = item.entries.get("version", (None, None))
    if key is not None and isinstance(old, ScalarNode):
        return Edit(old.line, old.column, old.end_column, str(version))
    if line[item.column - 1] == "{":
        return Edit(name.line, name.end_column, name.end_column, f", version: {version}")
    end = len(line) + 1
    return Edit(name.line, end, end, f"{newline}{' ' * (item.column - 1)}version: {version}")
