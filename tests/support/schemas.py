"""Rule files against the JSON Schemas of a rules folder, as an editor judges them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator

from resolver.cli.schema import fresh_schemas
from resolver.rulefile.files import Kind, schema_name
from resolver.rulefile.source import compose, data_of, decode


def schemas_of(directory: Path) -> dict[Kind, dict[str, Any]]:
    """Return the schema of every kind of file, fresh from a rules folder."""
    texts = fresh_schemas(directory)
    return {kind: json.loads(texts[schema_name(kind)]) for kind in Kind}


def complaints(schemas: Mapping[Kind, Any], kind: Kind, content: bytes) -> list[str]:
    """Return what a schema says against a file; one that is no YAML gets one complaint."""
    text = decode(content)
    root = compose(text).root if isinstance(text, str) else None
    if root is None:
        return ["not a document"]
    return [e.message for e in Draft7Validator(schemas[kind]).iter_errors(_json(data_of(root)))]


def _json(data: object) -> object:
    """Return data with the keys that JSON has: texts."""
    if isinstance(data, dict):
        return {str(key): _json(value) for key, value in data.items()}
    return [_json(item) for item in data] if isinstance(data, list) else data
