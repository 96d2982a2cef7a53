"""Tests of the unified social credit code's checks, and of the slips that explain a failure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.inference.derive.uscc import is_valid, likely_slip, unused_letters
from tests.support.valid_inputs import seeded, uscc

PUBLISHED = (
    "91110302585816506R",
    "1211000040086596XB",
    "91110116055565228Q",
    "91330283MA2AGE8B6B",
    "91440300587908164C",
)

valid_codes = st.randoms(use_true_random=False).map(uscc)


@pytest.mark.parametrize("code", PUBLISHED)
def test_published_codes_pass(code: str) -> None:
    """Codes of real bodies pass both checks."""
    assert is_valid(code)


@given(valid_codes, st.integers(0, 17), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_every_wrong_character_is_noticed(code: str, place: int, character: str) -> None:
    """One substituted character always fails a check."""
    other = code[:place] + character + code[place + 1 :]
    assert is_valid(other) is (other == code)


@given(valid_codes, st.integers(0, 16))
def test_every_swap_of_neighbours_is_noticed(code: str, place: int) -> None:
    """Two transposed neighbours always fail a check."""
    other = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert is_valid(other) is (other == code)


@pytest.mark.parametrize(
    ("typed", "slip", "meant"),
    [
        ("91110302585816560R", "tax_id_transposed", "91110302585816506R"),
        ("19110302585816506R", "tax_id_transposed", "91110302585816506R"),
        ("91110302585816586R", "tax_id_substituted", "91110302585816506R"),
        ("9111O302585816506R", "tax_id_letters", "91110302585816506R"),
        ("9I11O302585816S06R", "tax_id_letters", "91110302585816506R"),
        ("91LL0302585816506R", "tax_id_letters", "91110302585816506R"),
        ("OOOOOOOOOOOOOOOOOO", "tax_id_letters", ""),
        ("91110302585816506K", "tax_id_check", ""),
        ("123456789012345678", "tax_id_check", ""),
    ],
)
def test_slip_that_explains_a_failure_is_named(typed: str, slip: str, meant: str) -> None:
    """A code is suggested only where one slip leads to exactly one valid code."""
    assert likely_slip(typed) == (slip, meant)


def test_suggested_codes_are_right_for_nearly_every_swap() -> None:
    """Of a thousand codes with swapped neighbours, nine in ten are mended, and few wrongly."""
    rng = seeded(1)
    wrong = right = 0
    for _ in range(1000):
        code, place = uscc(rng), rng.randrange(17)
        other = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        if code[0] in "AN" or other == code:
            continue
        meant = likely_slip(other)[1]
        right += meant == code
        wrong += meant not in {code, ""}
    assert right > 20 * wrong


def test_letters_that_no_code_has_are_listed_once() -> None:
    """`I`, `O`, `Z`, `S` and `V` anywhere, and look-alikes of digits in the region."""
    assert unused_letters("9IOO03L2585816506Z") == "IOLZ"
