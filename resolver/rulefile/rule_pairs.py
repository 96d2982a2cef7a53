"""Pairs of rules of one cause: which are in force together, and which are versions of one rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import combinations, islice
from typing import TypeAlias

from resolver.model.conditions import facts_read
from resolver.model.facts import Vocabulary
from resolver.model.rulebook import CauseDefinition, EvidenceRule
from resolver.rulefile.regions import exclusive, same_meaning

Pair: TypeAlias = tuple[int, int]
"""The places of two rules of a cause, the one written first in front."""

_MOST_PAIRS = 20_000


def pairs(
    cause: CauseDefinition, related: Callable[[EvidenceRule, EvidenceRule], bool]
) -> Iterator[Pair]:
    """Yield the pairs of active rules that share a day in force."""
    active = [place for place, rule in enumerate(cause.evidence) if rule.is_active]
    for first, second in islice(combinations(active, 2), _MOST_PAIRS):
        rule, other = cause.evidence[first], cause.evidence[second]
        if related(rule, other) and _overlap(rule, other):
            yield first, second


def versions_at_once(cause: CauseDefinition, vocabulary: Vocabulary) -> Iterator[Pair]:
    """Yield the pairs that look like two versions of one rule and yet share a day.

    Such rules speak in one direction of the same facts, from different days on, and either one
    hands over to the other (it ends, and the other goes on), or both mean the same.
    """
    for first, second in pairs(cause, _may_be_versions):
        rule, other = cause.evidence[first], cause.evidence[second]
        if _hands_over(rule, other) or _hands_over(other, rule):
            if exclusive(rule.when, other.when, vocabulary) is False:
                yield first, second
        elif same_meaning(rule.when, other.when, vocabulary):
            yield first, second


def same_direction(rule: EvidenceRule, other: EvidenceRule) -> bool:
    """Return whether both speak for their cause, or both against it."""
    return (rule.weight > 0) == (other.weight > 0)


def covers(rule: EvidenceRule, other: EvidenceRule) -> bool:
    """Return whether a rule is in force on every day on which the other one is."""
    (start, end), (other_start, other_end) = period(rule), period(other)
    return start <= other_start and other_end <= end


def period(rule: EvidenceRule) -> tuple[date, date]:
    """Return the first and the last day on which a rule is in force."""
    return rule.effective_from or date.min, rule.effective_until or date.max


def _may_be_versions(rule: EvidenceRule, other: EvidenceRule) -> bool:
    return (
        period(rule)[0] != period(other)[0]
        and same_direction(rule, other)
        and set(facts_read(rule.when)) == set(facts_read(other.when))
    )


def _hands_over(rule: EvidenceRule, other: EvidenceRule) -> bool:
    (start, end), (other_start, other_end) = period(rule), period(other)
    return start < other_start and end < other_end


def _overlap(rule: EvidenceRule, other: EvidenceRule) -> bool:
    (start, end), (other_start, other_end) = period(rule), period(other)
    return start <= other_end and other_start <= end
