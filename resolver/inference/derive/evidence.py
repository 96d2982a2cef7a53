"""What speaks for which kind of answer: code rows, texts, words of codes, the transport."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from resolver.inference.derive.body import Said, read_body
from resolver.inference.derive.codes import CodeHit, CodeTable, raised
from resolver.inference.derive.message import MessageMatcher
from resolver.inference.derive.text import plain_text, squashed, squashed_name
from resolver.model.context import LookupOutcome
from resolver.model.knowledge import Provider, StatusCatalogue, StatusCode

_CODE_POINTS = {"certain": 8.0, "likely": 5.0, "possible": 2.0}
_VAGUE_CODE_POINTS = 3.0
_QUOTED_POINTS = 4.0
_KNOWN_TEXT_POINTS = 6.0
_TRANSPORT_POINTS = 3.0
_SIGNAL_POINTS = 2.5
_DOUBTFUL_POINTS = 1.0
_VAGUE_SHARE = 0.5
_WORDS_SHARE = 0.5
_OWN_SHARE = 1.5
"""What each source is worth beside the weights of a message (1, 2, 4): a certain code outweighs
any wording, a vague one gives way to an unmistakable wording, and that outweighs every transport
status. The words of a code that is in no catalogue are a hint."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """That one source speaks for one category. `certainty` is what the source alone deserves."""

    category: str
    points: float
    source: str
    certainty: str
    row: StatusCode | None = None


@dataclass(frozen=True, slots=True)
class Hearing:
    """Everything that one answer says, before it is judged. `provider` is absent if unknown."""

    provider: Provider | None
    said: Said
    hits: tuple[CodeHit, ...]
    evidence: tuple[Evidence, ...]


class EvidenceGatherer:
    """Gathers evidence by one status catalogue. Safe to share between threads."""

    def __init__(self, catalogue: StatusCatalogue) -> None:
        self._catalogue = catalogue
        self._providers = dict(spellings(catalogue))
        self._tables = {
            provider.id: CodeTable(provider, included(provider, catalogue))
            for provider in catalogue.providers.values()
        }
        terms, ignored = catalogue.terms, catalogue.ignored
        self._generic = MessageMatcher(catalogue.patterns, terms, ignored)
        self._own = {
            provider.id: MessageMatcher(provider.patterns, terms, ignored)
            for provider in catalogue.providers.values()
            if provider.patterns
        }
        self._warm()

    def hear(self, outcome: LookupOutcome, day: date) -> Hearing:
        """Return what an answer says on a Beijing day."""
        provider = self._providers.get(squashed_name(outcome.provider or ""))
        said = read_body(outcome.message or "")
        hits = self._hits(provider, outcome, said, day)
        code = (outcome.code or said.code).strip()
        evidence = (
            *self._from_codes(hits),
            *self._from_texts(provider, hits, said, day),
            *(() if hits or not code else self._from_words(code)),
            *self._from_transport(outcome),
        )
        return Hearing(provider, said, hits, evidence)

    def _warm(self) -> None:
        """Let the patterns see the catalogue's texts: RE2 builds its automata while it reads."""
        for provider in self._catalogue.providers.values():
            for row in provider.codes:
                self._generic.weigh(plain_text(row.meaning.zh))
                self._generic.weigh(plain_text(row.meaning.en))

    def _hits(
        self, provider: Provider | None, outcome: LookupOutcome, said: Said, day: date
    ) -> tuple[CodeHit, ...]:
        if provider is None:
            return ()
        table = self._tables[provider.id]
        for code in (outcome.code, said.code):
            if code and (hits := table.find(code, outcome.operation or "", said.text, day)):
                return hits
        return ()

    def _from_codes(self, hits: tuple[CodeHit, ...]) -> Iterator[Evidence]:
        torn = len({hit.row.category for hit in hits}) > 1 and not any(hit.own for hit in hits)
        for place, hit in enumerate(hits):
            # Of the rows that share a text the first is what it says, others what it may mean.
            quoted = _QUOTED_POINTS if hit.own and place == 0 else 0
            points = _CODE_POINTS[hit.certainty] + quoted
            if hit.row.category in self._catalogue.vague:
                points = min(points, _VAGUE_CODE_POINTS)
            certainty = "possible" if torn else hit.certainty
            certainty = raised(certainty) if hit.own else certainty
            yield Evidence(hit.row.category, points, "code", certainty, hit.row)

    def _from_texts(
        self, provider: Provider | None, hits: tuple[CodeHit, ...], said: Said, day: date
    ) -> Iterator[Evidence]:
        own = tuple(hit.own for hit in hits if hit.own)
        text = _beside(own, said.text) if own else said.text
        if provider is not None and not own:
            for hit in self._tables[provider.id].find_text(text, day):
                certainty = raised(hit.certainty)
                yield Evidence(hit.row.category, _KNOWN_TEXT_POINTS, "message", certainty, hit.row)
        if provider is not None and provider.id in self._own:
            yield from self._weighed(self._own[provider.id].weigh(text), "message", _OWN_SHARE)
        yield from self._weighed(self._generic.weigh(text), "message", 1.0)

    def _from_words(self, code: str) -> Iterator[Evidence]:
        """Read a code in no catalogue: a transport status that it repeats, or its words."""
        repeated = self._catalogue.grpc.get(code.upper())
        if code.isascii() and code.isdecimal() and len(code) == 3:
            repeated = self._catalogue.http.get(int(code))
        if repeated:
            yield Evidence(repeated, _DOUBTFUL_POINTS, "code", "possible")
            return
        yield from self._weighed(self._generic.weigh(plain_text(code)), "code", _WORDS_SHARE)

    def _weighed(
        self, weights: Mapping[str, int], source: str, share: float
    ) -> Iterator[Evidence]:
        for category, weight in weights.items():
            sure = weight * share
            points = sure * _VAGUE_SHARE if category in self._catalogue.vague else sure
            certainty = "certain" if sure >= 4 else "likely" if sure >= 2 else "possible"
            yield Evidence(category, points, source, certainty)

    def _from_transport(self, outcome: LookupOutcome) -> Iterator[Evidence]:
        catalogue = self._catalogue
        error = outcome.transport_error
        if error is not None and (category := catalogue.transport.get(error.name)):
            yield Evidence(category, _TRANSPORT_POINTS, "transport_error", "certain")
        status = (outcome.grpc_status or "").upper()
        if category := catalogue.grpc.get(status):
            yield self._signal(category, status, "grpc_status")
        number = outcome.http_status
        if number is not None and (category := catalogue.http.get(number)):
            yield self._signal(category, str(number), "http_status")

    def _signal(self, category: str, status: str, source: str) -> Evidence:
        if status in self._catalogue.doubtful:
            return Evidence(category, _DOUBTFUL_POINTS, source, "possible")
        return Evidence(category, _SIGNAL_POINTS, source, "likely")


def included(provider: Provider, catalogue: StatusCatalogue) -> tuple[Provider, ...]:
    """Return the providers whose codes and marks hold for this one too, itself left out."""
    known = catalogue.providers
    return tuple(known[name] for name in provider.includes if name in known)


def spellings(catalogue: StatusCatalogue) -> Iterator[tuple[str, Provider]]:
    """Yield every spelling of every provider, ids last so that no alias hides one."""
    providers = catalogue.providers.values()
    for provider in providers:
        for alias in provider.aliases:
            yield squashed_name(alias), provider
    for provider in providers:
        yield squashed_name(provider.id), provider


def _beside(own: tuple[str, ...], text: str) -> str:
    """Return the parts of a text that say more than a row's own text."""
    parts = text.replace(",", "\n").split("\n")
    return "\n".join(part for part in parts if not _quotes(squashed(part), own))


def _quotes(part: str, own: tuple[str, ...]) -> bool:
    return any(part in phrase or (len(phrase) >= 4 and phrase in part) for phrase in own)
