"""What the scenarios have seen of a rulebook: rules that matched or nearly did, conditions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from resolver.inference.prepared import Prepared
from resolver.model.conditions import (
    All,
    AnyOf,
    Compare,
    Condition,
    Named,
    Not,
    holds,
)
from resolver.model.diagnostics import Location
from resolver.model.facts import Facts
from resolver.model.rulebook import EvidenceRule, Rulebook
from resolver.model.scenarios import Scenario

Leaf: TypeAlias = Compare | Named
"""A condition that is not made of others where it stands; a definition has leaves of its own."""


class Reach(StrEnum):
    """How far the scenarios have come with a rule."""

    MATCHED = "matched"
    NEAR_MISS = "near_miss"
    NEVER_REACHED = "never_reached"


@dataclass(frozen=True, slots=True)
class ConditionCoverage:
    """In how many scenarios a condition was true, false and unknown."""

    condition: Leaf
    true: int
    false: int
    unknown: int

    @property
    def unseen(self) -> tuple[bool, ...]:
        """Which of true and false no scenario has seen; unknown is no duty."""
        counts = {True: self.true, False: self.false}
        return tuple(truth for truth, count in counts.items() if not count)


@dataclass(frozen=True, slots=True)
class NearMiss:
    """The scenario that came nearest to matching a rule, and what it lacked.

    Each of `lacking` is a condition and what it would have to be.
    """

    scenario: Scenario
    lacking: tuple[tuple[Leaf, bool], ...]


@dataclass(frozen=True, slots=True)
class RuleCoverage:
    """In how many scenarios a rule matched, and in how many one condition alone kept it from it.

    `nearest` is absent where the rule matched, and where it was in force in no scenario.
    """

    rule: EvidenceRule
    matched: int
    near_misses: int
    nearest: NearMiss | None
    conditions: tuple[ConditionCoverage, ...]

    @property
    def reach(self) -> Reach:
        """How far the scenarios have come with it."""
        if self.matched:
            return Reach.MATCHED
        return Reach.NEAR_MISS if self.near_misses else Reach.NEVER_REACHED


@dataclass(frozen=True, slots=True)
class DefinitionCoverage:
    """What the scenarios have seen of a definition's own conditions."""

    name: str
    location: Location
    conditions: tuple[ConditionCoverage, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What `scenarios` have seen of the active rules and of the definitions, as written."""

    scenarios: int
    rules: tuple[RuleCoverage, ...]
    definitions: tuple[DefinitionCoverage, ...]

    def reaching(self, reach: Reach) -> tuple[RuleCoverage, ...]:
        """Return the rules with which the scenarios have come so far and no farther."""
        return tuple(one for one in self.rules if one.reach is reach)

    def conditions(self) -> tuple[ConditionCoverage, ...]:
        """Return all conditions, of rules and of definitions."""
        parts: list[RuleCoverage | DefinitionCoverage] = [*self.rules, *self.definitions]
        return tuple(one for part in parts for one in part.conditions)


def measure_coverage(
    rulebook: Rulebook,
    scenarios: Sequence[Prepared],
    concerns: Callable[[str], bool] = lambda _: True,
) -> Coverage:
    """Return what scenarios have seen of the rules and of the definitions.

    A rule is judged in the scenarios whose day it is in force on. `concerns` says of a cause
    whether its rules are looked at, and of no cause (empty) whether definitions are.
    """
    return Coverage(
        scenarios=len(scenarios),
        rules=tuple(
            _rule_coverage(rule, scenarios)
            for cause in rulebook.causes.values()
            for rule in cause.evidence
            if rule.is_active and concerns(cause.id)
        ),
        definitions=tuple(
            DefinitionCoverage(
                name,
                rulebook.definition_location(name),
                _conditions(condition, [one.facts for one in scenarios]),
            )
            for name, condition in rulebook.definitions.items()
            if concerns("")
        ),
    )


def lacking(
    condition: Condition, facts: Facts, *, wanted: bool = True
) -> tuple[tuple[Leaf, bool], ...]:
    """Return the fewest conditions that would have to change for the whole to be as wanted."""
    match condition:
        case Compare() | Named():
            return () if holds(condition, facts) is wanted else ((condition, wanted),)
        case Not(part):
            return lacking(part, facts, wanted=not wanted)
        case All(parts) | AnyOf(parts):
            each = [lacking(part, facts, wanted=wanted) for part in parts]
            every = isinstance(condition, All) is wanted
            return tuple(leaf for one in each for leaf in one) if every else min(each, key=len)


def reached_by(
    rule: EvidenceRule, scenarios: Iterable[Prepared]
) -> tuple[list[Scenario], list[Scenario]]:
    """Return the scenarios in which a rule matches, and those that one condition keeps from it."""
    judged = _judged(rule, scenarios)
    missed = _missed(rule, judged)
    matched = [one.scenario for one in judged if rule.id in one.matched]
    return matched, [one.scenario for one in _near(rule, missed)]


def _rule_coverage(rule: EvidenceRule, scenarios: Iterable[Prepared]) -> RuleCoverage:
    judged = _judged(rule, scenarios)
    missed = _missed(rule, judged)
    matched = len(judged) - len(missed)
    misses = [miss for _, miss in missed]
    return RuleCoverage(
        rule=rule,
        matched=matched,
        near_misses=len(_near(rule, missed)),
        nearest=None if matched else min(misses, key=lambda one: len(one.lacking), default=None),
        conditions=_conditions(rule.when, [one.facts for one in judged]),
    )


def _judged(rule: EvidenceRule, scenarios: Iterable[Prepared]) -> list[Prepared]:
    return [one for one in scenarios if rule.in_force(one.day)]


def _missed(rule: EvidenceRule, judged: Iterable[Prepared]) -> list[tuple[Prepared, NearMiss]]:
    return [
        (one, NearMiss(one.scenario, lacking(rule.when, one.facts)))
        for one in judged
        if rule.id not in one.matched
    ]


def _near(rule: EvidenceRule, missed: Iterable[tuple[Prepared, NearMiss]]) -> list[Prepared]:
    return [one for one, miss in missed if len(miss.lacking) == 1 and _knows_any(rule, one)]


def _knows_any(rule: EvidenceRule, prepared: Prepared) -> bool:
    """Return whether any part is known: a lone condition about an absent fact is no near miss."""
    return any(holds(leaf, prepared.facts) is not None for leaf in _leaves(rule.when))


def _conditions(condition: Condition, facts: Sequence[Facts]) -> tuple[ConditionCoverage, ...]:
    return tuple(_seen(leaf, facts) for leaf in _leaves(condition))


def _seen(leaf: Leaf, facts: Iterable[Facts]) -> ConditionCoverage:
    truths = [holds(leaf, one) for one in facts]
    return ConditionCoverage(leaf, truths.count(True), truths.count(False), truths.count(None))


def _leaves(condition: Condition) -> Iterator[Leaf]:
    match condition:
        case Compare() | Named():
            yield condition
        case Not(part):
            yield from _leaves(part)
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from _leaves(part)
