"""Tests of the checks of the issue date."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.support.inputs import codes, digital, electronic, inputs, judged, meant


@pytest.mark.parametrize("text", ["20260302", "2026-03-02"])
def test_both_forms_of_providers_pass(text: str) -> None:
    """Which of the two a provider wants is no slip of the person."""
    assert codes(digital(issue_date=text)) == {}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026/3/2", "date_form"),
        ("2026年3月2日", "date_form"),
        ("03/02/2026", "date_order_unclear"),
        ("02/28/2026", "date_order"),
        ("20262802", "date_day_month_swapped"),
        ("20260230", "date_impossible"),
        ("20260306", "date_in_future"),
        ("19851231", "date_too_early"),
        ("46083", "date_serial"),
        ("26-03-02", "date_two_digit_year"),
        ("3月2日", "date_without_year"),
        ("２０２６０３０２", "full_width"),
        ("20260302 ", "stray_blanks"),
        ("2O260302", "letters_for_digits"),
        ("下周", "date_unreadable"),
    ],
)
def test_slip_in_the_date_is_named(text: str, code: str) -> None:
    """Each slip has a code of its own, and the field has no other problem."""
    assert codes(digital(invoice_number=None, issue_date=text)) == {"issue_date": [code]}


def test_what_the_day_gets_wrong_comes_before_its_form() -> None:
    """A future day in an odd form is first of all in the future."""
    found = codes(digital(invoice_number=None, issue_date="2026/3/6"))
    assert found == {"issue_date": ["date_in_future", "date_form"]}


def test_today_is_the_day_in_beijing() -> None:
    """An evening in Greenwich is the next day in Beijing already."""
    evening = datetime(2026, 3, 5, 17, tzinfo=UTC)
    assert codes(digital(issue_date="20260306"), at=evening) == {}
    assert codes(digital(issue_date="20260307"), at=evening) != {}


def test_missing_year_comes_from_the_number() -> None:
    """A 20-digit number knows its year, so that the day can be told."""
    values = digital(issue_date="3月2日")
    assert meant(values, "date_without_year") == "20260302"
    assert judged(values)[0].issue_date == date(2026, 3, 2)
    assert judged(electronic(issue_date="3月2日"))[0].issue_date is None


def test_day_that_was_meant_is_read_on() -> None:
    """Timing uses the mended day."""
    assert judged(digital(issue_date="02/28/2026"))[0].issue_date == date(2026, 2, 28)


def test_day_before_all_invoices_is_not_read_on() -> None:
    """A slip in the year must not make the invoice look old."""
    assert judged(electronic(issue_date="19850520"))[0].issue_date is None


def test_swapped_year_of_the_number_leaves_the_date_alone() -> None:
    """Where swapping two digits of the number makes both agree, the number is wrong."""
    assert set(codes(digital(invoice_number="62117000001140279758"))) == {"invoice_number"}
    swapped = inputs(
        invoice_type="DIGITAL_GENERAL",
        invoice_number="32117000001140279758",
        issue_date="20230302",
    )
    assert set(codes(swapped)) == {"invoice_number"}
