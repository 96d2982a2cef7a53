"""`RulebookService`: tells which rules decide, and what other rules would do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import grpc

from resolver.model.beijing import beijing_day
from resolver.model.counts import counts_of
from resolver.model.texts import closest_language
from resolver.runtime.candidate import Lookup, Questions
from resolver.runtime.desk import CheckDesk, Patience
from resolver.runtime.holder import SnapshotHolder
from resolver.service.candidates import candidate_files
from resolver.service.convert.candidates import verdict_to_wire, write_rehearsal
from resolver.service.convert.context import read_context
from resolver.service.convert.moments import read_moment, write_moment
from resolver.service.convert.rulebook import (
    bundle_to_wire,
    cause_to_wire,
    counts_to_wire,
    diagnostic_to_wire,
    reload_to_wire,
    remedy_to_wire,
    rule_to_wire,
)
from resolver.service.paging import page_of
from resolver.service.resolver_servicer import beijing_now
from resolver.service.validation import check_rules_request
from resolver.v1 import rulebook_service_pb2 as pb
from resolver.v1.rulebook_service_pb2_grpc import RulebookServiceServicer


class RulebookServicer(RulebookServiceServicer):
    """Describes the snapshot that serves when a request arrives."""

    def __init__(
        self,
        snapshots: SnapshotHolder,
        desk: CheckDesk | None = None,
        now: Callable[[], datetime] = beijing_now,
    ) -> None:
        self._snapshots = snapshots
        self._desk = desk or CheckDesk()
        self._now = now

    def GetRulebook(  # noqa: N802 - the contract's name
        self,
        request: pb.GetRulebookRequest,
        context: grpc.ServicerContext,  # noqa: ARG002 - the library's signature
    ) -> pb.GetRulebookResponse:
        """Tell which rulebook is active, what was remarked on, and how the last reload ended."""
        check_rules_request(request)
        language = closest_language(request.language_code)
        reload = self._snapshots.last_reload  # first: what it let serve is then seen, too
        snapshot = self._snapshots.current
        response = pb.GetRulebookResponse(
            revision=snapshot.rulebook.revision,
            language_code=language,
            counts=counts_to_wire(counts_of(snapshot.rulebook, beijing_day(self._now()))),
            diagnostics=[diagnostic_to_wire(item, language) for item in snapshot.diagnostics],
            last_reload=reload_to_wire(reload, language) if reload else None,
            bundle=bundle_to_wire(snapshot.origin) if snapshot.origin else None,
        )
        write_moment(snapshot.loaded_at, response.loaded_at)
        return response

    def ListCauses(  # noqa: N802 - the contract's name
        self,
        request: pb.ListCausesRequest,
        context: grpc.ServicerContext,  # noqa: ARG002 - the library's signature
    ) -> pb.ListCausesResponse:
        """List every cause and every remedy, ordered by id."""
        check_rules_request(request)
        language = closest_language(request.language_code)
        rulebook = self._snapshots.current.rulebook
        return pb.ListCausesResponse(
            rulebook_revision=rulebook.revision,
            language_code=language,
            causes=[
                cause_to_wire(cause, language) for _, cause in sorted(rulebook.causes.items())
            ],
            remedies=[
                remedy_to_wire(remedy, rulebook, language)
                for _, remedy in sorted(rulebook.remedies.items())
            ],
        )

    def ListRules(  # noqa: N802 - the contract's name
        self,
        request: pb.ListRulesRequest,
        context: grpc.ServicerContext,  # noqa: ARG002 - the library's signature
    ) -> pb.ListRulesResponse:
        """List one page of the evidence rules, ordered by cause and then as written."""
        check_rules_request(request)
        language = closest_language(request.language_code)
        rulebook = self._snapshots.current.rulebook
        rules = [(rule, cause) for cause in rulebook.causes.values() for rule in cause.evidence]
        page = page_of(rules, rulebook.revision, request.page_size, request.page_token)
        return pb.ListRulesResponse(
            rulebook_revision=rulebook.revision,
            language_code=language,
            rules=[rule_to_wire(rule, cause, language) for rule, cause in page.items],
            next_page_token=page.next_token,
            total_size=len(rules),
        )

    def CheckRules(  # noqa: N802 - the contract's name
        self, request: pb.CheckRulesRequest, context: grpc.ServicerContext
    ) -> pb.CheckRulesResponse:
        """Tell every mistake of candidate rule files."""
        language = closest_language(request.language_code)
        active = self._snapshots.current
        files = candidate_files(request, active.files)
        verdict = self._desk.check(files, beijing_day(self._now()), _patience(context))
        return pb.CheckRulesResponse(
            language_code=language,
            active_revision=active.rulebook.revision,
            verdict=verdict_to_wire(verdict, language),
        )

    def RehearseRules(  # noqa: N802 - the contract's name
        self, request: pb.RehearseRulesRequest, context: grpc.ServicerContext
    ) -> pb.RehearseRulesResponse:
        """Answer lookups by candidate rule files and by the active rulebook, and compare."""
        language = closest_language(request.language_code)
        now, active = self._now(), self._snapshots.current
        rehearsed = self._desk.rehearse(
            candidate_files(request, active.files),
            Questions(active.files, [_lookup(one, now) for one in request.lookups], language),
            beijing_day(now),
            _patience(context),
        )
        response = pb.RehearseRulesResponse(
            language_code=language,
            active_revision=active.rulebook.revision,
            verdict=verdict_to_wire(rehearsed.verdict, language),
        )
        write_rehearsal(rehearsed, request.lookups, response)
        return response


def _lookup(lookup: pb.RehearsalLookup, now: datetime) -> Lookup:
    given = lookup.HasField("evaluation_time")
    at = read_moment(lookup.evaluation_time) if given else now
    return Lookup(read_context(lookup.context), at)


def _patience(context: grpc.ServicerContext) -> Patience:
    return Patience(context.time_remaining(), context.is_active)
