"""Tests of the forms that amounts are written in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.inference.derive.amount_forms import read_amount
from resolver.inference.derive.typing_traces import cut


@pytest.mark.parametrize(
    ("text", "figure", "slip"),
    [
        ("1280.00", "1280.00", ""),
        ("1280", "1280", ""),
        ("1280.5", "1280.5", ""),
        ("-1280.00", "-1280.00", ""),
        ("1280.00 ", "1280.00", ""),
        ("１２８０．００", "1280.00", ""),
        ("1,280.00", "1280.00", "amount_thousands"),
        ("1，280.00", "1280.00", "amount_thousands"),
        ("12.800.00", "12800.00", "amount_thousands"),
        ("1.280,00", "1280.00", "amount_thousands"),
        ("1'280.00", "1280.00", "amount_thousands"),
        ("1280,00", "1280.00", "amount_decimal_comma"),
        ("¥1280.00", "1280.00", "amount_currency_sign"),
        ("￥1,280.00元", "1280.00", "amount_currency_sign"),
        (" 1886.79元", "1886.79", "amount_currency_sign"),
        ("RMB1280", "1280", "amount_currency_sign"),
        ("1280元整", "1280", "amount_currency_sign"),
        ("1280.0000000001", "1280.00", "amount_decimals"),
        ("1279.9999999999", "1280.00", "amount_decimals"),
        ("12.345", "", "amount_decimals"),
        ("1.28E+03", "", "scientific_notation"),
        ("(100.00)", "-100.00", "amount_form"),
        ("100.00-", "-100.00", "amount_form"),
        ("+100", "100", "amount_form"),
        (".50", "0.50", "amount_form"),
        ("100.", "100", "amount_form"),
        ("1O0.00", "100.00", "letters_for_digits"),
        ("壹仟贰佰捌拾元整", "", "amount_in_words"),
        ("1.5万", "", "amount_in_words"),
        ("abc", "", "amount_unreadable"),
        ("NaN", "", "amount_unreadable"),
        ("-", "", "amount_unreadable"),
        ("元", "", "amount_unreadable"),
        ("1,2,3", "", "amount_unreadable"),
        ("9" * 14, "", "amount_unreadable"),
        ("", "", ""),
    ],
)
def test_amount_that_was_meant_is_found(text: str, figure: str, slip: str) -> None:
    """Each form is named, and its figure told where no more than one can be meant."""
    reading = read_amount(text)
    assert (reading.figure, reading.slip) == (figure, slip)


@pytest.mark.parametrize(
    ("text", "zero"), [("0", True), ("-0.00", True), ("0.01", False), ("", False)]
)
def test_zero_is_told_from_every_other_figure(text: str, zero: bool) -> None:
    """An unreadable amount is not zero."""
    assert read_amount(text).is_zero is zero


@given(st.decimals(-(10**12), 10**12, places=2))
def test_cents_are_read_as_printed(amount: object) -> None:
    """A plain figure of two decimals is left as it is."""
    assert read_amount(f"{amount:f}").slip == ""
    assert read_amount(f"{amount:f}").figure == f"{amount:f}"


@given(st.decimals(1000, 10**12, places=2))
def test_separators_and_signs_hide_no_figure(amount: object) -> None:
    """Thousands separators and currency signs do not change what is meant."""
    assert read_amount(f"¥{amount:,f}元").figure == f"{amount:f}"


@given(st.text(st.sampled_from("0123456789.,-+()¥元万壹E'_O ０\u200b")))
def test_any_mixture_is_read_or_refused(text: str) -> None:
    """No mixture of what amounts are made of breaks the reading."""
    reading = read_amount(cut(text))
    assert reading.figure or reading.slip or not reading.typed.clean
