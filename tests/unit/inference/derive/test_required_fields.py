"""Tests of the fields that each type needs."""

from __future__ import annotations

import pytest

from resolver.model.context import InvoiceInputs
from tests.support.inputs import DIGITAL_NUMBER, codes, digital, electronic, inputs, special

ALL = ("invoice_code", "invoice_number", "issue_date", "amount", "check_code", "seller_tax_id")


@pytest.mark.parametrize(
    ("kind", "needed"),
    [
        ("VAT_SPECIAL", ALL[:4]),
        ("FREIGHT_SPECIAL", ALL[:4]),
        ("MOTOR_VEHICLE", ALL[:4]),
        ("USED_CAR", ALL[:4]),
        ("ELECTRONIC_SPECIAL", ALL[:4]),
        ("VAT_GENERAL", (*ALL[:3], "check_code")),
        ("ELECTRONIC_GENERAL", (*ALL[:3], "check_code")),
        ("ROLL", (*ALL[:3], "check_code")),
        ("TOLL", (*ALL[:3], "check_code")),
        ("DIGITAL_SPECIAL", ALL[1:4]),
        ("DIGITAL_GENERAL", ALL[1:4]),
        ("DIGITAL_PAPER", ALL[1:4]),
        ("BLOCKCHAIN", ALL),
        ("FISCAL", ALL[:5]),
        ("LOCAL_GENERIC", ("invoice_number",)),
        ("OTHER", ("invoice_number",)),
        (None, ("invoice_number", "issue_date")),
    ],
)
def test_needed_field_left_empty_is_missing(kind: str | None, needed: tuple[str, ...]) -> None:
    """Of an empty form, exactly the needed fields are reported."""
    values = inputs(invoice_type=kind, **dict.fromkeys((*ALL, "buyer_tax_id"), ""))
    assert codes(values) == {name: ["missing_required"] for name in needed}


@pytest.mark.parametrize("blank", ["", " ", "\u3000", "\u200b\ufeff", "\t\n"])
def test_nothing_visible_is_nothing(blank: str) -> None:
    """Blanks and invisible characters do not fill a field."""
    assert codes(special(amount=blank)) == {"amount": ["missing_required"]}


@pytest.mark.parametrize(
    "values", [special(amount=None), electronic(check_code=None), digital(issue_date=None)]
)
def test_field_that_nobody_told_is_not_missing(values: InvoiceInputs) -> None:
    """Unknown is not empty."""
    assert codes(values) == {}


def test_needs_are_those_of_the_type_that_the_values_fit() -> None:
    """A digital invoice under an older type needs no code, but an amount."""
    values = electronic(
        invoice_code="",
        invoice_number=DIGITAL_NUMBER,
        amount="",
        check_code="",
        issue_date="20260302",
    )
    assert codes(values) == {"invoice_type": ["type_is_digital"], "amount": ["missing_required"]}


def test_vehicle_invoice_with_a_digital_number_needs_no_code() -> None:
    """The code disappears with the older form."""
    values = inputs(invoice_type="MOTOR_VEHICLE", invoice_code="", invoice_number=DIGITAL_NUMBER)
    assert codes(values) == {}
