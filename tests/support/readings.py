"""Readings of status and inputs, and the facts and instants that timing makes of a lookup."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from resolver.inference.derive.calendar import BeijingCalendar
from resolver.inference.derive.sheet import InputsReading
from resolver.inference.derive.status import StatusReading
from resolver.inference.derive.timing import TimingReader
from resolver.model.answer import Derivation
from resolver.model.context import LookupContext, LookupTiming
from resolver.model.knowledge import Provider, QueryWindow
from resolver.model.texts import Text


def provider(kind: str = "national_platform", *windows: QueryWindow) -> Provider:
    """Return a provider of a kind, with query windows of its own if given."""
    return Provider(id="sample", name=Text("样例", "sample"), kind=kind, windows=windows)


def status_reading(category: str = "none", **changes: Any) -> StatusReading:
    """Return how an answer of a category was read."""
    return StatusReading(category=category, **changes)


def inputs_reading(issue_date: date | None = None, province: str | None = None) -> InputsReading:
    """Return what was read of the inputs."""
    return InputsReading(issue_date=issue_date, province=province, invoice_type=None)


def timed(
    calendar: BeijingCalendar,
    at: datetime,
    timing: LookupTiming | None = None,
    **others: Any,
) -> Derivation:
    """Return what timing derives of a lookup; `others` are context, status and inputs readings."""
    draft = Derivation()
    context = others.get("context") or LookupContext(timing=timing or LookupTiming())
    reading = others.get("reading") or status_reading()
    inputs = others.get("inputs") or inputs_reading()
    TimingReader(calendar).derive(context, reading, inputs, at, draft)
    return draft
