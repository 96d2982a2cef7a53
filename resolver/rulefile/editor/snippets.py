"""What an editor offers to write at once: a rule, a scenario, a remedy and others."""

from __future__ import annotations

from resolver.rulefile.editor.meanings import Schema
from resolver.rulefile.packaged import packaged_table


def with_snippets(schema: Schema, place: str) -> Schema:
    """Return the schema of a place, with its snippets if it has any.

    A place is a shape, or a key of one: `EvidenceShape`, `RemediesShape.remedies`.
    """
    snippets = packaged_table(__package__, "snippets.yaml").get(place)
    return {**schema, "defaultSnippets": snippets} if snippets else schema
