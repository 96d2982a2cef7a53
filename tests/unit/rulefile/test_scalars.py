"""Unquoted words of YAML."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from resolver.rulefile.scalars import Trap, read_plain


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("true", True),
        ("False", False),
        ("0", 0),
        ("-12", -12),
        ("+3", 3),
        ("0.5", 0.5),
        ("26112000000012345678", 26112000000012345678),
        ("查无此票", "查无此票"),
        ("not_found", "not_found"),
        ("2026-03-05", "2026-03-05"),
        ("2026-02-30", "2026-02-30"),
        ("12366 热线", "12366 热线"),
        ("0.5.1", "0.5.1"),
        ("-", "-"),
        ("0o", "0o"),
    ],
)
def test_a_plain_word_means_what_it_says(word: str, value: object) -> None:
    """Numbers in decimal notation, booleans and nothing are themselves; the rest is text."""
    assert read_plain(word) == value
    assert type(read_plain(word)) is type(value)


@pytest.mark.parametrize(
    ("word", "read"),
    [
        ("010", "8"),
        ("08", "8"),
        ("-010", "-8"),
        ("0x1F", "31"),
        ("0o17", "15"),
        ("0b11", "3"),
        ("1:30", "90"),
        ("-1:30", "-90"),
        ("1:30.5", "?"),
        ("1_000", "1000"),
        ("1e5", "100000"),
        (".5", "0.5"),
        ("5.", "5"),
        (".inf", "inf"),
        ("-.INF", "-inf"),
        (".nan", "nan"),
        ("yes", "true"),
        ("NO", "false"),
        ("On", "true"),
        ("off", "false"),
    ],
)
def test_a_word_that_yaml_misreads_is_a_trap(word: str, read: str) -> None:
    """Octal, base 60, exponents, yes and no are never taken for what they look like."""
    value = read_plain(word)

    assert isinstance(value, Trap)
    assert (value.written, value.read) == (word, read)


def test_a_number_of_many_digits_is_a_trap_and_not_a_crash() -> None:
    """Python refuses to convert numbers of more than 4300 digits."""
    assert isinstance(read_plain("1" * 5000), Trap)
    assert isinstance(read_plain("0" + "7" * 5000), Trap)
    assert isinstance(read_plain("1" + ":30" * 5000), Trap)


@given(st.text(min_size=1, max_size=12, alphabet="0123456789+-.:_eExobinfa~yYnN"))
def test_text_is_what_no_yaml_reader_takes_for_anything_else(word: str) -> None:
    """Whatever is read as text here is text, or a date, for the YAML library too."""
    value = read_plain(word)

    if isinstance(value, str):
        resolved = yaml.SafeLoader("").resolve(yaml.ScalarNode, word, (True, False))
        assert resolved.rsplit(":", 1)[1] in {"str", "timestamp"}
