"""Warnings about what can never be offered: remedies, cautions and dispositions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from resolver.model.conditions import All, AnyOf, Condition
from resolver.model.facts import Vocabulary
from resolver.model.rulebook import CauseDefinition, Remedy, Rulebook
from resolver.rulefile.codes import Code
from resolver.rulefile.files import Kind
from resolver.rulefile.problems import AT_KEY, Problem
from resolver.rulefile.reading import FolderReading
from resolver.rulefile.regions import implies, never_true
from resolver.rulefile.report import RuleFile

_Given: TypeAlias = "Iterable[Condition | None]"


def offer_warnings(
    reading: FolderReading, rulebook: Rulebook
) -> Iterator[tuple[RuleFile, Problem]]:
    """Return the warnings about remedies and dispositions of a book that is otherwise right."""
    vocabulary = rulebook.vocabulary
    remedies = reading.files[Kind.REMEDIES.value]
    for remedy in rulebook.remedies.values():
        for problem in _remedy(remedy, vocabulary):
            yield remedies, problem
    for cause in rulebook.causes.values():
        file = reading.files[cause.location.file]
        for problem in (
            *_uses(cause, rulebook),
            *_dispositions(cause, vocabulary),
        ):
            yield file, problem


def _remedy(remedy: Remedy, vocabulary: Vocabulary) -> Iterator[Problem]:
    path = ("remedies", remedy.id)
    if _never((remedy.when,), (remedy.unless,), vocabulary):
        yield Problem((*path, AT_KEY), Code.NEVER_OFFERED, {"name": remedy.id})
        return
    for place, caution in enumerate(remedy.cautions):
        if _never((remedy.when, caution.when), (remedy.unless,), vocabulary):
            told = {"name": f"caution {place + 1}"}
            yield Problem((*path, "caution", place), Code.NEVER_OFFERED, told)


def _uses(cause: CauseDefinition, rulebook: Rulebook) -> Iterator[Problem]:
    """A use is told where the remedy by itself could appear."""
    for place, use in enumerate(cause.remedies):
        remedy = rulebook.remedies[use.remedy]
        own = _never((remedy.when,), (remedy.unless,), rulebook.vocabulary)
        whens, unlesses = (remedy.when, use.when), (remedy.unless, use.unless)
        if not own and _never(whens, unlesses, rulebook.vocabulary):
            yield Problem(("remedies", place), Code.NEVER_OFFERED, {"name": use.remedy})


def _dispositions(cause: CauseDefinition, vocabulary: Vocabulary) -> Iterator[Problem]:
    earlier: list[Condition] = []
    for place, row in enumerate(cause.dispositions):
        if row.when is None:
            continue
        if earlier and implies(row.when, AnyOf(tuple(earlier)), vocabulary):
            yield Problem(("disposition", place, "when"), Code.SHADOWED_DISPOSITION)
        earlier.append(row.when)


def _never(whens: _Given, unlesses: _Given, vocabulary: Vocabulary) -> bool:
    """Return whether no facts make all of the first true and none of the second."""
    needed = All(tuple(part for part in whens if part is not None))
    barred = AnyOf(tuple(part for part in unlesses if part is not None))
    if not needed.parts:
        return False
    if not barred.parts:
        return bool(never_true(needed, vocabulary))
    return bool(implies(needed, barred, vocabulary))
