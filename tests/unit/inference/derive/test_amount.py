"""Tests of the checks of the amount."""

from __future__ import annotations

import pytest

from tests.support.inputs import (
    DIGITAL_NUMBER,
    codes,
    digital,
    electronic,
    inputs,
    meant,
    provider,
    special,
)

USED_CAR = {"invoice_type": "USED_CAR", "amount": "76106.19"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("12,800.00", "amount_thousands"),
        ("1,280.00元", "amount_currency_sign"),
        ("1280,00", "amount_decimal_comma"),
        ("12.345", "amount_decimals"),
        ("(12.34)", "amount_form"),
        ("壹佰元整", "amount_in_words"),
        ("0.00", "amount_zero"),
        ("?", "amount_unreadable"),
        ("1.28E+03", "scientific_notation"),
        ("1O0.00", "letters_for_digits"),
        ("113.00 ", "stray_blanks"),
    ],
)
def test_slip_in_the_amount_is_named(text: str, code: str) -> None:
    """Each slip has a code of its own, and the field has no other problem."""
    assert codes(digital(amount=text)) == {"amount": [code]}


def test_figure_that_was_meant_is_suggested() -> None:
    """Signs and separators are taken away."""
    assert meant(digital(amount=" ￥1,280.00元"), "amount_currency_sign") == "1280.00"


def test_red_invoices_are_negative() -> None:
    """A negative amount is right as it is."""
    assert codes(digital(amount="-113.00")) == {}


@pytest.mark.parametrize(
    ("kind", "basis"),
    [
        ("DIGITAL_SPECIAL", "TAX_EXCLUSIVE"),
        ("DIGITAL_GENERAL", "VEHICLE_TOTAL"),
        ("VAT_SPECIAL", "TAX_INCLUSIVE"),
        ("ELECTRONIC_SPECIAL", "TAX_INCLUSIVE"),
        ("FREIGHT_SPECIAL", "TAX_INCLUSIVE"),
        ("MOTOR_VEHICLE", "VEHICLE_TOTAL"),
        ("USED_CAR", "TAX_EXCLUSIVE"),
        ("BLOCKCHAIN", "TAX_INCLUSIVE"),
    ],
)
def test_amount_on_another_basis_does_not_match(kind: str, basis: str) -> None:
    """The figure may be right and still not be the one that is compared."""
    values = inputs(invoice_type=kind, amount="100.00", amount_kind=basis)
    assert codes(values) == {"amount": ["amount_basis"]}


def test_basis_that_nobody_told_is_not_doubted() -> None:
    """An unknown basis is no wrong one."""
    assert codes(digital(amount_kind=None)) == {}
    assert codes(digital(amount=None, amount_kind="TAX_EXCLUSIVE")) == {}


def test_basis_passes_where_a_provider_documents_it() -> None:
    """Sources disagree on vehicles; each provider's own words count there."""
    values = inputs(**USED_CAR, amount_kind="TAX_EXCLUSIVE")
    assert codes(values, provider("tencent_ocr_vat_verify")) == {}
    assert codes(values, provider("aliyun_VerifyVATInvoice")) == {"amount": ["amount_basis"]}
    digital_car = inputs(**USED_CAR, amount_kind="TAX_EXCLUSIVE", invoice_number=DIGITAL_NUMBER)
    assert codes(digital_car) == {}


def test_fiscal_bills_know_no_tax() -> None:
    """Either basis means the same figure."""
    assert codes(inputs(invoice_type="FISCAL", amount="9.00", amount_kind="TAX_EXCLUSIVE")) == {}


def test_amount_that_is_not_asked_for_is_not_judged() -> None:
    """General invoices are matched on their check code."""
    assert codes(electronic(amount="1,280.00元", amount_kind="TAX_EXCLUSIVE")) == {}


def test_form_and_basis_are_both_told() -> None:
    """Two mistakes in one amount are two findings, the form first."""
    values = special(amount="1,280.00", amount_kind="TAX_INCLUSIVE")
    assert codes(values) == {"amount": ["amount_thousands", "amount_basis"]}


def test_paper_prints_of_digital_invoices_may_be_looked_up_with_zero() -> None:
    """One channel documents 0 for them."""
    assert codes(inputs(invoice_type="DIGITAL_PAPER", amount="0")) == {}
