"""Tests of the checks of tax ids."""

from __future__ import annotations

import pytest

from resolver.inference.derive.tax_id import is_citizen_id, read_tax_id
from tests.support.inputs import BUYER, SELLER, codes, digital, findings
from tests.support.valid_inputs import citizen_id, seeded, tax_id


def test_every_form_in_use_passes() -> None:
    """Five thousand ids of all lengths and origins are not flagged."""
    rng = seeded(5)
    assert [
        read_tax_id(text).slip
        for text in (tax_id(rng) for _ in range(5000))
        if read_tax_id(text).slip
    ] == []


@pytest.mark.parametrize(
    ("text", "slip", "meant"),
    [
        ("91110302585816506r", "", ""),
        ("91110302 585816506R", "stray_blanks", SELLER),
        ("９１１１０３０２５８５８１６５０６Ｒ", "full_width", SELLER),
        ("91110302-585816506R", "stray_characters", SELLER),
        ("税号：91110302585816506R", "stray_characters", SELLER),
        ("91110302585816506!R", "stray_characters", SELLER),
        ("9111!0302", "tax_id_characters", ""),
        ("91110302585816506", "tax_id_length", ""),
        ("911103025858165", "tax_id_length", ""),
        ("91110302585816506RR", "tax_id_length", ""),
        ("911103025858165060R1", "tax_id_length", ""),
        ("12345", "tax_id_length", ""),
        ("110112599688066", "", ""),
        ("L91110302585816506R", "", ""),
        ("A1110302585816506R", "", ""),
        ("110105E12345678", "", ""),
        ("110101900307123", "", ""),
        ("11010190030712301", "", ""),
        ("11010190139912301", "tax_id_length", ""),
        ("个人", "", ""),
        ("", "", ""),
    ],
)
def test_ids_are_judged_by_their_form(text: str, slip: str, meant: str) -> None:
    """Old, personal and foreign ids pass; a shortened or spoilt code does not."""
    reading = read_tax_id(text)
    assert (reading.slip, reading.meant) == (slip, meant)


@pytest.mark.parametrize(
    ("text", "province"),
    [
        (SELLER, "11"),
        (BUYER, "33"),
        ("110112599688066", "11"),
        ("91110302585816560R", "11"),
        ("个人", None),
    ],
)
def test_province_of_registration_is_read(text: str, province: str | None) -> None:
    """It stands in the region of the code, mended where the slip is plain."""
    assert read_tax_id(text).province == province


def test_citizen_ids_are_told_by_their_check_digit() -> None:
    """A wrong check digit or birthday makes it no citizen's id."""
    text = citizen_id(seeded(2))
    wrong = text[:17] + ("0" if text[17] != "0" else "1")
    assert is_citizen_id(text)
    assert not is_citizen_id(wrong)
    assert not is_citizen_id(text[:10] + "1399" + text[14:])


def test_finding_names_the_letters_and_the_id_meant() -> None:
    """The reader sees what to look at and what it may be."""
    (finding,) = findings(digital(seller_tax_id="9111O302585816506R"))
    assert (finding.field_path, finding.code) == ("inputs.seller_tax_id", "tax_id_letters_read")
    assert (finding.values["letters"], finding.values["expected"]) == ("O", SELLER)


def test_letters_without_a_reading_are_found_all_the_same() -> None:
    """Where no single code can be meant, none is suggested."""
    assert codes(digital(buyer_tax_id="9111O302585816506K")) == {
        "buyer_tax_id": ["tax_id_letters"]
    }


def test_buyer_cannot_be_the_seller() -> None:
    """The same id on both sides is an id entered twice, whatever its case."""
    values = digital(buyer_tax_id=SELLER.lower())
    assert codes(values) == {"buyer_tax_id": ["buyer_equals_seller"]}
    assert codes(digital(buyer_tax_id="")) == {}
    assert codes(digital(buyer_tax_id="个人", seller_tax_id="个人")) == {}
