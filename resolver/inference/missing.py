"""The scenario that a surviving mutant shows to be missing.

Looked for in this order: a scenario in which the mutant already answers otherwise, though nothing
is expected there that would tell; one with a single other fact; one with all the facts that the
difference needs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from resolver.inference.altered import AlteredBook, is_same
from resolver.inference.mutants import Mutant, PlaceKind
from resolver.inference.prepared import Judge, Prepared, RulePredicates
from resolver.inference.rehearse import Outcome
from resolver.inference.telling import Effect, effect_of, telling_expectation
from resolver.inference.values import telling_values
from resolver.model.conditions import facts_read
from resolver.model.facts import FactValue, Vocabulary, with_changes
from resolver.model.rulebook import Rulebook
from resolver.model.scenarios import Expectation, Scenario
from resolver.rulefile.regions import example

_TRIED_AT_MOST = 40
_CHOSEN_FROM = 3
_BASES = 5
_SWAPS = 8


@dataclass(frozen=True, slots=True)
class MissingScenario:
    """A scenario that the book passes and the mutant fails.

    It is `base` with other facts: `changes` in the order of the condition, `None` for one that is
    left out, and none at all where `base` only lacks the expectation. `effect` is what the change
    of the rules does to the answer there.
    """

    base: Scenario
    changes: tuple[tuple[str, FactValue | None], ...]
    expect: Expectation
    effect: Effect


@dataclass(frozen=True, slots=True)
class Answered:
    """A scenario and the book's answer to it."""

    prepared: Prepared
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Sighting:
    """A scenario, with other facts or as it is, that a mutant answers otherwise than its book."""

    base: Scenario
    changes: Mapping[str, FactValue | None]
    before: Outcome
    after: Outcome


class Finder:
    """Looks for missing scenarios near those that there are."""

    def __init__(self, rulebook: Rulebook, judge: Judge, answered: Sequence[Answered]) -> None:
        self._rulebook = rulebook
        self._rules = RulePredicates(rulebook.rules())
        self._judge = judge
        self._answered = answered

    def find(self, altered: AlteredBook, seen: Sequence[Sighting]) -> MissingScenario | None:
        """Return the scenario that would tell a mutant from its book, if one is found.

        `seen` are the scenarios in which the mutant answers otherwise as they are.
        """
        for search in (self._with_one_fact, self._with_more_facts):
            seen = seen or list(search(altered))
        if not seen:
            return None
        cause = altered.mutant.place.cause
        effects = [effect_of(one.before, one.after, cause) for one in seen]
        effect, best = max(zip(effects, seen, strict=True), key=lambda pair: pair[0].size)
        expect = telling_expectation(best.before, best.after, effect.cause)
        return MissingScenario(best.base, tuple(best.changes.items()), expect, effect)

    def _with_one_fact(self, altered: AlteredBook) -> Iterator[Sighting]:
        values = _values_to_try(altered.mutant, self._rulebook.vocabulary)
        tries = islice(self._changed(altered, values), _TRIED_AT_MOST)
        seen = (
            sighting
            for prepared, changes in tries
            for sighting in self._sighting(altered, prepared, changes)
        )
        yield from islice(seen, _CHOSEN_FROM)

    def _changed(
        self, altered: AlteredBook, values: Mapping[str, Sequence[FactValue]]
    ) -> Iterator[tuple[Prepared, dict[str, FactValue | None]]]:
        """Yield scenarios with one other fact in which a condition comes out otherwise."""
        for prepared in self._nearest_first(altered.mutant):
            for fact, several in values.items():
                for value in several:
                    if altered.bears_on({**prepared.facts, fact: value}):
                        yield prepared, {fact: value}

    def _with_more_facts(self, altered: AlteredBook) -> Iterator[Sighting]:
        for changes in _examples(altered.mutant, self._rulebook.vocabulary):
            for prepared in self._nearest_first(altered.mutant)[:_BASES]:
                needed = _needed(altered, prepared, changes)
                yield from self._sighting(altered, prepared, needed)

    def _sighting(
        self, altered: AlteredBook, base: Prepared, changes: Mapping[str, FactValue | None]
    ) -> Iterator[Sighting]:
        prepared = base.with_facts(changes, self._rules)
        before = self._judge.outcome(prepared, prepared.matched)
        after = altered.outcome(prepared)
        if not is_same(before, after):
            yield Sighting(base.scenario, changes, before, after)

    def _nearest_first(self, mutant: Mutant) -> list[Prepared]:
        """Return the scenarios, those first that the changed causes lead or stand beside."""
        causes = _causes_of(mutant, self._rulebook)

        def distance(one: Answered) -> tuple[bool, bool]:
            leads = one.outcome.first in causes
            return not leads, one.prepared.scenario.cause not in causes

        return [one.prepared for one in sorted(self._answered, key=distance)]


def _causes_of(mutant: Mutant, rulebook: Rulebook) -> frozenset[str]:
    if mutant.place.cause:
        return frozenset((mutant.place.cause,))
    if mutant.place.kind is PlaceKind.REMEDY:
        users = rulebook.causes.values()
        remedy = mutant.place.name
        return frozenset(c.id for c in users if any(use.remedy == remedy for use in c.remedies))
    return frozenset(rule.id.partition("/")[0] for rule in mutant.rules)


def _values_to_try(mutant: Mutant, vocabulary: Vocabulary) -> dict[str, tuple[FactValue, ...]]:
    """Return values on either side of all comparisons, the facts of the changed part first."""
    conditions = [condition for swap in mutant.swaps[:_SWAPS] for condition in swap]
    read = [fact for condition in conditions for fact in facts_read(condition)]
    return {
        name: telling_values(vocabulary.facts[name], conditions)
        for name in dict.fromkeys([*mutant.edit.facts, *read])
    }


def _examples(mutant: Mutant, vocabulary: Vocabulary) -> Iterator[dict[str, FactValue | None]]:
    for before, after in mutant.swaps[:_SWAPS]:
        for first, second in ((before, after), (after, before)):
            found = example(first, second, vocabulary)
            if found is not None:
                yield found


def _needed(
    altered: AlteredBook, base: Prepared, changes: Mapping[str, FactValue | None]
) -> dict[str, FactValue | None]:
    """Return the changes without those that make no difference in this scenario."""
    needed = {fact: v for fact, v in changes.items() if v != base.facts.get(fact)}
    for fact in tuple(needed):
        fewer = {name: value for name, value in needed.items() if name != fact}
        if altered.bears_on(with_changes(base.facts, fewer)):
            needed = fewer
    return needed
