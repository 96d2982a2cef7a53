"""From a path in plain data to the node that stands there."""

from __future__ import annotations

from resolver.rulefile.problems import AT_KEY, Path
from resolver.rulefile.source import ListNode, MapNode, Node, ScalarNode


def node_at(root: Node, path: Path) -> Node:
    """Return the node at a path.

    A part that leads nowhere is stepped over: a missing key is told at the mapping that lacks it,
    and a short form (a lone id for `{use: id}`) at the short form. `AT_KEY` at the end asks for
    the key instead of its value.
    """
    node: Node = root
    key: ScalarNode | None = None
    for part in path:
        if part == AT_KEY:
            return key or node
        found = _child(node, part)
        if found is not None:
            key, node = found
    return node


def _child(node: Node, part: str | int) -> tuple[ScalarNode | None, Node] | None:
    if isinstance(node, ListNode) and isinstance(part, int):
        return (None, node.items[part]) if part < len(node.items) else None
    if isinstance(node, MapNode):
        return node.entries.get(str(part)) or _by_value(node, part)
    return None


def _by_value(node: MapNode, part: str | int) -> tuple[ScalarNode, Node] | None:
    """Return the entry of a key that is no text; a path names it by its value (1 for `true`)."""
    if part != "None" and not isinstance(part, int):
        return None
    entries = node.entries.values()
    return next((e for e in entries if e[0].value() == part or str(e[0].value()) == part), None)
