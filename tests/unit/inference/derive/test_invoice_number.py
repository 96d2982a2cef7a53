"""Tests of the checks of the invoice number."""

from __future__ import annotations

import pytest

from resolver.model.context import InvoiceInputs
from tests.support.inputs import codes, digital, electronic, findings, inputs, meant, special

ROUNDED = "26117000001140200000"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        (digital(invoice_number="62117000001140279758"), "number_year_swapped"),
        (digital(invoice_number="62117000001140279758", issue_date=None), "number_year_swapped"),
        (digital(invoice_number="99117000001140279758"), "number_year_impossible"),
        (digital(invoice_number="20117000001140279758"), "number_year_impossible"),
        (
            digital(invoice_number="27117000001140279758", issue_date=None),
            "number_year_impossible",
        ),
        (digital(invoice_number="26107000001140279758"), "number_province"),
        (digital(invoice_number="2611700000114027975"), "number_zero_dropped"),
        (digital(invoice_number="261170000001140279758"), "number_zero_added"),
        (digital(invoice_number="2611734567114527975"), "number_length"),
        (digital(invoice_number="261170000011402797"), "number_length"),
        (digital(invoice_number="4411700000114027975"), "number_length"),
        (digital(invoice_number="123"), "number_length"),
        (digital(invoice_number=ROUNDED), "number_rounded"),
        (digital(invoice_number=ROUNDED, source="IMPORT_FILE"), "number_rounded"),
        (digital(invoice_number="2.6117E+19"), "scientific_notation"),
        (digital(invoice_number="26117000001140279758.0"), "trailing_decimal"),
        (digital(invoice_number="2611 7000 0011 4027 9758"), "stray_blanks"),
        (digital(invoice_number="26ll7000001140279758"), "letters_for_digits"),
        (digital(invoice_number="01100230011121300552"), "number_with_code"),
        (electronic(invoice_number="01100230011121300552"), "number_with_code"),
        (special(invoice_number="110023113078811787"), "number_with_code"),
        (special(invoice_number="881178"), "number_lost_zeros"),
        (special(invoice_number="788117870"), "number_length"),
        (special(invoice_number="26117000001140279758"), "number_is_digital"),
        (special(invoice_number="No.78811787"), "stray_characters"),
        (inputs(invoice_number="011002300111 21300552"), "number_with_code"),
    ],
)
def test_slip_in_the_number_is_named(values: InvoiceInputs, code: str) -> None:
    """Each slip has a code of its own, and the field has no other problem."""
    assert codes(values) == {"invoice_number": [code]}


@pytest.mark.parametrize(
    ("number", "code", "expected"),
    [
        ("62117000001140279758", "number_year_swapped", "26117000001140279758"),
        ("2611700000114027975", "number_zero_dropped", "26117000000114027975"),
        ("261170000001140279758", "number_zero_added", "26117000001140279758"),
        ("01100230011121300552", "number_with_code", "21300552"),
    ],
)
def test_number_that_was_meant_is_suggested(number: str, code: str, expected: str) -> None:
    """Where one slip explains the value, its mending is named."""
    assert meant(digital(invoice_number=number), code) == expected


def test_lost_zeros_are_put_back() -> None:
    """An older number has eight digits, zeros included."""
    assert meant(special(invoice_number="881178"), "number_lost_zeros") == "00881178"


def test_year_of_another_issue_contradicts_the_date() -> None:
    """Where both years are possible, both fields are reported."""
    values = digital(invoice_number="25117000001140279758")
    expected = {"invoice_number": ["number_year_differs"], "issue_date": ["date_year_differs"]}
    assert codes(values) == expected


def test_impossible_date_is_not_held_against_the_number() -> None:
    """A number of a real year is right where the date cannot be."""
    assert codes(digital(issue_date="20190302")) == {"issue_date": ["date_year_differs"]}
    assert codes(digital(issue_date="20260230")) == {"issue_date": ["date_impossible"]}


@pytest.mark.parametrize("source", ["KEYED", "OCR", "QR_CODE"])
def test_zeros_at_the_end_are_doubted_only_after_a_spreadsheet(source: str) -> None:
    """Who keyed or scanned five zeros saw them."""
    assert codes(digital(invoice_number=ROUNDED, source=source)) == {}


@pytest.mark.parametrize("number", ["26937000000075790598", "26907000000075790598"])
def test_plan_cities_are_places(number: str) -> None:
    """Every 9x may be a plan city, whether one has been seen or not."""
    assert codes(digital(invoice_number=number)) == {}


def test_finding_tells_the_length_due() -> None:
    """The message can say how many digits there are and how many there should be."""
    (finding,) = findings(digital(invoice_number="261170000011402797"))
    assert (finding.values["length"], finding.values["due"]) == ("18", "20")
