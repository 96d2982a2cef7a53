"""What one provider wants otherwise than others: the form of dates and amounts, a field not empty.

A value that is fine by itself is doubted only where the provider's answer doubts the values too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from resolver.inference.derive.sheet import FIELDS
from resolver.inference.derive.status import StatusReading
from resolver.model.answer import Derivation, Finding
from resolver.model.context import InvoiceInputs

_DATE_FORMS = {
    "YYYYMMDD": re.compile(r"\d{8}", re.ASCII),
    "YYYY-MM-DD": re.compile(r"\d{4}-\d\d-\d\d", re.ASCII),
}
_PLAIN_DATE = re.compile(r"\d{8}|\d{4}-\d\d-\d\d", re.ASCII)
_AMOUNT_FORMS = {
    "two_decimals": re.compile(r"-?\d+\.\d\d", re.ASCII),
    "whole_fen": re.compile(r"-?\d+", re.ASCII),
}
_PLAIN_AMOUNT = re.compile(r"-?\d+(?:\.\d{1,2})?", re.ASCII)


def derive_provider_forms(
    inputs: InvoiceInputs, reading: StatusReading, doubted: bool, draft: Derivation
) -> None:
    """Write whether date and amount have the provider's own form.

    It is a finding where the answer has `doubted` the values. Only plain values are compared; what
    is wrong with others has been found already.
    """
    provider = reading.provider
    date, amount = (inputs.issue_date or "").strip(), (inputs.amount or "").strip()
    found: list[Finding] = []
    if provider and provider.date_form and _PLAIN_DATE.fullmatch(date):
        fits = _DATE_FORMS[provider.date_form].fullmatch(date) is not None
        draft.facts["inputs.issue_date.unlike_provider"] = not fits
        if not fits:
            values = {"value": date, "expected": provider.date_form}
            found.append(Finding("inputs.issue_date", "date_unlike_provider", values))
    if provider and provider.amount_form and _PLAIN_AMOUNT.fullmatch(amount):
        fits = _AMOUNT_FORMS[provider.amount_form].fullmatch(amount) is not None
        draft.facts["inputs.amount.unlike_provider"] = not fits
        if not fits:
            code = f"amount_not_{provider.amount_form}"
            found.append(Finding("inputs.amount", code, {"value": amount}))
    if doubted:
        draft.findings += found
    if reading.category == "missing_field":
        draft.findings += _only_empty_field(inputs, draft.findings)


def _only_empty_field(inputs: InvoiceInputs, findings: list[Finding]) -> Iterator[Finding]:
    """Yield a finding on the one field left empty, where a missing value is not explained yet."""
    if any(finding.code == "missing_required" for finding in findings):
        return
    empty = [
        name
        for name in FIELDS
        if (value := getattr(inputs, name)) is not None and not value.strip()
    ]
    if len(empty) == 1:
        yield Finding(f"inputs.{empty[0]}", "empty_and_missed", {})
