"""Tests of the offline checks together: correct values pass, odd ones never break anything."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolver.model.answer import Derivation
from resolver.model.context import AmountKind, InputSource, InvoiceInputs, InvoiceType
from resolver.model.facts import FactType, load_vocabulary
from tests.support.inputs import DIGITAL_NUMBER, digital, electronic, inputs, judged
from tests.support.invoice_types import finding_texts
from tests.support.valid_inputs import seeded, valid_invoice, valid_invoices

FIELD_NAMES = tuple(field.name for field in fields(InvoiceInputs))
ODD_PIECES = [
    *("0", "1", "9", "00000", "O", "l", ".", ",", "-", "/", "+", "'", '"', "=", "E+19", "元", "¥"),
    *("年", "月", "日", "十", "万", "T", ":", "X", "Z", "null", " ", "\u200b", "\ufeff", "\u3000"),
    *("\x00", "０", "９", "〇", "٣", "²", "🎫", "\ud800", DIGITAL_NUMBER, "011002300111"),
    *("20260230", "91110302585816506R"),
]


@pytest.mark.parametrize("kind", InvoiceType)
def test_correct_values_of_each_type_are_never_flagged(kind: InvoiceType) -> None:
    """Two thousand correct invoices of a type pass every check and are all in order."""
    rng = seeded(kind.value)
    for _ in range(2000):
        values, at = valid_invoice(rng, kind)
        draft = judged(values, at=at)[1]
        assert draft.findings == [], values
        assert draft.facts["inputs.all_ok"] is True


@pytest.mark.parametrize("kind", InvoiceType)
def test_correct_values_are_not_flagged_when_others_are_unknown(kind: InvoiceType) -> None:
    """What nobody told is never held against what was told, the type included."""
    rng = seeded(f"partly {kind}")
    for _ in range(1000):
        values, at = valid_invoice(rng, kind)
        unknown = {name: None for name in FIELD_NAMES if rng.random() < 0.3}
        assert judged(replace(values, **unknown), at=at)[1].findings == []


@settings(max_examples=200)
@given(valid_invoices())
def test_correct_values_pass_however_they_are_drawn(drawn: tuple[InvoiceInputs, object]) -> None:
    """Hypothesis finds no correct invoice that a check dislikes."""
    values, at = drawn
    assert judged(values, at=at)[1].findings == []  # type: ignore[arg-type]


texts = st.one_of(
    st.none(),
    st.text(st.characters(exclude_categories=())),
    st.lists(st.sampled_from(ODD_PIECES), max_size=12).map("".join),
)


@settings(max_examples=400)
@given(
    st.builds(
        InvoiceInputs,
        invoice_type=st.none() | st.sampled_from(InvoiceType),
        amount_kind=st.none() | st.sampled_from(AmountKind),
        source=st.none() | st.sampled_from(InputSource),
        **dict.fromkeys(set(FIELD_NAMES) - {"invoice_type", "amount_kind", "source"}, texts),
    )
)
def test_odd_values_yield_declared_facts_and_known_findings(values: InvoiceInputs) -> None:
    """Any text at all ends in facts of the vocabulary and findings that the rulebook words."""
    reading, draft = judged(values)
    assert reading.province is None or len(reading.province) == 2
    assert all(finding.code in finding_texts() for finding in draft.findings)
    assert_declared(draft)


@pytest.mark.parametrize("piece", ["9", " ", "O", "\u200b", "１", "元", "1,", "\ud800", "\x00"])
def test_ten_thousand_characters_are_read_in_short(piece: str) -> None:
    """A value of 10,000 characters is judged by its first ones, and shown cut."""
    names = set(FIELD_NAMES) - {"invoice_type", "amount_kind", "source"}
    values = InvoiceInputs(InvoiceType.BLOCKCHAIN, **dict.fromkeys(names, piece * 10_000))
    draft = judged(values)[1]
    shown = [text for finding in draft.findings for text in finding.values.values()]
    assert all(len(text) <= 66 for text in shown)
    assert draft.facts["inputs.all_ok"] is False


def test_nothing_told_is_nothing_given() -> None:
    """Without values there are no facts about them, and nothing is read."""
    reading, draft = judged(InvoiceInputs())
    assert draft.facts == {"inputs.given": False}
    assert (reading.issue_date, reading.province, reading.invoice_type) == (None, None, None)


def test_source_alone_is_no_value() -> None:
    """How values come in is told without telling any value."""
    facts = judged(inputs(source="OCR"))[1].facts
    assert facts == {"inputs.given": False, "inputs.source": "ocr"}


def test_reading_tells_day_province_and_type() -> None:
    """Other subjects learn the day of issue, the province and the type."""
    reading = judged(digital())[0]
    assert f"{reading.issue_date} {reading.province}" == "2026-03-02 11"
    assert reading.invoice_type is InvoiceType.DIGITAL_GENERAL


def test_type_that_the_values_fit_is_read_instead_of_the_chosen_one() -> None:
    """A 20-digit number without a code makes the chosen older type a digital one."""
    reading = judged(inputs(invoice_type="VAT_SPECIAL", invoice_number=DIGITAL_NUMBER))[0]
    assert reading.invoice_type is InvoiceType.DIGITAL_SPECIAL


@pytest.mark.parametrize(
    ("values", "province"),
    [
        (digital(invoice_number="26957000001140279758"), "44"),
        (digital(invoice_number="26967000001140279758"), None),
        (digital(invoice_code="251170000003", invoice_number="18204475", issue_date=None), "11"),
        (electronic(invoice_code="11002300111"), "11"),
        (electronic(invoice_code="037022300111"), "37"),
        (inputs(invoice_type="LOCAL_GENERIC", invoice_code="211001670071"), "11"),
        (inputs(invoice_code="211001670071"), None),
    ],
)
def test_province_comes_from_number_or_code(values: InvoiceInputs, province: str | None) -> None:
    """The province is read from whichever of the two can name it, mended where that is plain."""
    assert judged(values)[0].province == province


def assert_declared(draft: Derivation) -> None:
    """Assert that facts are of the vocabulary, with values it allows."""
    declared = load_vocabulary().with_tables({"findings": dict.fromkeys(finding_texts())}).facts  # type: ignore[arg-type]
    types = {FactType.BOOLEAN: bool, FactType.NUMBER: int, FactType.ENUM: str}
    for name, value in draft.facts.items():
        assert type(value) is types[declared[name].type], name
        if declared[name].type is FactType.ENUM:
            assert value in (declared[name].values or {}), name
