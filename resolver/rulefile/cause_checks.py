"""Warnings about one cause: evidence that counts twice, or never, or is missing."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator
from datetime import timedelta

from resolver.model.conditions import facts_read
from resolver.model.facts import Vocabulary
from resolver.model.rulebook import CauseDefinition, EvidenceRule
from resolver.rulefile.codes import Code, Values
from resolver.rulefile.problems import AT_KEY, Problem, listed
from resolver.rulefile.regions import exclusive, implies, same_meaning
from resolver.rulefile.rule_pairs import (
    Pair,
    covers,
    pairs,
    period,
    same_direction,
    versions_at_once,
)

UNKNOWN = "unknown"
"""The cause that stands for all that the book does not know; it needs no evidence."""

_ANSWER = "status."
_EVIDENCE = ("evidence", AT_KEY)


def check_cause(
    cause: CauseDefinition, unknown: CauseDefinition | None, vocabulary: Vocabulary
) -> Iterator[Problem]:
    """Return what is worth a warning about a cause, by paths in its file."""
    versions = frozenset(versions_at_once(cause, vocabulary))
    yield from _versions_overlap(cause, versions)
    yield from _double_counting(cause, vocabulary, versions)
    yield from _redundant_rules(cause, vocabulary, versions)
    yield from _contradictions(cause, vocabulary)
    if cause.id != UNKNOWN:
        yield from _one_sided(cause)
        if unknown is not None:
            yield from _prior(cause, unknown)


def _one_sided(cause: CauseDefinition) -> Iterator[Problem]:
    weights = [rule.weight for rule in cause.evidence if rule.is_active]
    if not any(weight < 0 for weight in weights):
        yield Problem(_EVIDENCE, Code.NO_EVIDENCE_AGAINST, {"cause": cause.id})
    if not any(weight > 0 for weight in weights):
        yield Problem(_EVIDENCE, Code.NOTHING_RAISES, {"cause": cause.id})


def _prior(cause: CauseDefinition, unknown: CauseDefinition) -> Iterator[Problem]:
    """All evidence of one direction should bring a cause past the one without evidence."""
    here, bar = _log_odds(cause), _log_odds(unknown)
    highest, lowest = _furthest(cause, max), _furthest(cause, min)
    if here < highest < bar:
        yield Problem(("prior",), Code.PRIOR_TOO_LOW, {"cause": cause.id})
    if bar < lowest < here:
        yield Problem(("prior",), Code.PRIOR_TOO_HIGH, {"cause": cause.id})


def _double_counting(
    cause: CauseDefinition, vocabulary: Vocabulary, versions: Collection[Pair]
) -> Iterator[Problem]:
    """Two rules of one direction, in different groups, judge by one fact and can both match."""
    facts = [_observed(rule) for rule in cause.evidence]
    told: set[int] = set()
    for first, second in pairs(cause, lambda rule, other: rule.group != other.group):
        rule, other = cause.evidence[second], cause.evidence[first]
        shared = facts[first] & facts[second]
        if second in told or not shared or not same_direction(rule, other):
            continue
        if (first, second) in versions:
            continue
        if exclusive(rule.when, other.when, vocabulary) is False:
            told.add(second)
            values: Values = {"other": _name(other), "facts": listed(sorted(shared))}
            yield Problem(("evidence", second, "rule"), Code.DOUBLE_COUNTING, values)


def _observed(rule: EvidenceRule) -> frozenset[str]:
    """Return the facts that a rule judges by.

    The provider's answer is what most rules are set in ("not found, and issued today"): a rule
    that reads other facts beside it judges by those.
    """
    facts = frozenset(facts_read(rule.when))
    beside = frozenset(fact for fact in facts if not fact.startswith(_ANSWER))
    return beside or facts


def _redundant_rules(
    cause: CauseDefinition, vocabulary: Vocabulary, versions: Collection[Pair]
) -> Iterator[Problem]:
    """A rule that another one of its group always outweighs."""
    told: set[int] = set()
    for first, second in pairs(cause, lambda rule, other: rule.group == other.group):
        earlier, later = cause.evidence[first], cause.evidence[second]
        later_wins = abs(later.weight) > abs(earlier.weight)
        loser, place = (earlier, first) if later_wins else (later, second)
        winner = later if later_wins else earlier
        if place in told or (first, second) in versions or not covers(winner, loser):
            continue
        if implies(loser.when, winner.when, vocabulary):
            told.add(place)
            yield Problem(
                ("evidence", place, "rule"), Code.REDUNDANT_RULE, {"other": _name(winner)}
            )


def _versions_overlap(cause: CauseDefinition, versions: Collection[Pair]) -> Iterator[Problem]:
    """Of two versions of one rule the later one tells when it should have come alone."""
    for pair in sorted(versions):
        earlier, later = sorted((cause.evidence[n] for n in pair), key=period)
        start = period(later)[0]
        place = cause.evidence.index(later)
        values: Values = {
            "other": _name(earlier),
            "start": str(start),
            "before": str(start - timedelta(days=1)),
        }
        yield Problem(("evidence", place, "effective"), Code.VERSIONS_OVERLAP, values)


def _contradictions(cause: CauseDefinition, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Two rules of different groups and directions always match together."""
    for first, second in pairs(cause, lambda rule, other: rule.group != other.group):
        rule, other = cause.evidence[second], cause.evidence[first]
        if not same_direction(rule, other) and same_meaning(rule.when, other.when, vocabulary):
            yield Problem(
                ("evidence", second, "rule"), Code.CONTRADICTION, {"other": _name(other)}
            )


def _furthest(cause: CauseDefinition, strongest: Callable[[float, float], float]) -> float:
    """Return the log-odds with all evidence for (`max`) or against (`min`) and none other."""
    weights: dict[str, float] = {}
    for rule in cause.evidence:
        if rule.is_active:
            weights[rule.group] = strongest(weights.get(rule.group, 0.0), rule.weight)
    return _log_odds(cause) + math.fsum(weights.values())


def _log_odds(cause: CauseDefinition) -> float:
    return math.log(cause.prior_probability / (1 - cause.prior_probability))


def _name(rule: EvidenceRule) -> str:
    return rule.id.partition("/")[2]
