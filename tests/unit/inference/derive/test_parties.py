"""Buyer and seller look swapped where only the buyer is registered in the invoice's province."""

from __future__ import annotations

from typing import Any

import pytest

from resolver.inference.derive.parties import derive_parties
from resolver.inference.derive.place import derive_place
from resolver.model.answer import Derivation
from resolver.model.context import Requester
from tests.support.inputs import BUYER, SELLER, inputs
from tests.support.readings import inputs_reading

BEIJING, ZHEJIANG, SHANGHAI = "11", "33", "31"  # the seller's, the buyer's, and nobody's


def parties(
    province: str | None,
    seller: str | None = SELLER,
    buyer: str | None = BUYER,
    *,
    category: str = "none",
    doubted: bool = False,
    matters: bool = True,
) -> Derivation:
    """Return what is derived of two tax ids and the province of an invoice."""
    draft = Derivation({"inputs.seller_tax_id.matters": matters})
    values = inputs(seller_tax_id=seller, buyer_tax_id=buyer)
    derive_place(inputs_reading(province=province), Requester(), values, draft)
    derive_parties(values, category, doubted, draft)
    return draft


@pytest.mark.parametrize(
    ("province", "seller", "buyer", "swapped"),
    [
        (BEIJING, SELLER, BUYER, False),
        (ZHEJIANG, SELLER, BUYER, True),
        (SHANGHAI, SELLER, BUYER, False),  # a branch issued it
        (BEIJING, SELLER, SELLER, False),
        (ZHEJIANG, SELLER, "个人", None),
        (ZHEJIANG, SELLER, None, None),
        (ZHEJIANG, None, BUYER, None),
        (None, SELLER, BUYER, None),
    ],
)
def test_swap_shows_where_only_the_buyer_is_at_home(
    province: str | None, seller: str | None, buyer: str | None, swapped: bool | None
) -> None:
    """Unless one of the three names no province: then nobody knows."""
    assert parties(province, seller, buyer).facts.get("place.parties_swapped") is swapped


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ({"category": "title_mismatch", "matters": False}, True),
        ({"category": "invalid_tax_id", "matters": False}, True),
        ({"category": "mismatch", "doubted": True}, True),
        ({"category": "mismatch", "doubted": True, "matters": False}, False),
        ({"category": "not_found"}, False),
        ({}, False),
    ],
)
def test_swap_is_a_finding_only_where_it_explains_the_answer(
    answer: dict[str, Any], told: bool
) -> None:
    """Right values may look like that, so they are not doubted without a reason."""
    expected = [("inputs.seller_tax_id", "parties_swapped", {"value": SELLER})] if told else []
    found = parties(ZHEJIANG, f" {SELLER}", **answer).findings
    assert [(one.field_path, one.code, one.values) for one in found] == expected


def test_parties_in_their_places_are_not_doubted() -> None:
    """Not even where the answer is about them."""
    assert parties(BEIJING, category="title_mismatch").findings == []
