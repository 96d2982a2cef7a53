"""A fully explained answer, put in the order in which it is read."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from resolver.v1 import answer_pb2 as pb
from resolver.v1.resolver_service_pb2 import ResolveResponse


class Fate(StrEnum):
    """What became of a rule, in reading order. The value names the words for it."""

    COUNTED = "counted"
    OUTWEIGHED = "outweighed"
    UNKNOWN = "undecided"
    UNMATCHED = "unmatched"


_FATES = {pb.TRUTH_FALSE: Fate.UNMATCHED, pb.TRUTH_UNKNOWN: Fate.UNKNOWN}


@dataclass(frozen=True, slots=True)
class ExplainedCause:
    """One cause with its place among all of them, and its rules in the order of the rulebook."""

    place: int
    score: pb.CauseScore
    rules: tuple[pb.RuleTrace, ...]

    @property
    def prior_log_odds(self) -> float:
        """The log-odds before any evidence."""
        prior = self.score.prior_probability
        return math.log(prior / (1.0 - prior))

    @property
    def counted(self) -> list[pb.RuleTrace]:
        """The rules that counted, the weightiest first."""
        return self.fates.get(Fate.COUNTED, [])

    @property
    def fates(self) -> dict[Fate, list[pb.RuleTrace]]:
        """The rules by what became of them, the weightiest first; no list is empty."""
        by_weight = sorted(self.rules, key=lambda trace: -abs(trace.weight))
        listed = {one: [rule for rule in by_weight if fate(rule) is one] for one in Fate}
        return {one: rules for one, rules in listed.items() if rules}


def fate(trace: pb.RuleTrace) -> Fate:
    """Return what became of a rule."""
    if trace.truth == pb.TRUTH_TRUE:
        return Fate.COUNTED if trace.counted else Fate.OUTWEIGHED
    return _FATES[trace.truth]


def explained_causes(answer: ResolveResponse, wanted: Sequence[str]) -> list[ExplainedCause]:
    """Return the causes that are wanted, likeliest first; those of the answer if none is named."""
    chosen = set(wanted) or {cause.cause_id for cause in answer.causes}
    return [
        ExplainedCause(
            place,
            score,
            tuple(trace for trace in answer.rule_traces if trace.cause_id == score.cause_id),
        )
        for place, score in enumerate(answer.scores, start=1)
        if score.cause_id in chosen
    ]


def lacking(condition: pb.ConditionTrace) -> list[pb.ConditionTrace]:
    """Return the comparisons that kept a condition from being true, each once.

    Of an `any` these are all that would have been enough; of a condition that is unknown, those
    whose fact is.
    """
    found: dict[str, pb.ConditionTrace] = {}
    for leaf in _lacking(condition, wanted=True):
        if condition.truth in {pb.TRUTH_FALSE, leaf.truth}:
            found.setdefault(leaf.comparison.text, leaf)
    return list(found.values())


def _lacking(condition: pb.ConditionTrace, *, wanted: bool) -> Iterator[pb.ConditionTrace]:
    if condition.truth == (pb.TRUTH_TRUE if wanted else pb.TRUTH_FALSE):
        return
    match condition.WhichOneof("kind"):
        case "comparison":
            yield condition
        case "negated":
            yield from _lacking(condition.negated, wanted=not wanted)
        case "definition":
            yield from _lacking(condition.definition.condition, wanted=wanted)
        case kind:
            for part in getattr(condition, str(kind)).parts:
                yield from _lacking(part, wanted=wanted)
