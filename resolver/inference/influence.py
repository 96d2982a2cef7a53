"""How facts bear on the evidence of causes, as a change of a few facts needs to know it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from resolver.inference.coherence import ALWAYS_KNOWN, Changes, Coherence, Law, laws_of
from resolver.inference.values import every_region
from resolver.model.conditions import Compare, Truth, holds, leaves, whatever
from resolver.model.facts import Facts, FactType, FactValue, Vocabulary, with_changes
from resolver.model.predicates import Predicate, predicate
from resolver.model.rulebook import EvidenceRule, Rulebook

_REMEMBERED = 16_384


ANSWER = "status."
"""The subject of the facts that the answer of the provider decides."""


def is_of_answer(fact: str) -> bool:
    """Return whether the answer of the provider decides a fact."""
    return fact.startswith(ANSWER)


@dataclass(frozen=True, slots=True)
class Reader:
    """A rule: whether it holds, and whether it could with that answer and any other facts."""

    rule: EvidenceRule
    holds: Predicate
    could_hold: Predicate


@dataclass(frozen=True, slots=True)
class Group:
    """The rules about one observation of one cause, as written."""

    cause: str
    readers: tuple[Reader, ...]

    def counted(self, facts: Facts, day: date) -> float:
        """Return the weight of the strongest rule that matches on a day; 0 where none does."""
        counted = 0.0
        for reader in self.readers:
            weight = reader.rule.weight
            if abs(weight) > abs(counted) and reader.holds(facts) and reader.rule.in_force(day):
                counted = weight
        return counted

    def bounds(self, answer: Facts | None) -> tuple[float, float]:
        """Return the least and greatest weight that could count, with an answer or with any."""
        weights = [
            reader.rule.weight
            for reader in self.readers
            if answer is None or reader.could_hold(answer)
        ]
        return min(0.0, 0.0, *weights), max(0.0, 0.0, *weights)


@dataclass(frozen=True, slots=True)
class Lever:
    """A fact that rules read, the values that stand for all, and what a change can reach.

    `values` end with `None` where the fact can be unknown; `readers` are the groups that make each
    comparison; `reach` are those which it, or a fact that may have to follow, concerns. `place` is
    that in the vocabulary.
    """

    fact: str
    place: int
    values: tuple[FactValue | None, ...]
    readers: Mapping[Compare, frozenset[int]]
    reach: frozenset[int]
    truths: Mapping[FactValue | None, tuple[Truth, ...]]
    is_tied: bool

    def other_values(self, facts: Facts) -> tuple[FactValue | None, ...]:
        """Return the other values that can make a difference, the nearest first.

        One that no rule tells from the present one can, where other facts have to follow.
        """
        now = facts.get(self.fact)
        before = _seen(self.readers, now)
        others = [
            value
            for value in self.values
            if value != now and (self.is_tied or self.truths[value] != before)
        ]
        if not isinstance(now, int | float):
            return tuple(others)
        return tuple(sorted(others, key=lambda value: _distance(value, now)))

    def affected(self, before: FactValue | None, after: FactValue | None) -> frozenset[int]:
        """Return the groups that tell two values apart."""
        old, new = _seen(self.readers, before), _seen(self.readers, after)
        told_apart = zip(self.readers.values(), old, new, strict=True)
        return frozenset().union(
            *[groups for groups, one, other in told_apart if one is not other]
        )


class Influence:
    """Which facts bear on which evidence of a rulebook. Worked out once."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.groups = _groups(rulebook)
        readers = _readers(self.groups)
        conditions = [rule.when for rule in rulebook.rules() if rule.is_active]
        facts = rulebook.vocabulary.facts
        laws = [law for law in laws_of(rulebook) if any(name in readers for name in law.facts)]
        values = {name: every_region(facts[name], conditions) for name in facts if name in readers}
        self.coherence = Coherence(laws, values | _yes_or_no(laws, rulebook.vocabulary))
        self._levers = {
            name: _lever(name, place, several, readers, self.coherence.tied_to(name))
            for place, (name, several) in enumerate(values.items())
        }
        self._affected = lru_cache(_REMEMBERED)(self._groups_affected)

    @property
    def levers(self) -> Iterable[Lever]:
        """Every fact that some rule reads, in the order of the vocabulary."""
        return self._levers.values()

    def weights_after(
        self,
        facts: Facts,
        changes: Changes,
        weights: Sequence[float],
        day: date,
        within: frozenset[int],
    ) -> dict[int, float]:
        """Return the weight of each group that has another than before, by `weights`.

        Only the groups `within` are looked at.
        """
        changed = with_changes(facts, changes)
        affected = [
            self._affected(name, facts.get(name), value) for name, value in changes.items()
        ]
        after = {
            number: self.groups[number].counted(changed, day)
            for number in frozenset().union(*affected) & within
        }
        return {number: weight for number, weight in after.items() if weight != weights[number]}

    def _groups_affected(
        self, fact: str, before: FactValue | None, after: FactValue | None
    ) -> frozenset[int]:
        lever = self._levers.get(fact)
        return lever.affected(before, after) if lever else frozenset()


