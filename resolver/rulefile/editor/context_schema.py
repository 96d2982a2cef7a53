"""The schema of a scenario's context, from the dataclasses of `resolver.model.context`.

It wants the plain spelling: keys in snake_case and enum values as the contract writes them.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from enum import Enum
from types import NoneType
from typing import Any, get_args, get_type_hints

from resolver.model.context import LookupContext
from resolver.model.facts import Vocabulary
from resolver.rulefile.editor.meanings import (
    Meanings,
    Schema,
    choice,
    context_meaning,
    described,
    enum_meanings,
)
from resolver.rulefile.schema.values import MOMENT_PATTERN

CONTEXT = "context"
"""The name of the definition."""

_LISTS: dict[str, Schema] = {
    "permissions": {"type": ["array", "null"], "items": {"type": "string"}},
    "attributes": {"type": ["object", "null"], "additionalProperties": {"type": "string"}},
}
_TYPES: dict[Any, Schema] = {
    str: {"type": ["string", "null"]},
    bool: {"type": ["boolean", "null"]},
    int: {"type": ["integer", "string", "null"], "pattern": "^-?[0-9]{1,10}$"},
    float: {"type": ["number", "null"], "minimum": 0, "maximum": 1},
    datetime: {"type": ["string", "null"], "pattern": MOMENT_PATTERN},
    timedelta: {
        "type": ["string", "number", "null"],
        "pattern": r"^\s*[-+]?\d{1,12}(?:\.\d{1,9})?\s*s\s*$",
    },
}


def context_schema(vocabulary: Vocabulary, providers: Meanings) -> Schema:
    """Return the schema of a context; `providers` are offered, others are allowed too."""
    whole = _message(LookupContext, "", vocabulary)
    provider = whole["properties"]["outcome"]["properties"]["provider"]
    provider["anyOf"] = [choice(providers), {"type": ["string", "null"]}]
    del provider["type"]
    return whole


def _message(kind: type[Any], path: str, vocabulary: Vocabulary) -> Schema:
    hints = get_type_hints(kind)
    prefix = f"{path}." if path else ""
    whole: Schema = {
        "type": ["object", "null"],
        "additionalProperties": False,
        "properties": {
            field.name: _field(f"{prefix}{field.name}", hints[field.name], vocabulary)
            for field in fields(kind)
        },
    }
    return described(whole, context_meaning(path))


def _field(path: str, hint: object, vocabulary: Vocabulary) -> Schema:
    kind = next((kind for kind in get_args(hint) if kind is not NoneType), hint)
    if is_dataclass(kind):
        return _message(kind, path, vocabulary)  # type: ignore[arg-type]  # it is a class
    name = path.rpartition(".")[2]
    if isinstance(kind, type) and issubclass(kind, Enum):
        names = [member.name for member in kind]
        words = choice(enum_meanings(kind.__name__, names, vocabulary))
        schema = {"anyOf": [words, {"type": "null"}]}
    else:
        schema = dict(_LISTS[name] if name in _LISTS else _TYPES[kind])
    return described(schema, context_meaning(path))
