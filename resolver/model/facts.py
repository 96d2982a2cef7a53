"""The fact vocabulary: which facts exist, their type, unit and meaning.

Read once from `vocabulary.yaml`.

A fact is a boolean, a finite number or an enumerated string. A fact that cannot be derived is
absent from a `Facts` mapping: unknown, neither true nor false.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any, TypeAlias

import yaml

from resolver.model.texts import Text

FactValue: TypeAlias = bool | int | float | str
Facts: TypeAlias = Mapping[str, FactValue]


def with_changes(facts: Facts, changes: Mapping[str, FactValue | None]) -> dict[str, FactValue]:
    """Return facts with others added or in their place; `None` leaves a fact out."""
    merged = {**facts, **changes}
    return {name: value for name, value in merged.items() if value is not None}


class FactType(StrEnum):
    """What values a fact takes."""

    BOOLEAN = "boolean"
    NUMBER = "number"
    ENUM = "enum"


@dataclass(frozen=True, slots=True)
class FactDeclaration:
    """One fact that rules may name.

    `values` maps each value of an enum to its label; for `table` names filled in by a rulebook it
    is empty until `Vocabulary.with_tables`. `path` is the request field that decides the fact,
    `ask` the question that brings it.
    """

    name: str
    type: FactType
    meaning: Text
    unit: str = ""
    table: str = ""
    values: Mapping[str, Text] | None = None
    path: str = ""
    ask: Text | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every fact and every instant that a rule file may name."""

    facts: Mapping[str, FactDeclaration]
    instants: Mapping[str, Text]

    def with_tables(self, tables: Mapping[str, Mapping[str, Text]]) -> Vocabulary:
        """Return this vocabulary with the enums that a rulebook lists itself, by table name."""
        facts = {
            name: replace(fact, values=tables[fact.table]) if fact.table in tables else fact
            for name, fact in self.facts.items()
        }
        return Vocabulary(facts, self.instants)

    def with_facts(self, extra: Mapping[str, FactDeclaration]) -> Vocabulary:
        """Return this vocabulary with facts that a site declares (`attributes.…`)."""
        return Vocabulary({**self.facts, **extra}, self.instants)

    def label(self, name: str, value: FactValue | None, language: str) -> str:
        """Return how a fact's value reads: enums by label, numbers without needless digits."""
        if value is None:
            return "未知" if language != "en" else "unknown"
        if isinstance(value, bool):
            words = ("是", "否") if language != "en" else ("yes", "no")
            return words[0] if value else words[1]
        if isinstance(value, str):
            fact = self.facts.get(name)
            text = (fact.values or {}).get(value) if fact else None
            return text.get(language) if text else value
        return str(value) if isinstance(value, int) else f"{value:.1f}".removesuffix(".0")


@cache
def load_vocabulary() -> Vocabulary:
    """Return the vocabulary of this version of the product."""
    raw = yaml.load(
        resources.files("resolver.model").joinpath("vocabulary.yaml").read_text("utf-8"),
        Loader=yaml.CSafeLoader,
    )
    tables = {name: _labels(values) for name, values in raw["tables"].items()}
    facts = {name: _declaration(name, row, tables) for name, row in raw["facts"].items()}
    return Vocabulary(facts, {name: _text(row) for name, row in raw["instants"].items()})


def _declaration(
    name: str, row: dict[str, Any], tables: dict[str, dict[str, Text]]
) -> FactDeclaration:
    values = row.get("values")
    table = values if isinstance(values, str) else ""
    labels = tables.get(table) if table else _labels(values) if values else None
    return FactDeclaration(
        name=name,
        type=FactType(row["type"]),
        meaning=_text(row),
        unit=row.get("unit", ""),
        table=table,
        values=labels if labels is not None else ({} if table else None),
        path=row.get("path", ""),
        ask=_text(row["ask"]) if "ask" in row else None,
    )


def _labels(values: dict[str, dict[str, str]] | list[str]) -> dict[str, Text]:
    if isinstance(values, list):
        return {value: Text(value, value) for value in values}
    return {value: _text(row) for value, row in values.items()}


def _text(row: dict[str, str]) -> Text:
    return Text(zh=row["zh"], en=row["en"])
