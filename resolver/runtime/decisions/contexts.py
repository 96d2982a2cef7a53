"""Contexts as the log keeps them: the JSON that commands read, each text masked by its field."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from datetime import timedelta
from enum import Enum
from functools import partial
from operator import attrgetter
from typing import Any, TypeAlias, get_args, get_type_hints

from resolver.model.context import LookupContext
from resolver.runtime.decisions.masking import DEFAULT_MASKS, Masker

_ATTRIBUTES = "attributes"
_TEXTS = "lookup_id", _ATTRIBUTES

_Keep: TypeAlias = Callable[[Any], Any]


class ContextWriter:
    """Writes contexts with one masker, from any thread."""

    def __init__(self, masker: Masker) -> None:
        self._attribute = masker.way(_ATTRIBUTES)
        hints = dict(_hints())
        self._parts = [(path, _keep_of(path, hint, masker)) for path, hint in hints.items()]
        self._values = attrgetter(*hints)

    def write(self, context: LookupContext) -> dict[str, Any]:
        """Return what is kept of a context, without its id, by field path (`inputs.amount`).

        What nobody told is left out.
        """
        kept = {
            path: value if keep is None else keep(value)
            for (path, keep), value in zip(self._parts, self._values(context), strict=True)
            if value is not None and value != ()
        }
        for name, text in context.attributes:
            kept[f"{_ATTRIBUTES}.{name}"] = self._attribute(text)
        return kept


def context_data(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was kept of a context in the form that commands and scenarios have."""
    data: dict[str, Any] = {}
    for path, value in kept.items():
        section, _, field = path.partition(".")
        data.setdefault(section, {})[field] = value
    return data


def _hints() -> Iterator[tuple[str, object]]:
    """Yield the path and the type of each field that can be kept."""
    for section in fields(LookupContext):
        if section.name in _TEXTS:
            continue
        kind = type(getattr(LookupContext(), section.name))
        for name, hint in get_type_hints(kind).items():
            path = f"{section.name}.{name}"
            if not _is_forgotten(path, hint):
                yield path, hint


def _is_forgotten(path: str, hint: object) -> bool:
    """Tell whether a field is a text that nobody has said how to mask."""
    return str in _kinds(hint) and path not in DEFAULT_MASKS


def _keep_of(path: str, hint: object, masker: Masker) -> _Keep | None:
    """Return how a field is kept; `None` where it is as it is."""
    kinds = _kinds(hint)
    if any(issubclass(kind, Enum) for kind in kinds):
        return attrgetter("_name_")  # `name` takes five times as long
    if timedelta in kinds:
        return timedelta.total_seconds
    if str not in kinds:
        return None
    way = masker.way(path)
    return partial(_each, way) if hint == tuple[str, ...] else way


def _each(way: _Keep, values: tuple[str, ...]) -> list[Any]:
    return [way(value) for value in values]


def _kinds(hint: object) -> set[type]:
    return {kind for kind in (*get_args(hint), hint) if isinstance(kind, type)}
