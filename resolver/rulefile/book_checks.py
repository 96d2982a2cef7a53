"""Warnings about the book as a whole: what is written and never used, and tables with gaps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import TypeAlias

from resolver.model.conditions import All, AnyOf, Condition, Named, Not, Operator, leaves
from resolver.model.context import InvoiceType, Role
from resolver.model.rulebook import CauseDefinition, Rulebook
from resolver.rulefile.cause_checks import UNKNOWN, check_cause
from resolver.rulefile.codes import Code
from resolver.rulefile.files import Kind
from resolver.rulefile.offer_checks import offer_warnings
from resolver.rulefile.problems import AT_KEY, Problem, listed
from resolver.rulefile.reading import FolderReading
from resolver.rulefile.regions import same_meaning
from resolver.rulefile.report import RuleFile

Remarks: TypeAlias = Iterator[tuple[RuleFile, Problem]]

_CATEGORY_FACTS = ("status.category", "status.second_category")


def cause_warnings(reading: FolderReading, causes: Mapping[str, CauseDefinition]) -> Remarks:
    """Return the warnings about each cause by itself."""
    for cause in causes.values():
        file = reading.files[cause.location.file]
        for problem in check_cause(cause, causes.get(UNKNOWN), reading.names.vocabulary):
            yield file, problem


def book_warnings(reading: FolderReading, rulebook: Rulebook) -> Remarks:
    """Return the warnings about a book that is otherwise right."""
    used = _definitions_in(rulebook.conditions())
    yield from _unused(reading, Kind.DEFINITIONS, Code.UNUSED_DEFINITION, used)
    offered = {use.remedy for cause in rulebook.causes.values() for use in cause.remedies}
    yield from _unused(reading, Kind.REMEDIES, Code.UNUSED_REMEDY, offered)
    named = {contact for remedy in rulebook.remedies.values() for contact in remedy.contacts}
    yield from _unused(reading, Kind.CONTACTS, Code.UNUSED_CONTACT, named)
    yield from _unread_categories(reading, rulebook)
    yield from _same_definitions(reading, rulebook)
    yield from offer_warnings(reading, rulebook)
    yield from _gaps(reading, rulebook)


def _unused(reading: FolderReading, kind: Kind, code: Code, used: Iterable[str]) -> Remarks:
    file = reading.files.get(kind.value)
    key = kind.value.removesuffix(".yaml")
    rows = file.data.get(key) if file is not None and file.data is not None else None
    if file is None or not isinstance(rows, dict):
        return
    known = set(used)
    for name in rows:
        if name not in known:
            yield file, Problem((key, name, AT_KEY), code, {"name": name})


def _unread_categories(reading: FolderReading, rulebook: Rulebook) -> Remarks:
    file = reading.files[Kind.CATEGORIES.value]
    read = {
        value
        for rule in rulebook.rules()
        for leaf in leaves(rule.when)
        if leaf.fact in _CATEGORY_FACTS and leaf.operator is not Operator.EXISTS
        for value in (leaf.operand if isinstance(leaf.operand, tuple) else (leaf.operand,))
    }
    for name in rulebook.knowledge.catalogue.categories:
        if name not in read:
            path = ("categories", name, AT_KEY)
            yield file, Problem(path, Code.UNREAD_CATEGORY, {"name": name})


def _same_definitions(reading: FolderReading, rulebook: Rulebook) -> Remarks:
    """Another name for a definition (`is` and nothing else) is meant to be the same."""
    file = reading.files.get(Kind.DEFINITIONS.value)
    if file is None:
        return
    named = [row for row in rulebook.definitions.items() if not isinstance(row[1], Named)]
    told: set[str] = set()
    for (other, meant), (name, condition) in combinations(named, 2):
        if name not in told and same_meaning(condition, meant, rulebook.vocabulary):
            told.add(name)
            path = ("definitions", name, AT_KEY)
            yield file, Problem(path, Code.SAME_DEFINITION, {"name": name, "other": other})


def _gaps(reading: FolderReading, rulebook: Rulebook) -> Remarks:
    knowledge = rulebook.knowledge
    tables = (
        (
            Kind.INVOICE_TYPES,
            [kind.name for kind in InvoiceType if kind not in knowledge.invoice_types],
        ),
        (Kind.ROLES, [role.name for role in Role if role not in knowledge.roles]),
    )
    for kind, missing in tables:
        if missing:
            path = (kind.value.removesuffix(".yaml"), AT_KEY)
            yield (
                reading.files[kind.value],
                Problem(path, Code.INCOMPLETE_TABLE, {"names": listed(missing)}),
            )


def _definitions_in(conditions: Iterable[Condition]) -> set[str]:
    """Return the names of the definitions that conditions use, directly or through others."""
    used: set[str] = set()
    waiting = list(conditions)
    while waiting:
        match waiting.pop():
            case Named(name, part) if name not in used:
                used.add(name)
                waiting.append(part)
            case All(parts) | AnyOf(parts):
                waiting.extend(parts)
            case Not(part):
                waiting.append(part)
    return used
