"""A rulebook, from model to wire, for whoever asks which rules decide."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from resolver.model.counts import Counts
from resolver.model.diagnostics import Diagnostic, Location
from resolver.model.rulebook import CauseDefinition, EvidenceRule, Remedy, Rulebook
from resolver.runtime.edition import Origin, ReloadAttempt
from resolver.service.convert.enums import ACTORS, REMEDY_ACTIONS, RULE_STATUSES, SEVERITIES
from resolver.service.convert.moments import write_moment
from resolver.v1 import rulebook_service_pb2 as pb


def counts_to_wire(counts: Counts) -> pb.RulebookCounts:
    """Return how much is in a rulebook."""
    return pb.RulebookCounts(**asdict(counts))


def diagnostic_to_wire(diagnostic: Diagnostic, language: str) -> pb.Diagnostic:
    """Return one remark in one language."""
    return pb.Diagnostic(
        code=diagnostic.code,
        severity=SEVERITIES[diagnostic.severity],
        location=location_to_wire(diagnostic.location),
        message=diagnostic.message.get(language),
        mend=diagnostic.mend.get(language),
        excerpt=diagnostic.excerpt,
    )


def reload_to_wire(attempt: ReloadAttempt, language: str) -> pb.ReloadAttempt:
    """Return how a reload ended, its remarks in one language."""
    wire = pb.ReloadAttempt(
        succeeded=attempt.succeeded,
        reason=attempt.reason,
        diagnostics=[diagnostic_to_wire(item, language) for item in attempt.diagnostics],
    )
    write_moment(attempt.at, wire.attempted_at)
    return wire


def bundle_to_wire(origin: Origin) -> pb.Bundle:
    """Return which bundle rules came from."""
    return pb.Bundle(
        digest=origin.digest,
        key_id=origin.key_id,
        serial=origin.serial,
        source=origin.source,
        from_cache=origin.from_cache,
    )


def cause_to_wire(cause: CauseDefinition, language: str) -> pb.CauseDefinition:
    """Return one cause in one language."""
    return pb.CauseDefinition(
        cause_id=cause.id,
        family=cause.family,
        title=cause.title.get(language),
        explanation=cause.explanation.get(language),
        owner=cause.owner,
        prior_probability=cause.prior_probability,
        remedy_ids=[use.remedy for use in cause.remedies],
    )


def remedy_to_wire(remedy: Remedy, rulebook: Rulebook, language: str) -> pb.RemedyDefinition:
    """Return one remedy in one language."""
    return pb.RemedyDefinition(
        remedy_id=remedy.id,
        title=remedy.title.get(language),
        steps=[step.get(language) for step in remedy.steps],
        actor=ACTORS[remedy.actor],
        action=REMEDY_ACTIONS[remedy.action],
        field_paths=remedy.fields,
        contacts=[rulebook.contacts[name].text.get(language) for name in remedy.contacts],
    )


def rule_to_wire(rule: EvidenceRule, cause: CauseDefinition, language: str) -> pb.EvidenceRule:
    """Return one evidence rule of a cause in one language."""
    return pb.EvidenceRule(
        rule_id=rule.id,
        cause_id=cause.id,
        status=RULE_STATUSES[rule.status],
        owner=cause.owner,
        effective_from=_day(rule.effective_from),
        effective_until=_day(rule.effective_until),
        location=location_to_wire(rule.location),
        version=rule.version,
        weight=rule.weight,
        group=rule.group,
        statement=rule.because.get(language),
        references=rule.references,
    )


def location_to_wire(location: Location) -> pb.SourceLocation:
    """Return a place in a rule file."""
    return pb.SourceLocation(file=location.file, line=location.line, column=location.column)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
