"""The state of the invoice's record: as told, as the provider marks it, or as its answer says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

import re2

from resolver.inference.derive.evidence import included
from resolver.inference.derive.status import StatusReading
from resolver.inference.derive.text import plain_text, squashed_name
from resolver.model.answer import Derivation
from resolver.model.context import InvoiceLifecycle, InvoiceRecord
from resolver.model.knowledge import Provider, StateMark, StatusCatalogue
from resolver.rulefile.terms import expand, expanded

_REMEMBERED = 4_096

_STATES = {f"state_{state}": state for state in InvoiceLifecycle} | {
    "pending_review": InvoiceLifecycle.PENDING_REVIEW,
    "not_uploaded": InvoiceLifecycle.NOT_UPLOADED,
}
"""What an answer's category says of the record; `not_issued` and `state_unfit` name no state."""


class RecordReader:
    """Reads states of records by one status catalogue. Safe to share between threads."""

    def __init__(self, catalogue: StatusCatalogue) -> None:
        self._own = {
            provider.id: _by_mark(_marks(provider, catalogue))
            for provider in catalogue.providers.values()
        }
        self._generic = _by_mark(catalogue.marks)
        fragments = expanded(catalogue.terms)
        self._patterns = [
            (re2.compile(expand(pattern, fragments)), state)
            for pattern, state in catalogue.mark_patterns
        ]
        self._remembered = lru_cache(_REMEMBERED)(self._read)

    def derive(self, invoice: InvoiceRecord, reading: StatusReading, draft: Derivation) -> None:
        """Add the record's state and what is told of its upload.

        A mark that cannot be read is as if it were absent. What an answer merely hints at is no
        state.
        """
        state = invoice.lifecycle
        if state is None and invoice.lifecycle_text:
            provider = reading.provider.id if reading.provider else ""
            state = self._remembered(invoice.lifecycle_text[:200], provider)
        if state is None and reading.certainty != "possible":
            state = _STATES.get(reading.category)
        if state is not None:
            draft.facts["invoice.state"] = state.value
        if invoice.upload_confirmed is not None:
            draft.facts["invoice.upload_confirmed"] = invoice.upload_confirmed
        if invoice.offline_issued is not None:
            draft.facts["invoice.offline_issued"] = invoice.offline_issued

    def _read(self, text: str, provider: str) -> InvoiceLifecycle | None:
        mark = squashed_name(text)
        own: Mapping[str, InvoiceLifecycle] = self._own.get(provider, {})
        state = own.get(mark) or own.get(mark.lstrip("0") or "0") or self._generic.get(mark)
        if state is not None:
            return state
        plain = plain_text(text)
        return next((state for pattern, state in self._patterns if pattern.search(plain)), None)


def _marks(provider: Provider, catalogue: StatusCatalogue) -> Iterator[StateMark]:
    """Yield the provider's marks, its own last so that they win."""
    for other in reversed(included(provider, catalogue)):
        yield from other.marks
    yield from provider.marks


def _by_mark(marks: Iterable[StateMark]) -> dict[str, InvoiceLifecycle]:
    """Return states by mark; a number without its zeros in front too, if no other mark is that."""
    states = {squashed_name(mark.mark): mark.state for mark in marks}
    for name, state in list(states.items()):
        if name.isdecimal():
            states.setdefault(name.lstrip("0") or "0", state)
    return states
