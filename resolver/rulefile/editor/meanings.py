"""What editors tell of keys, and how a text in both languages becomes a part of a schema."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from resolver.model.facts import Vocabulary
from resolver.model.texts import Text
from resolver.rulefile.packaged import packaged_table

Schema: TypeAlias = dict[str, Any]
"""A part of a JSON Schema of draft 7."""

Meanings: TypeAlias = Mapping[str, Text]
"""Names in the order in which an editor offers them, each with what it means."""


def shape_meaning(owners: Iterable[str], key: str = "") -> Text | None:
    """Return what a key of a shape says, or what the shape is; `owners` are it and its parents."""
    rows = _rows("shapes")
    names = (f"{owner}.{key}" if key else owner for owner in owners)
    return next((_text(rows[name]) for name in names if name in rows), None)


def condition_meaning(word: str) -> Text:
    """Return what a word of conditions means."""
    return _text(_rows("condition")[word])


def context_meaning(path: str) -> Text:
    """Return what a field of a context holds."""
    return _text(_rows("context")[path])


def enum_meanings(kind: str, words: Iterable[str], vocabulary: Vocabulary) -> Meanings:
    """Return what each word of an enum means, by a fact that takes its values or a table here.

    A word of which neither says anything means itself.
    """
    facts = (fact for fact in vocabulary.facts.values() if fact.table == kind)
    labels = next((fact.values or {} for fact in facts), {})
    rows = _rows("words").get(kind, {})
    told = {name: _text(row) for name, row in rows.items()}
    return {word: told.get(word) or labels.get(word.lower()) or Text(word, word) for word in words}


def described(schema: Schema, meaning: Text | None, markdown: str = "") -> Schema:
    """Return a schema with its meaning for hover texts: Chinese first, then English.

    `markdown` follows the meaning in editors that show Markdown.
    """
    if meaning is None:
        return schema
    text = meaning.zh if meaning.zh == meaning.en else f"{meaning.zh}\n\n{meaning.en}"
    told = {**schema, "description": text}
    if markdown or "`" in text:
        told["markdownDescription"] = f"{text}\n\n{markdown}".rstrip()
    return told


def choice(values: Meanings) -> Schema:
    """Return a schema of the texts that may stand in a place.

    What each means is told in the words of the YAML language server and of JetBrains.
    """
    if not values:
        return {"type": "string"}
    told = [_line(text) for text in values.values()]
    return {
        "type": "string",
        "enum": list(values),
        "enumDescriptions": told,
        "x-intellij-enum-metadata": {
            name: {"description": line} for name, line in zip(values, told, strict=True)
        },
    }


def _line(text: Text) -> str:
    return text.zh if text.zh == text.en else f"{text.zh} · {text.en}"


def _text(row: Mapping[str, str]) -> Text:
    return Text(row["zh"], row["en"])


def _rows(part: str) -> Mapping[str, Any]:
    rows: Mapping[str, Any] = packaged_table(__package__, "meanings.yaml")[part]
    return rows
