"""Lookups' values judged by the offline checks, for tests of one check at a time."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from resolver.inference.derive.inputs import derive_inputs
from resolver.inference.derive.sheet import InputsReading
from resolver.model.answer import Derivation, Finding
from resolver.model.beijing import BEIJING
from resolver.model.context import AmountKind, InputSource, InvoiceInputs, InvoiceType
from resolver.model.knowledge import Provider
from resolver.model.texts import Text
from tests.support.invoice_types import invoice_types

NOON = datetime(2026, 3, 5, 12, 0, tzinfo=BEIJING)

SELLER = "91110302585816506R"
BUYER = "91330283MA2AGE8B6B"
DIGITAL_NUMBER = "26117000001140279758"


def provider(identity: str = "sample", **type_numbers: InvoiceType) -> Provider:
    """Return a provider; its type numbers are given as `t32=…`."""
    numbers = {name.removeprefix("t"): kind for name, kind in type_numbers.items()}
    return Provider(identity, Text("样例", "sample"), "cloud", type_numbers=numbers)


def inputs(**fields: Any) -> InvoiceInputs:
    """Return values; types, bases and sources may be given by their names in the contract."""
    enums = {"invoice_type": InvoiceType, "amount_kind": AmountKind, "source": InputSource}
    named = {name: enums[name][value] for name, value in fields.items() if name in enums and value}
    return InvoiceInputs(**{**fields, **named})


def digital(**fields: Any) -> InvoiceInputs:
    """Return the values of a digital invoice issued on 2 March 2026, correct but for `fields`."""
    whole: dict[str, Any] = {
        "invoice_type": "DIGITAL_GENERAL",
        "invoice_number": DIGITAL_NUMBER,
        "issue_date": "20260302",
        "amount": "113.00",
        "amount_kind": "TAX_INCLUSIVE",
        "seller_tax_id": SELLER,
    }
    return inputs(**{**whole, **fields})


def special(**fields: Any) -> InvoiceInputs:
    """Return the values of a special invoice issued on 20 May 2024, correct but for `fields`."""
    whole: dict[str, Any] = {
        "invoice_type": "VAT_SPECIAL",
        "invoice_code": "1100231130",
        "invoice_number": "78811787",
        "issue_date": "20240520",
        "amount": "4601.77",
        "amount_kind": "TAX_EXCLUSIVE",
    }
    return inputs(**{**whole, **fields})


def electronic(**fields: Any) -> InvoiceInputs:
    """Return the values of an electronic general invoice of 2024, correct but for `fields`."""
    whole: dict[str, Any] = {
        "invoice_type": "ELECTRONIC_GENERAL",
        "invoice_code": "011002300111",
        "invoice_number": "46349903",
        "issue_date": "20240520",
        "check_code": "180267",
    }
    return inputs(**{**whole, **fields})


def judged(
    values: InvoiceInputs, by: Provider | None = None, at: datetime = NOON
) -> tuple[InputsReading, Derivation]:
    """Return what was read of values, and the facts and findings about them."""
    draft = Derivation()
    return derive_inputs(values, invoice_types(), by, at, draft), draft


def findings(
    values: InvoiceInputs, by: Provider | None = None, at: datetime = NOON
) -> list[Finding]:
    """Return the findings about values."""
    return judged(values, by, at)[1].findings


def codes(
    values: InvoiceInputs, by: Provider | None = None, at: datetime = NOON
) -> dict[str, list[str]]:
    """Return the finding codes about values by the name of the field."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for finding in findings(values, by, at):
        found[finding.field_path.removeprefix("inputs.")].append(finding.code)
    return dict(found)


def meant(values: InvoiceInputs, code: str) -> str:
    """Return the value that a finding of a code suggests."""
    return next(f.values["expected"] for f in findings(values) if f.code == code)
