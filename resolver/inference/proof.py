"""What the scenarios prove of the changed parts of a rulebook, and what they leave open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from resolver.inference.coverage import reached_by
from resolver.inference.mutants import Place, PlaceKind
from resolver.inference.mutate import Trial, most_telling, tally, try_mutants
from resolver.inference.parts import Part, PartKind
from resolver.inference.prepared import Prepared
from resolver.model.conditions import Condition, holds
from resolver.model.rulebook import EvidenceRule, Rulebook
from resolver.model.scenarios import Scenario

_KINDS = {
    PartKind.RULE: PlaceKind.RULE,
    PartKind.DEFINITION: PlaceKind.DEFINITION,
    PartKind.DISPOSITION: PlaceKind.DISPOSITION,
    PartKind.REMEDY: PlaceKind.REMEDY,
}


@dataclass(frozen=True, slots=True)
class RuleProof:
    """The scenarios in which a rule matches, and those that one condition keeps from it."""

    rule: EvidenceRule
    matched: tuple[Scenario, ...]
    near: tuple[Scenario, ...]


@dataclass(frozen=True, slots=True)
class DefinitionProof:
    """The scenarios in which a definition holds, and those in which it does not."""

    name: str
    holding: tuple[Scenario, ...]
    failing: tuple[Scenario, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """What scenarios say of what was changed.

    `rules` are the active ones that were changed or added. `survivors` are the mutants of the
    changed parts that no scenario notices, the weightiest first; `score` is the share that is
    noticed, absent where there is nothing to notice.
    """

    rules: tuple[RuleProof, ...]
    definitions: tuple[DefinitionProof, ...]
    survivors: tuple[Trial, ...]
    score: float | None


def prove(new: Rulebook, changed: Iterable[Part], scenarios: Sequence[Prepared]) -> Proof:
    """Return what the new rulebook's scenarios prove of the parts of it that were changed."""
    parts = set(changed)
    rules = [
        rule for rule in new.rules() if rule.is_active and Part(PartKind.RULE, rule.id) in parts
    ]
    trials = list(_trials(new, parts, scenarios))
    return Proof(
        rules=tuple(RuleProof(rule, *map(tuple, reached_by(rule, scenarios))) for rule in rules),
        definitions=tuple(
            _definition(name, condition, scenarios)
            for name, condition in new.definitions.items()
            if Part(PartKind.DEFINITION, name) in parts
        ),
        survivors=tuple(most_telling(trials)),
        score=tally(trials).score,
    )


def _definition(name: str, condition: Condition, scenarios: Iterable[Prepared]) -> DefinitionProof:
    sides: dict[bool, list[Scenario]] = {True: [], False: []}
    for one in scenarios:
        sides[holds(condition, one.facts) is True].append(one.scenario)
    return DefinitionProof(name, tuple(sides[True]), tuple(sides[False]))


def _trials(
    new: Rulebook, changed: Iterable[Part], scenarios: Sequence[Prepared]
) -> Iterator[Trial]:
    places = {(_KINDS[part.kind], part.name) for part in changed if part.kind in _KINDS}

    def concerns(place: Place) -> bool:
        is_use = place.kind is PlaceKind.REMEDY and bool(place.cause)  # a cause's, not the remedy
        return (place.kind, place.name) in places and not is_use

    return try_mutants(new, scenarios, concerns)
