"""Every mutant of a rulebook: the book with one small change in one place.

Changed are the active evidence rules, the definitions, and the conditions of dispositions and of
remedies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from typing import Any, TypeAlias, TypeVar

from resolver.inference.edits import Edit, condition_edits, weight_edits
from resolver.inference.redefine import redefined_book
from resolver.model.conditions import AnyOf, Condition
from resolver.model.diagnostics import Location
from resolver.model.rulebook import CauseDefinition, EvidenceRule, Remedy, Rulebook

Swap: TypeAlias = tuple[Condition, Condition]
"""A condition before and after."""

_ItemT = TypeVar("_ItemT")

_NEVER = AnyOf(())
_SIDES = ("when", "unless")


class PlaceKind(StrEnum):
    """What part of a rulebook was changed."""

    RULE = "rule"
    DEFINITION = "definition"
    DISPOSITION = "disposition"
    REMEDY = "remedy"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mutant differs from its book.

    `name` is the id of the rule or remedy, the name of the definition, or the cause that the
    disposition is of. `cause` is empty where it is of no one cause.
    """

    kind: PlaceKind
    name: str
    cause: str
    location: Location


@dataclass(frozen=True, slots=True)
class Mutant:
    """A rulebook with one change.

    `rules` are the evidence rules that are not as they were, `swaps` all conditions that are not,
    those of the rules included. For a changed weight the swap leads from the rule's condition to
    one that never holds: a weight shows only where its rule matches.
    """

    place: Place
    edit: Edit
    rulebook: Rulebook
    rules: tuple[EvidenceRule, ...]
    swaps: tuple[Swap, ...]


def mutants(
    rulebook: Rulebook, concerns: Callable[[Place], bool] = lambda _: True
) -> Iterator[Mutant]:
    """Yield every mutant, cause by cause and then as written; what causes share comes last.

    Only places that `concerns` says yes to are changed.
    """
    for place, mutants_of in _places(rulebook):
        if concerns(place):
            yield from mutants_of(place)


def _places(rulebook: Rulebook) -> Iterator[tuple[Place, Callable[[Place], Iterator[Mutant]]]]:
    """Yield every place with what changes it; nothing is built before it is asked for."""
    for cause in rulebook.causes.values():
        for number, rule in enumerate(cause.evidence):
            if rule.is_active:
                place = Place(PlaceKind.RULE, rule.id, cause.id, rule.location)
                yield place, partial(_of_rule, rulebook, cause, number)
        for number, use in enumerate(cause.remedies):
            place = Place(PlaceKind.REMEDY, use.remedy, cause.id, use.location)
            yield place, partial(_of_use, rulebook, cause, number)
        for number, row in enumerate(cause.dispositions):
            place = Place(PlaceKind.DISPOSITION, cause.id, cause.id, row.location)
            yield place, partial(_of_disposition, rulebook, cause, number)
    for remedy in rulebook.remedies.values():
        place = Place(PlaceKind.REMEDY, remedy.id, "", remedy.location)
        yield place, partial(_of_remedy, rulebook, remedy)
    for name in rulebook.definitions:
        location = rulebook.definition_location(name)
        yield Place(PlaceKind.DEFINITION, name, "", location), partial(_of_definition, rulebook)


def _of_rule(
    rulebook: Rulebook, cause: CauseDefinition, number: int, place: Place
) -> Iterator[Mutant]:
    rule = cause.evidence[number]
    for edit, when in condition_edits(rule.when):
        changed = replace(rule, when=when)
        book = _with_rule(rulebook, cause, number, changed)
        yield Mutant(place, edit, book, (changed,), ((rule.when, when),))
    for edit, changed in weight_edits(rule, rulebook.scale):
        book = _with_rule(rulebook, cause, number, changed)
        yield Mutant(place, edit, book, (changed,), ((rule.when, _NEVER),))


def _of_use(
    rulebook: Rulebook, cause: CauseDefinition, number: int, place: Place
) -> Iterator[Mutant]:
    use = cause.remedies[number]
    for side in _SIDES:
        for edit, swap in _swaps(getattr(use, side)):
            changes: dict[str, Any] = {side: swap[1]}
            uses = _replaced(cause.remedies, number, replace(use, **changes))
            book = _with_cause(rulebook, replace(cause, remedies=uses))
            yield Mutant(place, edit, book, (), (swap,))


def _of_disposition(
    rulebook: Rulebook, cause: CauseDefinition, number: int, place: Place
) -> Iterator[Mutant]:
    rule = cause.dispositions[number]
    for edit, swap in _swaps(rule.when):
        rules = _replaced(cause.dispositions, number, replace(rule, when=swap[1]))
        book = _with_cause(rulebook, replace(cause, dispositions=rules))
        yield Mutant(place, edit, book, (), (swap,))


def _of_remedy(rulebook: Rulebook, remedy: Remedy, place: Place) -> Iterator[Mutant]:
    for side in _SIDES:
        for edit, swap in _swaps(getattr(remedy, side)):
            changes: dict[str, Any] = {side: swap[1]}
            remedies = {**rulebook.remedies, remedy.id: replace(remedy, **changes)}
            yield Mutant(place, edit, replace(rulebook, remedies=remedies), (), (swap,))


def _of_definition(rulebook: Rulebook, place: Place) -> Iterator[Mutant]:
    name = place.name
    for edit, condition in condition_edits(rulebook.definitions[name]):
        redefined = redefined_book(rulebook, name, condition)
        yield Mutant(place, edit, redefined.rulebook, redefined.rules, redefined.swaps)


def _swaps(condition: Condition | None) -> Iterator[tuple[Edit, Swap]]:
    if condition is not None:
        for edit, changed in condition_edits(condition):
            yield edit, (condition, changed)


def _with_rule(
    rulebook: Rulebook, cause: CauseDefinition, number: int, rule: EvidenceRule
) -> Rulebook:
    evidence = _replaced(cause.evidence, number, rule)
    return _with_cause(rulebook, replace(cause, evidence=evidence))


def _replaced(items: tuple[_ItemT, ...], number: int, item: _ItemT) -> tuple[_ItemT, ...]:
    return (*items[:number], item, *items[number + 1 :])


def _with_cause(rulebook: Rulebook, cause: CauseDefinition) -> Rulebook:
    return replace(rulebook, causes={**rulebook.causes, cause.id: cause})
