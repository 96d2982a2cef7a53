"""Tests of what typing leaves in a value, and of the value that was meant."""

from __future__ import annotations

import pytest

from resolver.inference.derive.typing_traces import LONGEST, cut, read_digits, read_typed, show


@pytest.mark.parametrize(
    ("text", "digits", "slip"),
    [
        ("12345678", "12345678", ""),
        ("", "", ""),
        ("31OO232130", "3100232130", "letters_for_digits"),
        ("l2345G78", "12345678".replace("6", "6"), "letters_for_digits"),
        ("1234567B", "12345678", "letters_for_digits"),
        ("OIlSBZ", "", "not_digits"),
        ("2.5117E+19", "", "scientific_notation"),
        ("25117000000431200000.0", "25117000000431200000", "trailing_decimal"),
        ("12345678.", "12345678", "trailing_decimal"),
        ("'011002300111", "011002300111", "stray_characters"),
        ('="011002300111"', "011002300111", "stray_characters"),
        ("No.12345678", "12345678", "stray_characters"),
        ("发票号码：12345678", "12345678", "stray_characters"),
        ("1234-5678", "12345678", "stray_characters"),
        ("🎫12345678", "12345678", "stray_characters"),
        ("abc", "", "not_digits"),
        ("①②③", "", "not_digits"),
        ("٣٤٥", "", "not_digits"),
    ],
)
def test_digits_that_were_meant_are_found(text: str, digits: str, slip: str) -> None:
    """Each way of spoiling digits is named, and mended where one reading is left."""
    reading = read_digits(text)
    assert (reading.digits, reading.slip) == (digits, slip)


@pytest.mark.parametrize(
    ("text", "trace"),
    [
        ("12345678", ""),
        ("12.5-x/y", ""),
        (" 12345678", "stray_blanks"),
        ("1234\u00a05678", "stray_blanks"),
        ("1234\u30005678", "stray_blanks"),
        ("12345678\n", "stray_blanks"),
        ("１２３４5678", "full_width"),
        ("１２３４ 5678", "full_width"),
        ("12345678\u200b", "invisible_characters"),
        ("\ufeff１２３４5678", "invisible_characters"),
        ("1234\x005678", "invisible_characters"),
    ],
)
def test_traces_of_pasting_are_told_and_cleaned_away(text: str, trace: str) -> None:
    """Blanks, widths and invisible characters leave the value that was meant."""
    reading = read_typed(text)
    assert reading.trace == trace
    assert reading.clean in {"12345678", "12.5-x/y"}


def test_nothing_visible_is_blank() -> None:
    """Blanks and invisible characters alone are an empty field."""
    assert read_digits(" \u3000\u200b\t").blank


def test_long_texts_are_cut_after_their_blanks() -> None:
    """No cache keeps a long text, and blanks in front do not hide the value."""
    assert len(cut("9" * 10_000)) == LONGEST + 1
    assert cut(" " * 10_000 + "12345678") == "12345678"


def test_shown_values_are_short_and_printable() -> None:
    """A message carries no control characters, lone surrogates or endless values."""
    assert show("12\x0034\ud800") == "12□34□"
    assert show("9" * 100) == "9" * 39 + "…"
