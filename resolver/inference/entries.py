"""A table of knowledge as entries, each by its path: what two tables differ in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import TypeAlias

Entries: TypeAlias = dict[str, str]
"""The value at each path, such as `providers.tax.codes[009].category`."""

_NAMES = ("id", "operation", "code", "mark", "name", "title", "valid_from", "starts")
"""The fields by which the items of a list are told apart, as far as they have them."""


def entries(table: object) -> Entries:
    """Return every value that is not made of others; what is absent or empty has no entry."""
    return dict(_entries("", table))


def changed_entries(before: object, after: object) -> Iterator[tuple[str, str, str]]:
    """Yield path, value before and value after, in the order of writing; empty where absent."""
    old, new = entries(before), entries(after)
    for path in {**old, **new}:
        if old.get(path) != new.get(path):
            yield path, old.get(path, ""), new.get(path, "")


def _entries(path: str, value: object) -> Iterator[tuple[str, str]]:
    if value is None or value == "" or (isinstance(value, Collection) and not value):
        return
    if is_dataclass(value):
        for field in fields(value):
            yield from _entries(_below(path, field.name), getattr(value, field.name))
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from _entries(_below(path, _name(key)), one)
    elif isinstance(value, (tuple, frozenset)) and not _is_simple(value):
        yield from _items(path, value)
    else:
        yield path, _shown(value)


def _items(path: str, items: Collection[object]) -> Iterator[tuple[str, str]]:
    seen: Counter[str] = Counter()
    for item in items:
        name = _label(item)
        seen[name] += 1
        again = f"#{seen[name]}" if seen[name] > 1 else ""
        yield from _entries(f"{path}[{name}{again}]", item)


def _label(item: object) -> str:
    if not is_dataclass(item):
        return _name(item)
    values = [getattr(item, name) for name in _NAMES if hasattr(item, name)]
    return " ".join(_shown(value) for value in values if value not in ("", None))


def _is_simple(items: Collection[object]) -> bool:
    return all(isinstance(item, (str, int, float, re.Pattern)) for item in items)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (tuple, frozenset)):
        shown = [_shown(item) for item in value]
        return ", ".join(sorted(shown) if isinstance(value, frozenset) else shown)
    return _name(value)


def _name(value: object) -> str:
    match value:
        case Enum():
            return str(value.value)
        case re.Pattern():
            return str(value.pattern)
        case datetime() | date():
            return value.isoformat()
        case tuple():
            return "-".join(_name(part) for part in value)
        case _ if is_dataclass(value) and hasattr(value, "zh"):
            return str(value.zh)
        case _:
            return str(value)


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
