"""What an editor offers to write at once: a rule, a scenario, a remedy and others."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import yaml

from resolver.rulefile.editor.meanings import Schema


def with_snippets(schema: Schema, place: str) -> Schema:
    """Return the schema of a place, with its snippets if it has any.

    A place is a shape, or a key of one: `EvidenceShape`, `RemediesShape.remedies`.
    """
    snippets = _snippets().get(place)
    return {**schema, "defaultSnippets": snippets} if snippets else schema


@cache
def _snippets() -> Mapping[str, list[Any]]:
    file = resources.files("resolver.rulefile.editor").joinpath("snippets.yaml")
    table: Mapping[str, list[Any]] = yaml.load(file.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return table
