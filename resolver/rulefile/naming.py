"""Gathers what can be named from files that may be wrong: a key is a name, whatever it holds."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from resolver.model.facts import FactDeclaration, Vocabulary, load_vocabulary
from resolver.model.texts import Text
from resolver.rulefile.definitions import read_definitions
from resolver.rulefile.files import REQUIRED, Kind
from resolver.rulefile.names import Names
from resolver.rulefile.problems import Problem
from resolver.rulefile.report import RuleFile
from resolver.rulefile.schema.tables import AttributeShape
from resolver.rulefile.shapes import validate
from resolver.rulefile.table_builder import attribute_fact
from resolver.rulefile.terms import expanded

_TYPED = re.compile(r"[“\"「]?\{value\}[”\"」]?")
_OTHER = re.compile(r"\{[^{}]*\}")


def gather_names(files: Mapping[str, RuleFile]) -> tuple[Names, tuple[Problem, ...]]:
    """Return every name, and the problems of the definitions, which are read along the way."""
    names = Names(
        vocabulary=_vocabulary(files),
        remedies=_keys(files, Kind.REMEDIES, "remedies"),
        contacts=_keys(files, Kind.CONTACTS, "contacts"),
        categories=_keys(files, Kind.CATEGORIES, "categories"),
        findings=_keys(files, Kind.FINDINGS, "findings"),
        strengths=_keys(files, Kind.SCALE, "strengths"),
        priors=_keys(files, Kind.SCALE, "priors"),
        providers=_providers(files),
        terms=_terms(files),
        causes=_causes(files),
        rules=_rules(files),
    )
    rows = _rows(files, Kind.DEFINITIONS, "definitions")
    if rows is None:
        return replace(names, definitions=None), ()
    definitions, problems = read_definitions(rows, names)
    return (
        replace(names, definitions=definitions),
        tuple(problem.under("definitions") for problem in problems),
    )


def _vocabulary(files: Mapping[str, RuleFile]) -> Vocabulary:
    tables = {
        "status_categories": _labels(_rows(files, Kind.CATEGORIES, "categories") or {}),
        "findings": _finding_labels(_rows(files, Kind.FINDINGS, "findings") or {}),
    }
    vocabulary = load_vocabulary().with_tables(tables)
    attributes = _rows(files, Kind.ATTRIBUTES, "attributes") or {}
    return (
        vocabulary.with_facts(_attribute_facts(attributes, vocabulary))
        if attributes
        else vocabulary
    )


def _attribute_facts(
    rows: Mapping[str, object], vocabulary: Vocabulary
) -> dict[str, FactDeclaration]:
    shapes = {
        name: validate(AttributeShape, row, Names(vocabulary))[0] for name, row in rows.items()
    }
    facts = [attribute_fact(name, shape) for name, shape in shapes.items() if shape is not None]
    return {fact.name: fact for fact in facts}


def _labels(rows: Mapping[str, object]) -> dict[str, Text]:
    return {name: _text(row) or Text(name, name) for name, row in rows.items()}


def _finding_labels(rows: Mapping[str, object]) -> dict[str, Text]:
    """Return what each finding is called: its title, else its message without the values."""
    return {name: _finding_label(row) or Text(name, name) for name, row in rows.items()}


def _finding_label(row: object) -> Text | None:
    title, message = (
        (row.get("title"), row.get("message")) if isinstance(row, dict) else (None, None)
    )
    text = _text(title) or _text(message)
    if text is None:
        return None
    zh = _OTHER.sub("…", _TYPED.sub("所填内容", text.zh))
    en = _OTHER.sub("…", _TYPED.sub("what was entered", text.en))
    return Text(zh, en)


def _text(row: object) -> Text | None:
    if not isinstance(row, dict):
        return None
    zh, en = row.get("zh-CN"), row.get("en")
    return Text(zh.strip(), en.strip()) if isinstance(zh, str) and isinstance(en, str) else None


def _rows(files: Mapping[str, RuleFile], kind: Kind, key: str) -> Mapping[str, Any] | None:
    """Return a mapping of a file; `None` if it is wrong, or missing though it is needed."""
    file = files.get(kind.value)
    if file is None:
        return None if kind in REQUIRED else {}
    rows = (file.data or {}).get(key)
    if not isinstance(rows, dict):
        return None
    return {name: row for name, row in rows.items() if isinstance(name, str)}


def _keys(files: Mapping[str, RuleFile], kind: Kind, key: str) -> Collection[str] | None:
    rows = _rows(files, kind, key)
    return None if rows is None else rows.keys()


def _providers(files: Mapping[str, RuleFile]) -> Collection[str] | None:
    found = [file for file in files.values() if file.kind is Kind.PROVIDER]
    ids = [file.data.get("provider") for file in found if file.data is not None]
    return {name for name in ids if isinstance(name, str)} if len(ids) == len(found) else None


def _terms(files: Mapping[str, RuleFile]) -> Mapping[str, str] | None:
    file = files.get(Kind.GENERIC.value)
    terms = None if file is None or file.data is None else file.data.get("terms", {})
    if not isinstance(terms, dict):
        return None
    return expanded({n: t for n, t in terms.items() if isinstance(n, str) and isinstance(t, str)})


def _causes(files: Mapping[str, RuleFile]) -> Collection[str]:
    """Return the ids of all causes; a file that cannot be read counts as the cause of its path."""
    return {
        file.path.removesuffix(".yaml").replace("/", ".")
        for file in files.values()
        if file.kind is Kind.CAUSE
    }


def _rules(files: Mapping[str, RuleFile]) -> Collection[str] | None:
    rules: set[str] = set()
    for file in files.values():
        if file.kind is not Kind.CAUSE:
            continue
        evidence = (file.data or {}).get("evidence")
        if not isinstance(evidence, list):
            return None
        cause = file.path.removesuffix(".yaml").replace("/", ".")
        names = [row.get("rule") for row in evidence if isinstance(row, dict)]
        rules.update(f"{cause}/{name}" for name in names if isinstance(name, str))
    return rules