def _lever(
    fact: str,
    place: int,
    values: tuple[FactValue, ...],
    readers: Mapping[str, Mapping[Compare, frozenset[int]]],
    tied: frozenset[str],
) -> Lever:
    several = values if fact in ALWAYS_KNOWN else (*values, None)
    return Lever(
        fact=fact,
        place=place,
        values=several,
        readers=readers[fact],
        reach=_all_of(readers, tied),
        truths={value: _seen(readers[fact], value) for value in several},
        is_tied=len(tied) > 1,
    )


def _seen(comparisons: Iterable[Compare], value: FactValue | None) -> tuple[Truth, ...]:
    """Return what each comparison of one fact makes of a value."""
    return tuple(
        [holds(leaf, {} if value is None else {leaf.fact: value}) for leaf in comparisons]
    )


def _groups(rulebook: Rulebook) -> tuple[Group, ...]:
    readers: dict[tuple[str, str], list[Reader]] = {}
    for cause in rulebook.causes.values():
        for rule in cause.evidence:
            if rule.is_active:
                readers.setdefault((cause.id, rule.group), []).append(_reader(rule))
    return tuple(Group(cause, tuple(several)) for (cause, _), several in readers.items())


def _reader(rule: EvidenceRule) -> Reader:
    could_hold = whatever(rule.when, lambda fact: not is_of_answer(fact))
    return Reader(rule, predicate(rule.when), predicate(could_hold))


def _readers(groups: Iterable[Group]) -> dict[str, dict[Compare, frozenset[int]]]:
    """Return the comparisons that are made of each fact, and the groups that make them."""
    readers: dict[str, dict[Compare, frozenset[int]]] = {}
    for number, group in enumerate(groups):
        for reader in group.readers:
            for leaf in leaves(reader.rule.when):
                several = readers.setdefault(leaf.fact, {})
                several[leaf] = several.get(leaf, frozenset()) | {number}
    return readers


def _yes_or_no(laws: Iterable[Law], vocabulary: Vocabulary) -> dict[str, tuple[FactValue, ...]]:
    """Return the values of the booleans that laws name, whether or not a rule reads them."""
    named = dict.fromkeys(name for law in laws for name in law.facts if name in vocabulary.facts)
    boolean = [name for name in named if vocabulary.facts[name].type is FactType.BOOLEAN]
    return dict.fromkeys(boolean, (True, False))


def _all_of(
    readers: Mapping[str, Mapping[Compare, frozenset[int]]], facts: Iterable[str]
) -> frozenset[int]:
    found = [groups for fact in facts for groups in readers.get(fact, {}).values()]
    return frozenset().union(*found)


def _distance(value: FactValue | None, now: float) -> float:
    return abs(value - now) if isinstance(value, int | float) else float("inf")
