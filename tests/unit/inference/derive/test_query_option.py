"""Tests of query options."""

from __future__ import annotations

import pytest

from resolver.inference.derive.query_option import option_contradicts
from resolver.model.context import InvoiceType
from tests.support.inputs import digital, judged, provider

TENCENT = provider("tencent", t32=InvoiceType.BLOCKCHAIN, t01=InvoiceType.VAT_SPECIAL)


@pytest.mark.parametrize(
    "option",
    [
        "InvoiceKind=32",
        "invoicekind = 32",
        '{"InvoiceKind":"32"}',
        "种类：32",
        "type=1",
        "01",
        " 32 ",
    ],
)
def test_number_of_another_type_contradicts(option: str) -> None:
    """The number counts as the provider counts it, however the option is written."""
    assert option_contradicts(option, InvoiceType.DIGITAL_GENERAL, TENCENT)


@pytest.mark.parametrize(
    ("option", "kind"),
    [
        ("InvoiceKind=32", InvoiceType.BLOCKCHAIN),
        ("type=01", InvoiceType.VAT_SPECIAL),
        ("type=99", InvoiceType.VAT_SPECIAL),
        ("type=3200", InvoiceType.VAT_SPECIAL),
        ("isNew=32", InvoiceType.VAT_SPECIAL),
        ("", InvoiceType.VAT_SPECIAL),
        ("\ud800" * 10_000, InvoiceType.VAT_SPECIAL),
    ],
)
def test_other_options_contradict_nothing(option: str, kind: InvoiceType) -> None:
    """The right number, an unknown one, and options about something else."""
    assert not option_contradicts(option, kind, TENCENT)


def test_contradiction_is_a_fact_without_a_finding() -> None:
    """The value is not wrong in itself, so that only the cause speaks of it."""
    draft = judged(digital(query_option="InvoiceKind=32"), TENCENT)[1]
    assert draft.facts["inputs.query_option.problem"] == "option_contradicts_type"
    assert draft.facts["inputs.all_ok"] is False
    assert draft.findings == []


def test_unknown_provider_is_not_second_guessed() -> None:
    """Type numbers mean something only at a provider."""
    facts = judged(digital(query_option="InvoiceKind=32"))[1].facts
    assert "inputs.query_option.problem" not in facts
