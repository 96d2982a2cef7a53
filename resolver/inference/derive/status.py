"""What the provider answered: its code, its message and the transport, as one kind of answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache

from resolver.inference.derive.evidence import EvidenceGatherer, Hearing
from resolver.inference.derive.stated_end import StatedMoment, stated_moment
from resolver.inference.derive.verdict import NOTHING, Verdict, judge
from resolver.model.answer import Derivation
from resolver.model.beijing import beijing_day
from resolver.model.context import LookupOutcome
from resolver.model.facts import FactValue
from resolver.model.knowledge import Provider, StatusCatalogue
from resolver.model.texts import Text

_REMEMBERED = 8_192
_LONGEST_REMEMBERED = 4_000
"""Messages of more characters are dumps; they seldom repeat and would fill the memory."""

_NO_MEANING = Text("", "")


@dataclass(frozen=True, slots=True)
class StatusReading:
    """How one answer was read.

    `provider` is absent where it is in no catalogue, `second_category` where the answer speaks of
    one thing only. `recognized`: provider and code, or the provider's own text, are catalogued.
    `stated_end` is the end of a stop, or the moment to ask again, that the message names; it lies
    ahead. `facts` are the facts of the subject `status`.
    """

    provider: Provider | None = None
    category: str = NOTHING
    second_category: str | None = None
    certainty: str = "possible"
    recognized_by: str = NOTHING
    stated_end: datetime | None = None
    meaning: Text = _NO_MEANING
    recognized: bool = False
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    moment: StatedMoment | None = None


class StatusReader:
    """Reads outcomes by one status catalogue and remembers what repeats.

    Safe to share between threads.
    """

    def __init__(self, catalogue: StatusCatalogue) -> None:
        self._catalogue = catalogue
        self._gatherer = EvidenceGatherer(catalogue)
        self._remembered = lru_cache(_REMEMBERED)(self._interpret)

    def read(self, outcome: LookupOutcome, at: datetime) -> StatusReading:
        """Return how an answer reads at an aware moment; an unreadable one is category `none`."""
        day = beijing_day(at)
        if len(outcome.message or "") <= _LONGEST_REMEMBERED:
            reading = self._remembered(outcome, day)
        else:
            reading = self._interpret(outcome, day)
        if reading.moment is None:
            return reading
        return replace(reading, stated_end=reading.moment.after(at))

    def _interpret(self, outcome: LookupOutcome, day: date) -> StatusReading:
        hearing = self._gatherer.hear(outcome, day)
        verdict = judge(hearing.evidence, self._catalogue.vague)
        return StatusReading(
            provider=hearing.provider,
            category=verdict.category,
            second_category=verdict.second_category,
            certainty=verdict.certainty,
            recognized_by=verdict.source,
            meaning=self._meaning(verdict),
            recognized=any(item.row for item in hearing.evidence),
            facts=dict(self._facts(hearing, verdict, outcome)),
            moment=stated_moment(hearing.said.text),
        )

    def _meaning(self, verdict: Verdict) -> Text:
        if verdict.row is not None:
            return verdict.row.meaning
        category = self._catalogue.categories.get(verdict.category)
        return category.meaning if category else _NO_MEANING

    def _facts(
        self, hearing: Hearing, verdict: Verdict, outcome: LookupOutcome
    ) -> Iterator[tuple[str, FactValue]]:
        evidence = hearing.evidence
        told = bool((outcome.code or "").strip() or hearing.said.text)
        yield "status.category", verdict.category
        if verdict.second_category:
            yield "status.second_category", verdict.second_category
        yield "status.certainty", verdict.certainty
        yield "status.recognized_by", verdict.source
        yield "status.silent", not told and not evidence
        yield (
            "status.alleges_forgery",
            any(item.category == "alleged_forgery" for item in evidence),
        )
        answered = self._answered(verdict, outcome, told)
        if answered is not None:
            yield "status.answered", answered
        yield from _provider_facts(hearing.provider, outcome)
        yield from self._signal_facts(outcome)

    def _answered(self, verdict: Verdict, outcome: LookupOutcome, told: bool) -> bool | None:
        """Return whether the provider's application spoke; absent where nobody can tell."""
        category = self._catalogue.categories.get(verdict.category)
        if category is not None and not category.answered:
            return False
        if verdict.source in {"code", "message"}:
            return True
        if outcome.transport_error is not None:
            return False
        status = outcome.http_status
        return True if told and (status is None or 200 <= status < 300) else None

    def _signal_facts(self, outcome: LookupOutcome) -> Iterator[tuple[str, FactValue]]:
        if outcome.http_status is not None:
            yield "status.http_status", outcome.http_status
            yield "status.http_ok", 200 <= outcome.http_status < 300
        status = (outcome.grpc_status or "").upper()
        if status in self._catalogue.grpc:
            yield "status.grpc_status", status.lower()
        if outcome.transport_error is not None:
            yield "status.transport_error", outcome.transport_error.value


def derive_status(reading: StatusReading, draft: Derivation) -> None:
    """Add what the answer says."""
    draft.facts.update(reading.facts)


def _provider_facts(
    provider: Provider | None, outcome: LookupOutcome
) -> Iterator[tuple[str, FactValue]]:
    if provider is None:
        if (outcome.provider or "").strip():
            yield "status.provider_known", False
        return
    yield "status.provider_known", True
    yield "status.provider_kind", provider.kind
    if provider.charges_failures is not None:
        yield "status.charges_failures", provider.charges_failures
    if provider.same_day is not None:
        yield "status.same_day_supported", provider.same_day
