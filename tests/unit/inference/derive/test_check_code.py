"""Tests of the checks of the check code."""

from __future__ import annotations

import pytest

from tests.support.inputs import codes, digital, electronic, inputs, meant


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("48 213", "check_code_length"),
        ("1802671", "check_code_length"),
        ("12345678901234567890", "check_code_full"),
        ("12345 67890 12345 67890", "check_code_full"),
        ("7O3618", "letters_for_digits"),
        ("180267.0", "trailing_decimal"),
        ("180 267", "stray_blanks"),
        ("１８０２６７", "full_width"),
        ("无", "not_digits"),
    ],
)
def test_slip_in_the_check_code_is_named(text: str, code: str) -> None:
    """Each slip has a code of its own, and the field has no other problem."""
    assert codes(electronic(check_code=text)) == {"check_code": [code]}


def test_last_six_of_the_whole_check_code_are_suggested() -> None:
    """Twenty digits are printed, six are wanted."""
    assert meant(electronic(check_code="12345678901234567890"), "check_code_full") == "567890"


def test_zeros_that_an_import_lost_are_put_back() -> None:
    """A spreadsheet drops zeros; a person leaves out a digit."""
    imported = electronic(check_code="26", source="IMPORT_FILE")
    assert meant(imported, "check_code_lost_zeros") == "000026"
    keyed = electronic(check_code="26", source="KEYED")
    assert codes(keyed) == {"check_code": ["check_code_length"]}


@pytest.mark.parametrize("text", ["a1d70", "8e224", "00000", "BIOlS"])
def test_five_characters_of_a_blockchain_invoice_pass(text: str) -> None:
    """Letters belong there, and none of them is an exponent."""
    assert codes(inputs(invoice_type="BLOCKCHAIN", check_code=text)) == {}


@pytest.mark.parametrize(
    ("text", "code"),
    [("a1d7", "check_code_length"), ("8f1c9a1d70", "check_code_full"), ("a1 d70", "stray_blanks")],
)
def test_other_lengths_of_a_blockchain_check_code_are_found(text: str, code: str) -> None:
    """Five characters are wanted, the last ones."""
    values = inputs(invoice_type="BLOCKCHAIN", check_code=text)
    assert codes(values) == {"check_code": [code]}


def test_fiscal_check_codes_have_letters() -> None:
    """Only their length can be judged."""
    assert codes(inputs(invoice_type="FISCAL", check_code="8a3f2c")) == {}
    assert "check_code" in codes(inputs(invoice_type="FISCAL", check_code="8a3f2"))


@pytest.mark.parametrize("kind", ["DIGITAL_GENERAL", "VAT_SPECIAL", "OTHER", None])
def test_check_code_that_is_not_asked_for_is_harmless(kind: str | None) -> None:
    """Types without a check code ignore it."""
    assert codes(inputs(invoice_type=kind, check_code="3106")) == {}
    assert codes(digital(check_code="")) == {}


def test_whole_check_code_passes_where_it_is_optional() -> None:
    """Nobody is asked for the last six there."""
    values = inputs(invoice_type="ELECTRONIC_SPECIAL", check_code="12345678901234567890")
    assert codes(values) == {}
