"""What is to be said of candidate rule files, from the model to the wire."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from resolver.inference.compare import Comparison, Due, Pair
from resolver.model.answer import Answer
from resolver.model.diagnostics import Severity
from resolver.runtime.candidate import FailedScenario, RehearsedCandidate, Twice, Verdict
from resolver.service.convert.answer import resolution_id, write_answer
from resolver.service.convert.rulebook import (
    counts_to_wire,
    diagnostic_to_wire,
    location_to_wire,
)
from resolver.v1 import resolver_service_pb2 as resolver_pb
from resolver.v1 import rulebook_service_pb2 as pb

MAX_DIAGNOSTICS = 500


def verdict_to_wire(verdict: Verdict, language: str) -> pb.RuleVerdict:
    """Return a verdict with its remarks in one language."""
    severities = [one.severity for one in verdict.diagnostics]
    return pb.RuleVerdict(
        accepted=not verdict.reason,
        reason=verdict.reason,
        revision=verdict.revision,
        counts=counts_to_wire(verdict.counts) if verdict.counts else None,
        scenarios=verdict.scenarios,
        diagnostics=[
            diagnostic_to_wire(one, language) for one in verdict.diagnostics[:MAX_DIAGNOSTICS]
        ],
        errors=severities.count(Severity.ERROR),
        warnings=severities.count(Severity.WARNING),
    )


def write_rehearsal(
    rehearsed: RehearsedCandidate,
    lookups: Sequence[pb.RehearsalLookup],
    response: pb.RehearseRulesResponse,
) -> None:
    """Write what came of a rehearsal beside its verdict; `lookups` are those of the request."""
    response.scenarios_passed = rehearsed.verdict.scenarios - len(rehearsed.failed)
    response.failed_scenarios.extend(_failed_scenario(one) for one in rehearsed.failed)
    for lookup, twice in zip(lookups, rehearsed.lookups, strict=False):
        _write_lookup(lookup, twice, response.lookups.add(lookup_id=lookup.context.lookup_id))
    response.lookups_changed = sum(one.changed for one in response.lookups)


def _failed_scenario(failed: FailedScenario) -> pb.FailedScenario:
    return pb.FailedScenario(
        name=failed.name,
        location=location_to_wire(failed.location),
        unmet=[
            pb.UnmetExpectation(subject=one.subject, expected=one.expected, got=one.got)
            for one in failed.unmet
        ],
    )


def _write_lookup(lookup: pb.RehearsalLookup, twice: Twice, wire: pb.RehearsedLookup) -> None:
    wire.changed = twice.comparison.differs
    wire.differences.extend(_differences(twice.comparison))
    wire.responsible.extend(
        pb.RulePart(kind=part.kind.value, name=part.name) for part in twice.comparison.responsible
    )
    if twice.before and twice.after:
        _write_answer(lookup, twice.before, wire.before)
        _write_answer(lookup, twice.after, wire.after)


def _write_answer(
    lookup: pb.RehearsalLookup, answer: Answer, wire: resolver_pb.ResolveResponse
) -> None:
    name = resolution_id(lookup.context, answer.revision, answer.evaluated_at)
    write_answer(answer, name, wire)


def _differences(comparison: Comparison) -> Iterator[pb.AnswerDifference]:
    yield from _difference("first_cause", comparison.first)
    yield from _difference("leading_causes", _listed(comparison.leaders))
    for move in comparison.moves:
        before, after = move.probability.before, move.probability.after
        shown = Pair(f"{before:.4f}", f"{after:.4f}")
        yield from _difference(f"probability {move.cause}", shown)
    yield from _disposition_differences(comparison.disposition)
    yield from _difference("remedies", _listed(comparison.remedies))
    yield from _difference("input_findings", _findings(comparison.findings))
    yield from _difference("status.category", comparison.status)


def _disposition_differences(pair: Pair[Due]) -> Iterator[pb.AnswerDifference]:
    before, after = pair.before, pair.after
    actions = Pair(before.action.value, after.action.value)
    yield from _difference("disposition.action", actions)
    retryable = Pair(str(before.retryable).lower(), str(after.retryable).lower())
    yield from _difference("disposition.retryable", retryable)
    moments = Pair(_moment(before.not_before), _moment(after.not_before))
    yield from _difference("disposition.retry_not_before", moments)


def _difference(subject: str, pair: Pair[str]) -> Iterator[pb.AnswerDifference]:
    if pair.differs:
        yield pb.AnswerDifference(subject=subject, before=pair.before, after=pair.after)


def _listed(pair: Pair[tuple[str, ...]]) -> Pair[str]:
    return Pair(", ".join(pair.before), ", ".join(pair.after))


def _findings(pair: Pair[tuple[tuple[str, str], ...]]) -> Pair[str]:
    before, after = (
        ", ".join(f"{path} {code}" for path, code in side) for side in (pair.before, pair.after)
    )
    return Pair(before, after)


def _moment(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
