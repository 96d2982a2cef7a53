"""What is masked does not reach the log, whatever goes wrong."""

from __future__ import annotations

from dataclasses import fields
from typing import get_args, get_type_hints

import pytest

from resolver.model.context import InvoiceInputs, LookupContext, LookupOutcome
from resolver.runtime.decisions.contexts import ContextWriter, context_data
from resolver.runtime.decisions.masking import (
    DEFAULT_MASKS,
    FAILED,
    HASHED,
    Mask,
    Masker,
    is_masked,
)

KEY = b"k" * 32


def test_every_text_of_a_context_has_a_mask() -> None:
    """A field that is added to the contract has to be thought of here."""
    texts = {"attributes", "lookup_id"}
    for section in fields(LookupContext):
        kind = type(getattr(LookupContext(), section.name))
        if section.name in texts:
            continue
        hints = get_type_hints(kind)
        texts |= {
            f"{section.name}.{field.name}"
            for field in fields(kind)
            if str in get_args(hints[field.name]) or hints[field.name] == tuple[str, ...]
        }
    assert set(DEFAULT_MASKS) == texts


@pytest.mark.parametrize(
    ("mask", "text", "kept"),
    [
        (Mask.CLEAR, "91110108MA01ABCD2X", "91110108MA01ABCD2X"),
        (Mask.LAST4, "91110108MA01ABCD2X", "*CD2X"),
        (Mask.LAST4, "1234567", "*"),
        (Mask.DROP, "1234567", "*"),
        (Mask.WORDS, "发票12345678不存在，金额1,234.50元", "发票*不存在，金额*元"),
        (Mask.WORDS, "税号９１１１０１０８ＭＡ０１有误", "税号*有误"),
        (Mask.WORDS, "HTTP 50, gateway v2 is away", "HTTP 50, gateway v2 is away"),
        (Mask.DROP, "", ""),
        (Mask.HASH, "", ""),
    ],
)
def test_a_mask_keeps_what_it_says(mask: Mask, text: str, kept: str) -> None:
    """And no more."""
    assert Masker({"inputs.amount": mask}, KEY).way("inputs.amount")(text) == kept


def test_equal_values_stay_equal_and_need_the_key() -> None:
    """Another key gives other digests."""
    masker = Masker({}, KEY)
    amount, number = masker.way("inputs.amount"), masker.way("inputs.invoice_number")
    assert amount("100.00") == number("100.00") != amount("100.01")
    assert amount("100.00") != Masker({}, b"o" * 32).way("inputs.amount")("100.00")
    assert is_masked(amount("100.00"))


def test_a_mask_that_fails_lets_nothing_through(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told, and the rest of the context is kept."""
    failed: list[str] = []
    masker = Masker({}, KEY, failed.append)
    monkeypatch.setattr(masker, "_hasher", None)
    context = LookupContext(
        inputs=InvoiceInputs(amount="1234.00"), outcome=LookupOutcome(provider="etax")
    )
    assert ContextWriter(masker).write(context) == {
        "inputs.amount": FAILED,
        "outcome.provider": "etax",
    }
    assert failed == ["inputs.amount"]


def test_a_text_without_a_mask_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody said how to keep it."""
    monkeypatch.delitem(DEFAULT_MASKS, "inputs.amount")
    context = LookupContext(inputs=InvoiceInputs(amount="1234.00", issue_date="20260105"))
    assert ContextWriter(Masker({}, KEY)).write(context) == {"inputs.issue_date": "20260105"}


def test_a_context_is_kept_with_masks_of_its_fields() -> None:
    """What nobody told is left out, and what is no text kept."""
    context = LookupContext(
        inputs=InvoiceInputs(amount="12.00", issue_date="20260105"),
        attributes=(("erp", "SAP"),),
    )
    kept = ContextWriter(Masker({"attributes": Mask.CLEAR}, KEY)).write(context)
    assert kept.pop("inputs.amount").startswith(HASHED)
    assert kept == {"inputs.issue_date": "20260105", "attributes.erp": "SAP"}
    assert context_data(kept) == {
        "inputs": {"issue_date": "20260105"},
        "attributes": {"erp": "SAP"},
    }
