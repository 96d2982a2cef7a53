"""An answer, from model to wire.

Messages are filled where they stand, because protobuf copies every message that it is given.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from hashlib import sha256

from resolver.model.answer import (
    Answer,
    CauseView,
    Disposition,
    EvidenceView,
    RankedRemedy,
)
from resolver.service.convert.enums import ACTORS, REMEDY_ACTIONS, TIMES_NEEDED
from resolver.service.convert.moments import write_moment
from resolver.v1 import answer_pb2 as pb
from resolver.v1 import context_pb2
from resolver.v1 import resolver_service_pb2 as service_pb

_ID_LENGTH = 32


def resolution_id(
    lookup: context_pb2.LookupContext, revision: str, at: datetime, key: bytes = b""
) -> str:
    """Return a digest of the question, so that the same question has the same id.

    With a key nobody can find out by trying what was asked.
    """
    digest = sha256(key)
    digest.update(lookup.SerializeToString(deterministic=True))
    digest.update(f"\n{revision}\n{at.isoformat()}".encode())
    return digest.hexdigest()[:_ID_LENGTH]


def write_answer(answer: Answer, resolution_id: str, wire: service_pb.ResolveResponse) -> None:
    """Write an answer into an empty response."""
    write_conclusion(answer, wire)
    write_question(answer, resolution_id, wire)


def write_question(answer: Answer, resolution_id: str, wire: service_pb.ResolveResponse) -> None:
    """Write which question was answered, and what was found in its fields."""
    wire.resolution_id = resolution_id
    wire.lookup_id = answer.lookup_id
    for finding in answer.findings:
        wire.input_findings.add(
            field_path=finding.field_path,
            code=finding.code,
            message=finding.message,
            suggestion=finding.suggestion,
        )


def write_conclusion(answer: Answer, wire: service_pb.ResolveResponse) -> None:
    """Write all that holds no text of the caller's into an empty response."""
    wire.rulebook_revision = answer.revision
    wire.language_code = answer.language
    wire.log_normalizer = answer.log_normalizer
    write_moment(answer.evaluated_at, wire.evaluated_at)
    status = answer.status
    wire.status.category = status.category
    wire.status.recognized = status.recognized
    wire.status.meaning = status.meaning
    for cause in answer.causes:
        _write_cause(cause, wire.causes.add())
    _write_disposition(answer.disposition, wire.disposition)
    for request in answer.evidence_requests:
        wire.evidence_requests.add(
            field_path=request.field_path,
            question=request.question,
            expected_gain=request.expected_gain,
        )


def conclusion_digest(wire: service_pb.ResolveResponse) -> str:
    """Return the digest of a response that has nothing but its conclusion yet."""
    return sha256(wire.SerializeToString(deterministic=True)).hexdigest()[:_ID_LENGTH]


def _write_cause(cause: CauseView, wire: pb.Cause) -> None:
    wire.CopyFrom(
        _settled_part(cause.cause_id, cause.family, cause.title, cause.explanation, cause.remedies)
    )
    wire.rank = cause.rank
    wire.probability = cause.probability
    wire.prior_probability = cause.prior_probability
    wire.log_odds = cause.log_odds
    wire.evidence.extend(map(_evidence, cause.evidence))


@lru_cache(maxsize=2048)
def _settled_part(
    cause_id: str,
    family: str,
    title: str,
    explanation: str,
    remedies: tuple[RankedRemedy, ...],
) -> pb.Cause:
    """Return what a cause says in most answers alike. Copying it costs a third of building it."""
    wire = pb.Cause(cause_id=cause_id, family=family, title=title, explanation=explanation)
    for place, remedy in enumerate(remedies, start=1):
        _write_remedy(place, remedy, wire.remedies.add())
    return wire


def _write_remedy(place: int, remedy: RankedRemedy, wire: pb.Remedy) -> None:
    wire.rank = place
    wire.remedy_id = remedy.remedy_id
    wire.title = remedy.title
    wire.steps.extend(remedy.steps)
    wire.actor = ACTORS[remedy.actor]
    wire.action = REMEDY_ACTIONS[remedy.action]
    if remedy.not_before is not None:
        write_moment(remedy.not_before, wire.not_before)
    wire.field_paths.extend(remedy.field_paths)
    wire.contacts.extend(remedy.contacts)
    wire.caution = remedy.caution
    if remedy.time_needed is not None:
        wire.time_needed = TIMES_NEEDED[remedy.time_needed]


@lru_cache(maxsize=2048)
def _evidence(evidence: EvidenceView) -> pb.Evidence:
    wire = pb.Evidence(
        rule_id=evidence.rule_id, statement=evidence.statement, weight=evidence.weight
    )
    for name, value in evidence.facts:
        wire.facts.add(name=name, value=value)
    return wire


def _write_disposition(disposition: Disposition, wire: pb.Disposition) -> None:
    wire.action = REMEDY_ACTIONS[disposition.action]
    wire.retryable = disposition.retryable
    wire.reason = disposition.reason
    if disposition.retry_not_before is not None:
        write_moment(disposition.retry_not_before, wire.retry_not_before)
