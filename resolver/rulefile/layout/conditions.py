"""Which conditions are written on one line, and which a part a line."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from resolver.rulefile.layout.tree import Collection, Node

WIDTH = 120
"""What has to fit on a line, and would end beyond this column, is written over several lines."""

_Flow: TypeAlias = Callable[[Node, tuple[str, ...]], str]

_LISTS = frozenset({"all", "any"})


def opened_conditions(condition: Collection, column: int, flow: _Flow) -> None:
    """Decide the layout of a condition that begins at a column, and of the conditions in it.

    As its author chose: a part a line, or all on one line if that is not too long. What has no
    list of parts is always on one line.
    """
    too_long = column + len(flow(condition, ())) > WIDTH
    open_it = _has_parts(condition) and (not condition.flow or too_long)
    condition.flow = not (open_it or condition.has_comments())
    for entry in condition.entries:
        if isinstance(entry.value, Collection):
            _open_below(entry.key.text if entry.key else "", entry.value, condition, column, flow)


def _open_below(
    key: str, value: Collection, condition: Collection, column: int, flow: _Flow
) -> None:
    if key == "not":
        opened_conditions(value, column, flow)
    elif key in _LISTS and not value.is_map:
        value.flow = condition.flow
        for entry in value.entries:
            if isinstance(entry.value, Collection):
                opened_conditions(entry.value, column, flow)
    else:
        value.flow = not value.has_comments()


def _has_parts(condition: Collection) -> bool:
    """Return whether there is an `all` or `any` at any depth."""
    return any(
        isinstance(entry.value, Collection)
        and ((entry.key is not None and entry.key.text in _LISTS) or _has_parts(entry.value))
        for entry in condition.entries
    )
