"""The schemas of all kinds of rule files, for one rulebook."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from resolver.rulefile.editor.condition_schema import CONDITION, condition_definitions
from resolver.rulefile.editor.context_schema import CONTEXT, context_schema
from resolver.rulefile.editor.meanings import Meanings, Schema, choice, described, enum_meanings
from resolver.rulefile.editor.names import names_by_list
from resolver.rulefile.editor.shape_schema import DEFINITIONS, schema_of
from resolver.rulefile.files import SHAPES, Kind, schema_name
from resolver.rulefile.reading import FolderReading

DRAFT = "http://json-schema.org/draft-07/schema#"
"""The draft that editors know best."""

_KEPT_BESIDE = ("description", "markdownDescription")
_SCHEMAS = frozenset({"items", "additionalProperties"})


def schema_texts(reading: FolderReading, words: Mapping[str, Meanings]) -> dict[str, str]:
    """Return the text of every schema by the name of its file.

    `reading` is of a folder without a mistake. `words` are what the words of enums mean, by the
    name of the enum, where neither the vocabulary nor `meanings.yaml` says so.
    """
    fill = _Filler(reading, words)
    return {
        schema_name(kind): json.dumps(fill.whole(kind), ensure_ascii=False, indent=1) + "\n"
        for kind in Kind
    }


class _Filler:
    """Replaces the marks in the schemas of shapes by what one rulebook can name."""

    def __init__(self, reading: FolderReading, words: Mapping[str, Meanings]) -> None:
        self._names = names_by_list(reading)
        self._vocabulary = reading.names.vocabulary
        self._words = words
        self._shared = {
            **condition_definitions(self._vocabulary, self._names["definitions"]),
            CONTEXT: context_schema(self._vocabulary, self._names["providers"]),
            **{f"names.{name}": choice(listed) for name, listed in self._names.items()},
        }

    def whole(self, kind: Kind) -> Schema:
        """Return the schema of a kind of file, with the definitions that it needs."""
        raw = schema_of(SHAPES[kind])
        parts = {name: self._filled(part) for name, part in raw.pop("$defs", {}).items()}
        body = self._filled(raw)
        if kind is Kind.DEFINITIONS:
            body["properties"]["definitions"]["additionalProperties"] = _ref(CONDITION)
        used = _closure(body, {**self._shared, **parts})
        return {"$schema": DRAFT, **body, "definitions": used}

    def _filled(self, schema: Schema) -> Schema:
        """Return a schema with every mark in it replaced."""
        if "propertyNames" in schema:
            return self._with_keys(schema)
        return {key: self._inner(key, value) for key, value in self._named(schema).items()}

    def _inner(self, key: str, value: Any) -> Any:  # noqa: ANN401 - any part of a schema
        if key == "properties":
            return {name: self._filled(part) for name, part in value.items()}
        if key == "anyOf":
            return [self._filled(part) for part in value]
        return self._filled(value) if isinstance(value, dict) and key in _SCHEMAS else value

    def _named(self, schema: Schema) -> Schema:
        kept = {key: schema[key] for key in _KEPT_BESIDE if key in schema}
        if "x-names" in schema:
            return {**_ref(f"names.{schema['x-names']}"), **kept}
        if "x-values-of" in schema:
            fact = self._vocabulary.facts[schema["x-values-of"]]
            return {**choice(fact.values or {}), **kept}
        if schema.get("title") in {CONDITION, CONTEXT}:
            return {**_ref(schema["title"]), **kept}
        if "enum" in schema and isinstance(schema.get("title"), str):
            return {**choice(self._enum(schema["title"], schema["enum"])), **kept}
        return schema

    def _with_keys(self, schema: Schema) -> Schema:
        """Return the schema of a mapping; keys that can be listed become properties.

        An editor offers only those, and complains of others by name.
        """
        value = self._filled(schema["additionalProperties"])
        keys = self._listed(schema["propertyNames"])
        kept = {key: part for key, part in schema.items() if key != "propertyNames"}
        if keys is None:
            return {**schema, "additionalProperties": value}
        properties = {key: described(value, meaning) for key, meaning in keys.items()}
        return {**kept, "properties": properties, "additionalProperties": False}

    def _listed(self, key: Schema) -> Meanings | None:
        if "x-names" in key:
            return self._names[key["x-names"]]
        return self._enum(key.get("title", ""), key["enum"]) if "enum" in key else None

    def _enum(self, kind: str, words: list[str]) -> Meanings:
        told = self._words.get(kind)
        return told or enum_meanings(kind, words, self._vocabulary)


def _closure(body: Schema, parts: Mapping[str, Schema]) -> dict[str, Schema]:
    """Return the definitions that a schema refers to, directly or through others."""
    used: dict[str, Schema] = {}
    waiting = _references(body)
    while waiting:
        name = waiting.pop()
        if name not in used:
            used[name] = parts[name]
            waiting |= _references(parts[name])
    return dict(sorted(used.items()))


def _references(data: Any) -> set[str]:  # noqa: ANN401 - any part of a schema
    if isinstance(data, list):
        return {name for item in data for name in _references(item)}
    if not isinstance(data, dict):
        return set()
    found = {name for value in data.values() for name in _references(value)}
    ref = data.get("$ref")
    return found | {ref.removeprefix(DEFINITIONS)} if isinstance(ref, str) else found


def _ref(name: str) -> Schema:
    return {"$ref": DEFINITIONS + name}
