"""Tests of the facts of place."""

from __future__ import annotations

import pytest

from resolver.inference.derive.place import derive_place
from resolver.model.answer import Derivation
from resolver.model.context import Requester
from tests.support.inputs import BUYER, SELLER, inputs
from tests.support.readings import inputs_reading


def place(
    province: str | None, region: str | None = None, seller: str | None = None
) -> dict[str, object]:
    """Return the facts of place of an invoice from a province."""
    draft = Derivation()
    values = inputs(seller_tax_id=seller)
    derive_place(inputs_reading(province=province), Requester(region=region), values, draft)
    return {name.removeprefix("place."): value for name, value in draft.facts.items()}


def test_beijing_invoice_of_a_beijing_requester_is_at_home() -> None:
    """Same province, and Beijing's."""
    expected = {"invoice_province": "11", "is_beijing_invoice": True, "other_province": False}
    assert place("11", "110105") == expected


def test_invoice_from_elsewhere_goes_to_another_node() -> None:
    """A Beijing requester with a Zhejiang invoice."""
    expected = {"invoice_province": "33", "is_beijing_invoice": False, "other_province": True}
    assert place("33", "110105") == expected


@pytest.mark.parametrize("region", [None, "", "北京", "99", "\ud800"])
def test_unknown_home_compares_with_nothing(region: str | None) -> None:
    """Without a readable region nobody knows whether the province is another one."""
    assert "other_province" not in place("11", region)


def test_seller_registered_elsewhere_is_told() -> None:
    """A head office in Beijing may issue through a branch in Zhejiang."""
    assert place("33", seller=SELLER)["seller_elsewhere"] is True
    assert place("33", seller=BUYER)["seller_elsewhere"] is False
    assert "seller_elsewhere" not in place("33", seller="个人")


def test_unknown_province_tells_nothing() -> None:
    """Without number and code there is no place."""
    assert place(None, "110105", SELLER) == {}
