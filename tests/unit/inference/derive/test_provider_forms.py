"""What one provider wants otherwise is told where its answer doubts the values, and only there."""

from __future__ import annotations

import pytest

from resolver.inference.derive.provider_forms import derive_provider_forms
from resolver.inference.derive.status import StatusReading
from resolver.model.answer import Derivation
from resolver.model.context import InvoiceInputs
from resolver.model.knowledge import Provider
from resolver.model.texts import Text


def _derive(
    inputs: InvoiceInputs, *, doubted: bool = True, category: str = "invalid_request", **form: str
) -> Derivation:
    provider = Provider("p", Text("某", "some"), "cloud", **form)  # type: ignore[arg-type]
    draft = Derivation()
    reading = StatusReading(provider=provider, category=category)
    derive_provider_forms(inputs, reading, doubted, draft)
    return draft


@pytest.mark.parametrize(
    ("form", "typed", "unlike"),
    [
        ("YYYYMMDD", "20260305", False),
        ("YYYYMMDD", "2026-03-05", True),
        ("YYYY-MM-DD", "2026-03-05", False),
        ("YYYY-MM-DD", " 20260305 ", True),
    ],
)
def test_dates_are_compared_with_the_providers_form(form: str, typed: str, unlike: bool) -> None:
    """The form a provider wants decides, not taste."""
    draft = _derive(InvoiceInputs(issue_date=typed), date_form=form)
    assert draft.facts == {"inputs.issue_date.unlike_provider": unlike}
    assert [f.code for f in draft.findings] == ["date_unlike_provider"] * unlike


@pytest.mark.parametrize(
    ("form", "typed", "code"),
    [
        ("two_decimals", "88.00", ""),
        ("two_decimals", "88", "amount_not_two_decimals"),
        ("two_decimals", "-88.5", "amount_not_two_decimals"),
        ("whole_fen", "8800", ""),
        ("whole_fen", "88.00", "amount_not_whole_fen"),
    ],
)
def test_amounts_are_compared_with_the_providers_form(form: str, typed: str, code: str) -> None:
    """Decimals and unit are the provider's to choose."""
    draft = _derive(InvoiceInputs(amount=typed), amount_form=form)
    assert draft.facts == {"inputs.amount.unlike_provider": bool(code)}
    assert [f.code for f in draft.findings] == ([code] if code else [])


def test_an_answer_that_doubts_nothing_brings_no_finding() -> None:
    """A connector may well have converted the value: the fact stays, the finding does not."""
    draft = _derive(InvoiceInputs(amount="88"), doubted=False, amount_form="two_decimals")
    assert draft.facts["inputs.amount.unlike_provider"] is True
    assert draft.findings == []


@pytest.mark.parametrize("typed", [None, "", "abc", "2026/3/5", "\ud800"])
def test_values_that_are_not_plain_are_left_to_others(typed: str | None) -> None:
    """What is absent or already found wrong is not compared."""
    draft = _derive(
        InvoiceInputs(issue_date=typed, amount=typed),
        date_form="YYYYMMDD",
        amount_form="two_decimals",
    )
    assert (draft.facts, draft.findings) == ({}, [])


def test_the_only_empty_field_explains_a_missing_value() -> None:
    """Of two empty fields nobody knows which is missed, of one it is plain."""
    one = _derive(InvoiceInputs(buyer_tax_id=" ", amount="1.00"), category="missing_field")
    two = _derive(InvoiceInputs(buyer_tax_id="", amount=""), category="missing_field")
    assert [(f.field_path, f.code) for f in one.findings] == [
        ("inputs.buyer_tax_id", "empty_and_missed")
    ]
    assert two.findings == []
