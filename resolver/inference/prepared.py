"""Scenarios with everything about them that does not depend on a change of the rules.

Their facts are derived once. Answers come without texts, so that thousands of changed rulebooks
can be tried on them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeAlias

from resolver.inference.disposition import Decider
from resolver.inference.rank import RemedyRanker
from resolver.inference.rehearse import Outcome
from resolver.inference.score import Scorer
from resolver.inference.wording import Wording
from resolver.model.answer import Derivation
from resolver.model.beijing import beijing_day
from resolver.model.context import LookupContext
from resolver.model.facts import Facts, FactValue, with_changes
from resolver.model.predicates import Predicate, predicate
from resolver.model.rulebook import EvidenceRule, Rulebook
from resolver.model.scenarios import Scenario
from resolver.model.texts import LANGUAGES

Derive: TypeAlias = Callable[[LookupContext, datetime], Derivation]

_LANGUAGE = LANGUAGES[0]  # of texts that nobody will read


class RulePredicates:
    """The rules of a book that can count, ready to be asked of facts."""

    def __init__(self, rules: Iterable[EvidenceRule]) -> None:
        self._rules: tuple[tuple[EvidenceRule, Predicate], ...] = tuple(
            (rule, predicate(rule.when)) for rule in rules if rule.is_active
        )

    def matched(self, facts: Facts, day: date) -> frozenset[str]:
        """Return the ids of the rules that hold and are in force on a Beijing day."""
        return frozenset(
            [rule.id for rule, holds in self._rules if holds(facts) and rule.in_force(day)]
        )


@dataclass(frozen=True, slots=True)
class Prepared:
    """A scenario, what follows from its context, its Beijing day, and the rules that match.

    `matched` are the ids of the rules that hold and are in force on that day.
    """

    scenario: Scenario
    derived: Derivation
    day: date
    matched: frozenset[str]

    @property
    def facts(self) -> Facts:
        """The facts that follow from the context."""
        return self.derived.facts

    def with_facts(
        self, changes: Mapping[str, FactValue | None], rules: RulePredicates
    ) -> Prepared:
        """Return the scenario with other facts; `None` leaves a fact out."""
        facts = with_changes(self.facts, changes)
        derived = Derivation(facts, self.derived.findings, self.derived.instants)
        return replace(self, derived=derived, matched=rules.matched(facts, self.day))


@dataclass(frozen=True, slots=True)
class Judge:
    """Answers prepared scenarios by one rulebook."""

    scorer: Scorer
    decider: Decider
    remedies: RemedyRanker

    def outcome(self, prepared: Prepared, matched: frozenset[str]) -> Outcome:
        """Return the answer to a scenario, given the rules that match."""
        derived = prepared.derived
        ranking = self.scorer.score(matched, prepared.day).causes
        offered = self.remedies.rank(ranking[0].cause, derived, _LANGUAGE)
        return Outcome(
            ranking=ranking,
            disposition=self.decider.decide(ranking, derived, _LANGUAGE),
            remedies=tuple([remedy.remedy_id for remedy in offered]),
            findings=tuple([finding.code for finding in derived.findings]),
            rules=matched,
        )


def prepare(
    scenarios: Iterable[Scenario], rulebook: Rulebook, derive: Derive
) -> tuple[Prepared, ...]:
    """Return the scenarios, each with its facts and the rules that match them."""
    rules = RulePredicates(rulebook.rules())
    prepared = []
    for scenario in scenarios:
        derived, day = derive(scenario.context, scenario.at), beijing_day(scenario.at)
        matched = rules.matched(derived.facts, day)
        prepared.append(Prepared(scenario, derived, day, matched))
    return tuple(prepared)


def build_judge(rulebook: Rulebook) -> Judge:
    """Return the judge of a rulebook."""
    wording = Wording(rulebook.vocabulary)
    return Judge(Scorer(rulebook), Decider(rulebook, wording), RemedyRanker(rulebook, wording))
