"""context → facts: everything a rule may name, derived from one context by subject."""

from __future__ import annotations

from datetime import datetime

from resolver.inference.derive.attributes import AttributeReader
from resolver.inference.derive.batch import derive_batch
from resolver.inference.derive.calendar import BeijingCalendar
from resolver.inference.derive.client import ClientReader
from resolver.inference.derive.inputs import derive_inputs
from resolver.inference.derive.parties import derive_parties
from resolver.inference.derive.place import derive_place
from resolver.inference.derive.provider_forms import derive_provider_forms
from resolver.inference.derive.record import RecordReader
from resolver.inference.derive.requester import RequesterReader
from resolver.inference.derive.status import StatusReader, derive_status
from resolver.inference.derive.timing import TimingReader
from resolver.model.answer import Derivation
from resolver.model.context import LookupContext
from resolver.model.knowledge import Knowledge

__all__ = ["Deriver"]


class Deriver:
    """Derives facts, input findings and instants from contexts. Safe to share between threads.

    What can be prepared is prepared once, from the knowledge of one rulebook; what repeats
    between contexts (messages, hosts, versions, hours of the calendar) is remembered.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self._types = knowledge.invoice_types
        self._status = StatusReader(knowledge.catalogue)
        self._record = RecordReader(knowledge.catalogue)
        self._doubting = frozenset(
            category.id
            for category in knowledge.catalogue.categories.values()
            if category.doubts_values
        )
        self._timing = TimingReader(BeijingCalendar(knowledge.calendar))
        self._requester = RequesterReader(knowledge.roles, knowledge.lookup_permissions)
        self._client = ClientReader(knowledge.client)
        self._attributes = AttributeReader(knowledge.attributes)

    def derive(self, context: LookupContext, at: datetime) -> Derivation:
        """Return what follows from a context at an aware moment; the same for the same two.

        Odd input is no error: a fact that cannot be derived is absent.
        """
        draft = Derivation()
        reading = self._status.read(context.outcome, at)
        derive_status(reading, draft)
        self._record.derive(context.invoice, reading, draft)
        inputs = derive_inputs(context.inputs, self._types, reading.provider, at, draft)
        doubted = reading.category in self._doubting
        derive_provider_forms(context.inputs, reading, doubted, draft)
        derive_place(inputs, context.requester, context.inputs, draft)
        derive_parties(context.inputs, reading.category, doubted, draft)
        self._timing.derive(context, reading, inputs, at, draft)
        self._requester.derive(context.requester, context.inputs, draft)
        self._client.derive(context.client, draft)
        derive_batch(context.batch, draft)
        self._attributes.derive(context.attributes, draft)
        return draft
