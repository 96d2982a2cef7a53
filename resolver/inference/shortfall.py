"""Why rules that a scenario counts on do not match: the first part of each condition to fail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from resolver.model.answer import Answer
from resolver.model.beijing import beijing_day
from resolver.model.conditions import All, Condition, Named, holds
from resolver.model.facts import Facts
from resolver.model.rulebook import AGAINST, EvidenceRule
from resolver.model.scenarios import Expectation

_MOST_OF_A_CAUSE = 3


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A rule that does not match. `part` is the first part of its condition that does not hold.

    `part` is absent where the rule takes no part: a draft, or out of its dates. `is_unknown` tells
    that a fact is missing, not that it is otherwise.
    """

    rule: EvidenceRule
    part: Condition | None
    is_unknown: bool = False


def shortfalls(expect: Expectation, answer: Answer) -> tuple[Shortfall, ...]:
    """Return what keeps the rules that are expected, and the strongest of expected causes."""
    rules = dict.fromkeys(
        (*expect.rules, *(r for every in expect.all_rules.values() for r in every))
    )
    found: dict[str, Shortfall] = {}
    for ranked in answer.ranking:
        cause = ranked.cause
        short = list(_of(cause.evidence, answer))
        found.update((one.rule.id, one) for one in short if one.rule.id in rules)
        if cause.id in _expected_first(expect) and ranked is not answer.ranking[0]:
            speaking = [
                one for one in short if not one.rule.strength.endswith(AGAINST) and one.part
            ]
            speaking.sort(key=lambda one: -one.rule.weight)
            found.update((one.rule.id, one) for one in speaking[:_MOST_OF_A_CAUSE])
    return tuple(found.values())


def _expected_first(expect: Expectation) -> frozenset[str]:
    return frozenset((expect.first, *expect.first_of, *expect.in_first_three))


def _of(rules: tuple[EvidenceRule, ...], answer: Answer) -> Iterator[Shortfall]:
    day, facts = beijing_day(answer.evaluated_at), answer.facts
    for rule in rules:
        if not rule.in_force(day):
            yield Shortfall(rule, None)
        elif holds(rule.when, facts) is not True:
            part = _first_failing(rule.when, facts)
            yield Shortfall(rule, part, holds(part, facts) is None)


def _first_failing(condition: Condition, facts: Facts) -> Condition:
    """Return the first part that is false, else the first that is unknown."""
    match condition:
        case Named(_, part) if isinstance(part, All):
            return _first_failing(part, facts)
        case All(parts):
            truths = [holds(part, facts) for part in parts]
            place = truths.index(False) if False in truths else truths.index(None)
            return _first_failing(parts[place], facts)
    return condition
