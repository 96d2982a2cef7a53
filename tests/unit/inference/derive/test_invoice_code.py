"""Tests of the checks of the invoice code."""

from __future__ import annotations

import pytest

from resolver.model.context import InvoiceInputs
from tests.support.inputs import (
    DIGITAL_NUMBER,
    codes,
    digital,
    electronic,
    findings,
    inputs,
    meant,
    special,
)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        (electronic(invoice_code="11002300111"), "code_lost_zero"),
        (electronic(invoice_code="1100230011"), "code_kind_unknown"),
        (electronic(invoice_code="01100230011"), "code_length"),
        (electronic(invoice_code="0110023001111"), "code_length"),
        (electronic(invoice_code="011002300199"), "code_kind_unknown"),
        (electronic(invoice_code="111002300111"), "code_kind_unknown"),
        (special(invoice_code="1100231110"), "code_kind_unknown"),
        (special(invoice_code="1100231135"), "code_kind_unknown"),
        (special(invoice_code="9900231130"), "code_region"),
        (electronic(invoice_code="099002300111"), "code_region"),
        (special(invoice_code="1100271130"), "code_year_ahead"),
        (electronic(invoice_code="011002700111"), "code_year_ahead"),
        (electronic(invoice_code="011002700111", issue_date=None), "code_year_ahead"),
        (special(invoice_code="31OO231130"), "letters_for_digits"),
        (special(invoice_code="1.1002E+9"), "scientific_notation"),
        (special(invoice_code="1100231130.0"), "trailing_decimal"),
        (special(invoice_code="'1100231130"), "stray_characters"),
        (special(invoice_code="1100 231130"), "stray_blanks"),
        (special(invoice_code="１１００２３１１３０"), "full_width"),
        (special(invoice_code="1100231130\u200b"), "invisible_characters"),
        (special(invoice_code="无"), "not_digits"),
        (digital(invoice_code="011002300111"), "code_for_digital"),
        (digital(invoice_code="0"), "code_for_digital"),
        (digital(invoice_code="无"), "code_for_digital"),
        (digital(invoice_code=DIGITAL_NUMBER), "number_in_code_field"),
        (inputs(invoice_code="123456789"), "code_length"),
        (inputs(invoice_type="LOCAL_GENERIC", invoice_code="12345678901"), "code_length"),
    ],
)
def test_slip_in_the_code_is_named(values: InvoiceInputs, code: str) -> None:
    """Each slip has a code of its own, and the field has no other problem."""
    assert codes(values) == {"invoice_code": [code]}


def test_lost_zero_is_put_back() -> None:
    """The suggestion names the whole code."""
    assert meant(electronic(invoice_code="11002300111"), "code_lost_zero") == "011002300111"


def test_letters_and_what_they_hide_are_both_told() -> None:
    """A misread code is judged by the digits that were meant."""
    assert codes(special(invoice_code="99OO231130"))["invoice_code"] == [
        "letters_for_digits",
        "code_region",
    ]


def test_stock_of_earlier_years_is_used_up() -> None:
    """Codes come years before the issue, never after it."""
    assert codes(special(invoice_code="1100161130")) == {}
    found = findings(special(invoice_code="1100251130"))
    assert [f.code for f in found] == ["code_year_ahead", "date_before_code"]
    assert (found[0].values["year"], found[0].values["issue_year"]) == ("2025", "2024")


def test_impossible_date_is_not_held_against_the_code() -> None:
    """A date that cannot be is wrong by itself."""
    assert codes(special(issue_date="19850520")) == {"issue_date": ["date_too_early"]}
    assert codes(special(issue_date="20270520")) == {"issue_date": ["date_in_future"]}


def test_tickets_of_other_kinds_may_bear_letters() -> None:
    """Only what a spreadsheet does is a slip there."""
    assert codes(inputs(invoice_type="OTHER", invoice_code="G-1", invoice_number="Z12A")) == {}
    spoilt = inputs(invoice_type="OTHER", invoice_number="1.2E+11")
    assert codes(spoilt) == {"invoice_number": ["scientific_notation"]}


@pytest.mark.parametrize("kind", ["FISCAL", "OTHER", "LOCAL_GENERIC", None])
def test_codes_outside_the_vat_system_have_no_layout(kind: str | None) -> None:
    """Eight digits are a fiscal code, twelve a local one."""
    assert codes(inputs(invoice_type=kind, invoice_code="11010125")) == {}
    assert codes(inputs(invoice_type=kind, invoice_code="211001670071")) == {}
