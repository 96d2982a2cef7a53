"""Texts carry the values of the context, by label and in the language of the caller."""

from __future__ import annotations

from resolver.inference.wording import Wording, fill_values
from resolver.model.facts import load_vocabulary
from resolver.model.texts import Text


def test_values_are_named_by_their_labels() -> None:
    """An enum value reads as the vocabulary calls it."""
    text = Text("身份：{requester.role}", "role: {requester.role}")
    wording = Wording(load_vocabulary())
    facts = {"requester.role": "tax_clerk"}
    assert wording.writer(text, "zh-CN")(facts) == "身份：办税员"
    assert wording.writer(text, "en")(facts) == "role: tax clerk"


def test_an_absent_value_reads_as_unknown() -> None:
    """A text never shows an empty gap."""
    text = Text("{timing.attempts} 次", "{timing.attempts} times")
    assert Wording(load_vocabulary()).writer(text, "en")({}) == "unknown times"


def test_numbers_lose_needless_digits() -> None:
    """Two hours are two hours, not 2.0."""
    text = Text("{timing.invoice_age_hours}", "{timing.invoice_age_hours}")
    wording = Wording(load_vocabulary())
    assert wording.writer(text, "en")({"timing.invoice_age_hours": 2.0}) == "2"
    assert wording.writer(text, "en")({"timing.invoice_age_hours": 2.25}) == "2.2"


def test_a_finding_fills_its_own_values() -> None:
    """A value that a check did not give leaves no braces behind."""
    assert fill_values("应为 {expected}，实为 {value}{more}", {"expected": "8", "value": "7"}) == (
        "应为 8，实为 7"
    )
