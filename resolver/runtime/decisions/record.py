"""A decision as the log keeps it: what was asked, masked; what followed; what was answered.

All that an answer depends on is in it: derived facts, findings and instants, the moment, the
revision, the language and the number of causes. So it can be made again from the record, though
what was typed is masked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from threading import Lock
from typing import Any

import orjson

from resolver.model.answer import Answer
from resolver.model.context import LookupContext
from resolver.runtime.decisions.contexts import ContextWriter
from resolver.runtime.decisions.journal import Kept
from resolver.runtime.decisions.masking import Masker

_MOST_REMEMBERED = 1024
"""How many diagnoses are remembered as text, of about 3 kB each."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One answer and what it is about.

    `caller` is its name, empty for anybody. `resolution_id` and `digest` are those of the answer
    as it was sent; see `docs/decision-log.md`.
    """

    context: LookupContext
    answer: Answer
    max_causes: int
    caller: str
    resolution_id: str
    digest: str


class Recorder:
    """Writes decisions as JSON, from any thread."""

    def __init__(
        self, masker: Masker, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._contexts = ContextWriter(masker)
        self._lookup_id = masker.way("lookup_id")
        self._now = now
        self._outcomes: dict[tuple[int, int], tuple[object, str, bytes]] = {}
        self._remembering = Lock()

    def record(self, decision: Decision) -> Kept:
        """Return a decision as journals take it."""
        answer = decision.answer
        outcome, shared = self._outcome(answer)
        told = {
            "time": self._now(),
            "id": decision.resolution_id,
            "lookup_id": self._lookup_id(answer.lookup_id),
            "caller": decision.caller,
            "revision": answer.revision,
            "evaluated_at": answer.evaluated_at,
            "language": answer.language,
            "max_causes": decision.max_causes,
            "context": self._contexts.write(decision.context),
            "facts": answer.facts,
            "findings": [
                {"field": finding.field_path, "code": finding.code} for finding in answer.findings
            ],
            "instants": answer.instants,
            "retry_not_before": answer.disposition.retry_not_before,
            "answer": decision.digest,
            "outcome": outcome,
        }
        return Kept(b",%b" % orjson.dumps(told)[1:], outcome, shared)

    def _outcome(self, answer: Answer) -> tuple[str, bytes]:
        """Return what all answers of one diagnosis and length share, and its name."""
        key = (id(answer.ranking), len(answer.causes))
        known = self._outcomes.get(key)
        if known is None:
            told = orjson.dumps(outcome_of(answer))
            name = blake2b(told, digest_size=8).hexdigest()
            # The ranking is kept alive, so that no other has the same id.
            known = (answer.ranking, name, b',"outcome":"%b",%b' % (name.encode(), told[1:]))
            with self._remembering:
                if len(self._outcomes) >= _MOST_REMEMBERED:
                    del self._outcomes[next(iter(self._outcomes))]
                self._outcomes[key] = known
        return known[1], known[2]


def outcome_of(answer: Answer) -> dict[str, Any]:
    """Return what was answered, by ids: all that rules decide and that has no moment in it."""
    return {
        "cause": answer.causes[0].cause_id,
        "causes": [
            {
                "cause": view.cause_id,
                "probability": view.probability,
                "rules": [evidence.rule_id for evidence in view.evidence],
                "remedies": [remedy.remedy_id for remedy in view.remedies],
            }
            for view in answer.causes
        ],
        "action": answer.disposition.action.name,
        "retryable": answer.disposition.retryable,
        "asked": [request.field_path for request in answer.evidence_requests],
        "matches": answer.matches,
    }
