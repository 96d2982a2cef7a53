"""Tests of code and number together."""

from __future__ import annotations

import pytest

from resolver.model.context import InvoiceInputs
from tests.support.inputs import codes, digital, findings, inputs, judged, special

BOTH = {"invoice_code", "invoice_number"}


@pytest.mark.parametrize("length", [8, 10, 12])
def test_number_torn_in_two_is_put_together(length: int) -> None:
    """Recognisers put the head of a digital number into the code."""
    whole = "26117000001140279758"
    found = findings(digital(invoice_code=whole[:length], invoice_number=whole[length:]))
    assert {f.code for f in found} == {"number_split"}
    assert {f.values["expected"] for f in found} == {whole}
    assert len(found) == 2


@pytest.mark.parametrize("kind", ["VAT_SPECIAL", None])
def test_torn_number_is_seen_under_any_type_of_the_tax_system(kind: str | None) -> None:
    """The date has to agree where the type does not say that the number is digital."""
    values = inputs(
        invoice_type=kind,
        invoice_code="261170000011",
        invoice_number="40279758",
        issue_date="20260302",
    )
    assert set(codes(values)) == BOTH


@pytest.mark.parametrize(
    "values",
    [
        inputs(invoice_code="235001670071", invoice_number="04365824", issue_date="20230205"),
        inputs(
            invoice_type="LOCAL_GENERIC", invoice_code="211001670071", invoice_number="03518846"
        ),
        inputs(invoice_type="FISCAL", invoice_code="26110025", invoice_number="1100231130"),
        inputs(invoice_code="11010125", invoice_number="1100231130"),
    ],
)
def test_local_and_fiscal_values_are_left_alone(values: InvoiceInputs) -> None:
    """Codes of other systems may look like a part of a digital number."""
    assert codes(values) == {}


def test_number_of_another_year_is_not_put_together() -> None:
    """The head has to be a possible year, that of the date."""
    values = digital(invoice_code="251170000011", invoice_number="40279758")
    assert codes(values) == {"invoice_code": ["code_for_digital"]}


def test_exchanged_code_and_number_are_told_in_both_fields() -> None:
    """Each field is told what belongs there."""
    found = findings(special(invoice_code="78811787", invoice_number="1100231130"))
    assert [(f.code, f.values["expected"]) for f in found] == [
        ("code_number_swapped", "1100231130"),
        ("code_number_swapped", "78811787"),
    ]


def test_torn_number_names_the_province() -> None:
    """What was put together is read on."""
    values = digital(invoice_code="261170000011", invoice_number="40279758")
    assert judged(values)[0].province == "11"
