"""Tests of the provinces that numbers and codes name."""

from __future__ import annotations

import pytest

from resolver.inference.derive.provinces import (
    PLAN_CITIES,
    names_a_place,
    province_of_code,
    province_of_number,
    provinces,
)


def test_provinces_are_those_of_the_vocabulary() -> None:
    """There are 31, and every plan city lies in one of them."""
    assert len(provinces()) == 31
    assert set(PLAN_CITIES.values()) <= provinces()


@pytest.mark.parametrize(
    ("number", "province", "place"),
    [
        ("26117000001140279758", "11", True),
        ("26332000004914581131", "33", True),
        ("26937000000075790598", "33", True),
        ("24952000000110579895", "44", True),
        ("26992000000110579895", None, True),
        ("26102000000110579895", None, False),
        ("2", None, False),
    ],
)
def test_digits_3_and_4_name_the_province(number: str, province: str | None, place: bool) -> None:
    """A plan city stands for its province; another 9x may be one that nobody has seen."""
    assert province_of_number(number) == province
    assert names_a_place(number) is place


@pytest.mark.parametrize(
    ("code", "province"),
    [
        ("1100231130", "11"),
        ("4403181130", "44"),
        ("011002300111", "11"),
        ("144032409110", "44"),
        ("11002300111", "11"),
        ("9900231130", None),
        ("1100", None),
        ("", None),
    ],
)
def test_region_of_a_code_names_the_province(code: str, province: str | None) -> None:
    """Ten digits begin with the region; of twelve it stands behind the first."""
    assert province_of_code(code) == province
