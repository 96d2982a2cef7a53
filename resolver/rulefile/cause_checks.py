"""Warnings about one cause: evidence that counts twice, or never, or is missing."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from datetime import date
from itertools import combinations, islice

from resolver.model.conditions import facts_read
from resolver.model.facts import Vocabulary
from resolver.model.rulebook import CauseDefinition, EvidenceRule, RuleStatus
from resolver.model.texts import Text
from resolver.rulefile.codes import Code, Values
from resolver.rulefile.problems import AT_KEY, Problem
from resolver.rulefile.regions import exclusive, implies

UNKNOWN = "unknown"
"""The cause that stands for all that the book does not know; it needs no evidence."""

_MOST_PAIRS = 20_000
_ANSWER = "status."
_EVIDENCE = ("evidence", AT_KEY)


def check_cause(
    cause: CauseDefinition, unknown: CauseDefinition | None, vocabulary: Vocabulary
) -> Iterator[Problem]:
    """Return what is worth a warning about a cause, by paths in its file."""
    yield from _double_counting(cause, vocabulary)
    yield from _redundant_rules(cause, vocabulary)
    if cause.id == UNKNOWN:
        return
    weights = [rule.weight for rule in cause.evidence if rule.status is RuleStatus.ACTIVE]
    if not any(weight < 0 for weight in weights):
        yield Problem(_EVIDENCE, Code.NO_EVIDENCE_AGAINST, {"cause": cause.id})
    if not any(weight > 0 for weight in weights):
        yield Problem(_EVIDENCE, Code.NOTHING_RAISES, {"cause": cause.id})
    elif unknown is not None and _highest_log_odds(cause) < _log_odds(unknown):
        yield Problem(("prior",), Code.PRIOR_TOO_LOW, {"cause": cause.id})


def _double_counting(cause: CauseDefinition, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Two rules of one direction, in different groups, judge by one fact and can both match."""
    facts = [_observed(rule) for rule in cause.evidence]
    told: set[int] = set()
    for first, second in _pairs(cause, lambda rule, other: rule.group != other.group):
        rule, other = cause.evidence[second], cause.evidence[first]
        shared = facts[first] & facts[second]
        if second in told or not shared or (rule.weight > 0) != (other.weight > 0):
            continue
        if exclusive(rule.when, other.when, vocabulary) is False:
            told.add(second)
            values: Values = {"other": _name(other), "facts": _listed(shared)}
            yield Problem(("evidence", second, "rule"), Code.DOUBLE_COUNTING, values)


def _observed(rule: EvidenceRule) -> frozenset[str]:
    """Return the facts that a rule judges by.

    The provider's answer is what most rules are set in ("not found, and issued today"): a rule
    that reads other facts beside it judges by those.
    """
    facts = frozenset(facts_read(rule.when))
    beside = frozenset(fact for fact in facts if not fact.startswith(_ANSWER))
    return beside or facts


def _redundant_rules(cause: CauseDefinition, vocabulary: Vocabulary) -> Iterator[Problem]:
    """A rule that another one of its group always outweighs."""
    told: set[int] = set()
    for first, second in _pairs(cause, lambda rule, other: rule.group == other.group):
        earlier, later = cause.evidence[first], cause.evidence[second]
        later_wins = abs(later.weight) > abs(earlier.weight)
        loser, place = (earlier, first) if later_wins else (later, second)
        winner = later if later_wins else earlier
        if place in told or not _covers(winner, loser):
            continue
        if implies(loser.when, winner.when, vocabulary):
            told.add(place)
            yield Problem(
                ("evidence", place, "rule"), Code.REDUNDANT_RULE, {"other": _name(winner)}
            )


def _pairs(
    cause: CauseDefinition, related: Callable[[EvidenceRule, EvidenceRule], bool]
) -> Iterator[tuple[int, int]]:
    """Yield the places of active rules with a common day in force, the earlier rule first."""
    active = [n for n, rule in enumerate(cause.evidence) if rule.status is RuleStatus.ACTIVE]
    for first, second in islice(combinations(active, 2), _MOST_PAIRS):
        rule, other = cause.evidence[first], cause.evidence[second]
        if related(rule, other) and _overlap(rule, other):
            yield first, second


def _overlap(rule: EvidenceRule, other: EvidenceRule) -> bool:
    (start, end), (other_start, other_end) = _period(rule), _period(other)
    return start <= other_end and other_start <= end


def _covers(rule: EvidenceRule, other: EvidenceRule) -> bool:
    (start, end), (other_start, other_end) = _period(rule), _period(other)
    return start <= other_start and other_end <= end


def _period(rule: EvidenceRule) -> tuple[date, date]:
    return rule.effective_from or date.min, rule.effective_until or date.max


def _highest_log_odds(cause: CauseDefinition) -> float:
    best: dict[str, float] = {}
    for rule in cause.evidence:
        if rule.status is RuleStatus.ACTIVE:
            best[rule.group] = max(best.get(rule.group, 0.0), rule.weight)
    return _log_odds(cause) + math.fsum(best.values())


def _log_odds(cause: CauseDefinition) -> float:
    return math.log(cause.prior_probability / (1 - cause.prior_probability))


def _name(rule: EvidenceRule) -> str:
    return rule.id.partition("/")[2]


def _listed(facts: frozenset[str]) -> Text:
    names = [f"`{fact}`" for fact in sorted(facts)]
    return Text("、".join(names), ", ".join(names))
