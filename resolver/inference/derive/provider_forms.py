"""What one provider wants otherwise than others: the form of dates and amounts, a field not empty.

A value that is fine by itself is doubted only where the provider's answer doubts the values too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from resolver.inference.derive.sheet import FIELDS
from resolver.inference.derive.status import StatusReading
from resolver.model.answer import Derivation, Finding
from resolver.model.context import InvoiceInputs
from resolver.model.findings import FindingCode


@dataclass(frozen=True, slots=True)
class _Forms:
    """The forms that providers want of one field; only `plain` values are compared with them."""

    field_path: str
    plain: re.Pattern[str]
    wanted: Mapping[str, re.Pattern[str]]
    codes: Mapping[str, FindingCode]

    def unlike(self, form: str, typed: str | None) -> bool | None:
        """Return whether a value has another form than is wanted; `None` where none is."""
        value = (typed or "").strip()
        if not form or not self.plain.fullmatch(value):
            return None
        return self.wanted[form].fullmatch(value) is None


_DATE = _Forms(
    "inputs.issue_date",
    plain=re.compile(r"\d{8}|\d{4}-\d\d-\d\d", re.ASCII),
    wanted={
        "YYYYMMDD": re.compile(r"\d{8}", re.ASCII),
        "YYYY-MM-DD": re.compile(r"\d{4}-\d\d-\d\d", re.ASCII),
    },
    codes=dict.fromkeys(("YYYYMMDD", "YYYY-MM-DD"), "date_unlike_provider"),
)
_AMOUNT = _Forms(
    "inputs.amount",
    plain=re.compile(r"-?\d+(?:\.\d{1,2})?", re.ASCII),
    wanted={
        "two_decimals": re.compile(r"-?\d+\.\d\d", re.ASCII),
        "whole_fen": re.compile(r"-?\d+", re.ASCII),
    },
    codes={"two_decimals": "amount_not_two_decimals", "whole_fen": "amount_not_whole_fen"},
)


def derive_provider_forms(
    inputs: InvoiceInputs, reading: StatusReading, doubted: bool, draft: Derivation
) -> None:
    """Write whether date and amount have the provider's own form.

    It is a finding where the answer has `doubted` the values. Only plain values are compared; what
    is wrong with others has been found already.
    """
    if reading.provider is not None:
        _compare(_DATE, reading.provider.date_form, inputs.issue_date, doubted, draft)
        _compare(_AMOUNT, reading.provider.amount_form, inputs.amount, doubted, draft)
    if reading.category == "missing_field":
        draft.findings += _only_empty_field(inputs, draft.findings)


def _compare(
    forms: _Forms, form: str, typed: str | None, doubted: bool, draft: Derivation
) -> None:
    unlike = forms.unlike(form, typed)
    if unlike is None:
        return
    draft.facts[f"{forms.field_path}.unlike_provider"] = unlike
    if unlike and doubted:
        values = {"value": (typed or "").strip(), "expected": form}
        draft.findings.append(Finding(forms.field_path, forms.codes[form], values))


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
