"""`ResolverService`: each method checks, converts, calls and converts back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

import grpc

from resolver.inference.pipeline import DEFAULT_CAUSES
from resolver.model.answer import Answer
from resolver.model.beijing import BEIJING
from resolver.model.context import LookupContext
from resolver.model.texts import closest_language
from resolver.runtime.decisions.log import DecisionLog
from resolver.runtime.decisions.record import Decision
from resolver.runtime.holder import SnapshotHolder
from resolver.runtime.outcomes.keeper import OutcomeKeeper
from resolver.runtime.snapshot import Snapshot
from resolver.service.barrier import Unreadable, readable
from resolver.service.calls import current_call
from resolver.service.convert.answer import (
    conclusion_digest,
    resolution_id,
    write_conclusion,
    write_question,
)
from resolver.service.convert.context import read_context
from resolver.service.convert.explanation import write_explanation
from resolver.service.convert.moments import read_moment
from resolver.service.counting import count_answer, count_items
from resolver.service.failures import item_failure
from resolver.service.reports import record_report
from resolver.service.turns import Turns
from resolver.service.validation import (
    LOOKUP_ID_LIMIT,
    check_batch,
    check_context,
    check_lookup,
)
from resolver.v1 import context_pb2
from resolver.v1 import resolver_service_pb2 as pb
from resolver.v1.resolver_service_pb2_grpc import ResolverServiceServicer

_ITEMS_BETWEEN_LOOKS = 16
"""How many items of a batch are answered before looking whether the caller still waits."""

_Offer: TypeAlias = Callable[[Snapshot, LookupContext, Answer, str], None]

_Request: TypeAlias = "pb.ResolveRequest | pb.BatchResolveRequest | pb.StreamResolveRequest"


def beijing_now() -> datetime:
    """Return this moment in Beijing time."""
    return datetime.now(BEIJING)


@dataclass(frozen=True, slots=True)
class _Manner:
    """How a request wants to be answered, by which rules and by which moment."""

    snapshot: Snapshot
    at: datetime
    language: str
    max_causes: int
    in_full: bool


class ResolverServicer(ResolverServiceServicer):
    """Answers lookups by the snapshot that serves when a request arrives."""

    def __init__(  # noqa: PLR0913 - what is done beside answering, each part by its name
        self,
        snapshots: SnapshotHolder,
        now: Callable[[], datetime] = beijing_now,
        *,
        offer: _Offer = lambda *_: None,
        outcomes: OutcomeKeeper | None = None,
        turns: Turns | None = None,
        decisions: DecisionLog | None = None,
    ) -> None:
        """Tell `offer` of every answer, with its snapshot, its context and its id.

        With a log of decisions no answer is given before it is kept.
        """
        self._decisions = decisions
        self._outcomes = outcomes or OutcomeKeeper("")
        self._snapshots = snapshots
        self._now = now
        self._offer = offer
        self._turns = turns or Turns()

    def Resolve(  # noqa: N802 - the contract's name
        self,
        request: pb.ResolveRequest,
        context: grpc.ServicerContext,  # noqa: ARG002 - the library's signature
    ) -> pb.ResolveResponse:
        """Answer one lookup."""
        check_lookup(request)
        response = pb.ResolveResponse()
        decisions: list[Decision] = []
        self._answer(request.context, self._manner(request), response, decisions)
        self._keep(decisions)
        return response

    def BatchResolve(  # noqa: N802 - the contract's name
        self, request: pb.BatchResolveRequest, context: grpc.ServicerContext
    ) -> pb.BatchResolveResponse:
        """Answer many lookups in their order, all by one snapshot and one moment."""
        check_batch(request)
        manner = self._manner(request)
        response = pb.BatchResolveResponse()
        decisions: list[Decision] = []
        for place, lookup in enumerate(request.contexts):
            if place % _ITEMS_BETWEEN_LOOKS == 0 and not context.is_active():
                break  # nobody is left to read the answer
            item = response.items.add(lookup_id=lookup.lookup_id[:LOOKUP_ID_LIMIT])
            try:
                check_context(lookup, f"contexts[{place}]")
                with self._turns.one():
                    self._answer(lookup, manner, item.resolution, decisions)
            except Exception as error:  # noqa: BLE001 - the neighbours must get their answers
                _fail(item, error, "BatchResolve", request.language_code)
        self._keep(decisions)
        count_items("BatchResolve", response.items)
        return response

    def StreamResolve(  # noqa: N802 - the contract's name
        self,
        request_iterator: Iterator[pb.StreamResolveRequest | Unreadable],
        context: grpc.ServicerContext,  # noqa: ARG002 - the library's signature
    ) -> Iterator[pb.StreamResolveResponse]:
        """Answer each lookup as it comes, by the snapshot that serves then."""
        for request in request_iterator:
            yield self._stream_item(request)

    def RecordOutcome(  # noqa: N802 - the contract's name
        self,
        request: pb.RecordOutcomeRequest,
        context: grpc.ServicerContext,  # noqa: ARG002 - the library's signature
    ) -> pb.RecordOutcomeResponse:
        """Take down what became of a lookup."""
        rulebook = self._snapshots.current.rulebook
        return record_report(request, rulebook, self._outcomes, self._now())

    def _stream_item(
        self, request: pb.StreamResolveRequest | Unreadable
    ) -> pb.StreamResolveResponse:
        item = pb.StreamResolveResponse()
        decisions: list[Decision] = []
        try:
            lookup = readable(request)
            item.lookup_id = lookup.context.lookup_id[:LOOKUP_ID_LIMIT]
            check_lookup(lookup)
            with self._turns.one():
                self._answer(lookup.context, self._manner(lookup), item.resolution, decisions)
            self._keep(decisions)
        except Exception as error:  # noqa: BLE001 - the stream must go on
            _fail(item, error, "StreamResolve", request.language_code)
        count_items("StreamResolve", (item,))
        return item

    def _manner(self, request: _Request) -> _Manner:
        given = request.HasField("evaluation_time")
        return _Manner(
            snapshot=self._snapshots.answering,
            at=read_moment(request.evaluation_time) if given else self._now(),
            language=closest_language(request.language_code),
            max_causes=request.max_causes or DEFAULT_CAUSES,
            in_full=request.explain_level == pb.EXPLAIN_LEVEL_FULL,
        )

    def _answer(
        self,
        lookup: context_pb2.LookupContext,
        manner: _Manner,
        response: pb.ResolveResponse,
        decisions: list[Decision],
    ) -> None:
        """Write the answer to a lookup, and add what a log is to keep of it."""
        snapshot, context, log = manner.snapshot, read_context(lookup), self._decisions
        answer = snapshot.resolver.resolve(context, manner.at, manner.language, manner.max_causes)
        count_answer(answer, lookup, snapshot.rulebook.knowledge.catalogue)
        key = log.id_key if log else b""
        name = resolution_id(lookup, snapshot.rulebook.revision, manner.at, key)
        write_conclusion(answer, response)
        digest = conclusion_digest(response) if log else ""
        write_question(answer, name, response)
        if manner.in_full:
            write_explanation(snapshot.resolver.explain(answer), response)
        self._offer(snapshot, context, answer, name)
        if log:
            caller = current_call().caller.name
            decisions.append(Decision(context, answer, manner.max_causes, caller, name, digest))

    def _keep(self, decisions: Sequence[Decision]) -> None:
        if self._decisions and decisions:
            self._decisions.keep(decisions)


def _fail(
    item: pb.BatchItem | pb.StreamResolveResponse,
    error: Exception,
    method: str,
    language_code: str,
) -> None:
    """Give an item a status in place of what has been written of its answer."""
    status = item_failure(
        error, method=f"/resolver.v1.ResolverService/{method}", language_code=language_code
    )
    item.status.CopyFrom(status)
