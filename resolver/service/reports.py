"""Reports of what became of lookups: checked, read from the wire, and taken down."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from resolver.errors import FieldViolation
from resolver.model.rulebook import Rulebook
from resolver.runtime.outcomes.keeper import OutcomeKeeper
from resolver.runtime.outcomes.masking import masked_note
from resolver.runtime.outcomes.outcome import Outcome
from resolver.service import checks
from resolver.service.calls import current_call
from resolver.service.convert.moments import read_moment, write_moment
from resolver.service.validation import option_violations, refuse, too_many
from resolver.service.violations import Problem, violation
from resolver.v1 import resolver_service_pb2 as pb

MOST_FAILED_REMEDIES = 20

_REQUEST_ID = re.compile(r"[0-9A-Za-z._-]{8,64}", re.ASCII)
_RESOLUTION_ID = re.compile(r"[0-9a-f]{32}", re.ASCII)
_OPTIONS: dict[str, checks.Check] = {
    "note": checks.text(2000),
    "reported_by": checks.text(128),
    "observed_at": checks.moment,
    "language_code": checks.text(1024),
}


def record_report(
    request: pb.RecordOutcomeRequest, rulebook: Rulebook, keeper: OutcomeKeeper, now: datetime
) -> pb.RecordOutcomeResponse:
    """Check a report by the rulebook that serves, and take it down at an aware moment.

    Raises:
        InvalidContextError: With every violation.
        ResolverError: As `OutcomeKeeper.record` does.
    """
    refuse(list(_violations(request, rulebook)))
    recorded = keeper.record(_outcome(request, rulebook.revision, now))
    response = pb.RecordOutcomeResponse(
        request_id=request.request_id, already_recorded=recorded.already
    )
    write_moment(recorded.recorded_at, response.recorded_at)
    return response


def _outcome(request: pb.RecordOutcomeRequest, revision: str, now: datetime) -> Outcome:
    return Outcome(
        caller=current_call().caller.name,
        request_id=request.request_id,
        resolution_id=request.resolution_id,
        cause_id=request.cause_id,
        rulebook_revision=revision,
        recorded_at=now,
        remedy_id=request.remedy_id,
        failed_remedy_ids=tuple(request.failed_remedy_ids),
        note=masked_note(request.note),
        reported_by=request.reported_by,
        observed_at=read_moment(request.observed_at) if request.HasField("observed_at") else None,
    )


def _violations(request: pb.RecordOutcomeRequest, rulebook: Rulebook) -> Iterator[FieldViolation]:
    yield from _unfit("request_id", request.request_id, _REQUEST_ID, "NOT_A_REQUEST_ID")
    yield from _unfit(
        "resolution_id", request.resolution_id, _RESOLUTION_ID, "NOT_A_RESOLUTION_ID"
    )
    if not request.cause_id:
        yield violation("cause_id", Problem("MISSING"))
    elif request.cause_id not in rulebook.causes:
        yield violation("cause_id", Problem("UNKNOWN_CAUSE"))
    if request.remedy_id and request.remedy_id not in rulebook.remedies:
        yield violation("remedy_id", Problem("UNKNOWN_REMEDY"))
    failed = request.failed_remedy_ids
    if len(failed) > MOST_FAILED_REMEDIES:
        yield too_many("failed_remedy_ids", "TOO_MANY", len(failed), MOST_FAILED_REMEDIES)
    else:
        for place, remedy in enumerate(failed):
            if remedy not in rulebook.remedies:
                yield violation(f"failed_remedy_ids[{place}]", Problem("UNKNOWN_REMEDY"))
    yield from option_violations(request, _OPTIONS)


def _unfit(path: str, value: str, form: re.Pattern[str], reason: str) -> Iterator[FieldViolation]:
    if not form.fullmatch(value):
        yield violation(path, Problem(reason if value else "MISSING"))
