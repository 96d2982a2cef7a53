"""The state of the invoice's record."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.inference.derive.record import RecordReader
from resolver.inference.derive.status import StatusReading
from resolver.model.answer import Derivation
from resolver.model.context import InvoiceLifecycle, InvoiceRecord
from resolver.model.facts import FactValue
from tests.support.statuses import rules_catalogue

READER = RecordReader(rules_catalogue())


def _facts(
    invoice: InvoiceRecord, provider: str = "", category: str = "none", certainty: str = "certain"
) -> dict[str, FactValue]:
    known = rules_catalogue().providers.get(provider)
    reading = StatusReading(provider=known, category=category, certainty=certainty)
    draft = Derivation()
    READER.derive(invoice, reading, draft)
    return draft.facts


def _state(mark: str, provider: str = "") -> FactValue | None:
    return _facts(InvoiceRecord(lifecycle_text=mark), provider).get("invoice.state")


@pytest.mark.parametrize(
    ("provider", "mark", "state"),
    [
        ("baidu_vat_verification", "QH", "fully_reversed"),
        ("baidu_vat_verification", "bh", "partly_reversed"),
        ("baidu_vat_InvalidSign", "N", "normal"),
        ("aliyun_VerifyVATInvoice", "7", "partly_reversed"),
        ("leqi_fpzt", "2", "voided"),
        ("leqi_fpzt", "8", "fully_reversed"),
        ("leqi_ycpzzt", "2", "abnormal"),
        ("leqi_hzsdbs", "Y", "red_locked"),
        ("input_invoice_status_legacy", "1", "out_of_control"),
        ("huawei_ocr_invoice_verification", "Invalidated", "voided"),
        ("wechat_einvoice", "INVOICE_REIMBURSE_CLOSURE", "claimed"),
    ],
)
def test_mark_means_what_its_provider_says(provider: str, mark: str, state: str) -> None:
    """The same mark means different things with different providers."""
    assert _state(mark, provider) == state


@pytest.mark.parametrize(
    ("mark", "state"),
    [
        ("Y", "voided"),
        ("部分红冲(BH)", "partly_reversed"),
        ("状态：已作废", "voided"),
        ("未作废", "normal"),
        ("非正常", "abnormal"),
        ("PARTIALLY_REVERSED", "partly_reversed"),
        ("Reversed", "fully_reversed"),
        ("红字锁定", "red_locked"),
        ("失控", "out_of_control"),
        ("待审核", "pending_review"),
        ("未上传", "not_uploaded"),
        ("已报销", "claimed"),
        ("UNLOCK", "normal"),
    ],
)
def test_mark_of_nobody_is_read_by_its_words(mark: str, state: str) -> None:
    """Letters that are used alike everywhere, and words in both languages."""
    assert _state(mark) == state


@pytest.mark.parametrize("mark", ["8", "2", "", "？", "\ud800", "状态"])
def test_digits_and_noise_mean_nothing_without_a_provider(mark: str) -> None:
    """A number means something only with the provider that wrote it."""
    assert _state(mark) is None


def test_told_state_comes_before_mark_and_answer() -> None:
    """What the caller knows outweighs the mark, and the mark outweighs the answer."""
    told = InvoiceRecord(InvoiceLifecycle.NORMAL, lifecycle_text="已作废")
    marked = InvoiceRecord(lifecycle_text="已作废")

    assert _facts(told)["invoice.state"] == "normal"
    assert _facts(marked, category="state_claimed")["invoice.state"] == "voided"


@pytest.mark.parametrize(
    ("category", "state"),
    [
        ("state_claimed", "claimed"),
        ("pending_review", "pending_review"),
        ("not_uploaded", "not_uploaded"),
        ("state_unfit", None),
        ("not_found", None),
    ],
)
def test_answer_names_the_state_where_nothing_else_does(category: str, state: str | None) -> None:
    """A category that is a state is the record's state."""
    assert _facts(InvoiceRecord(), category=category).get("invoice.state") == state


def test_mere_hint_is_no_state() -> None:
    """An answer that is only possibly about a state leaves the state unknown."""
    assert _facts(InvoiceRecord(), category="state_voided", certainty="possible") == {}


def test_upload_is_passed_on_as_told() -> None:
    """Absent stays absent, false stays false."""
    invoice = InvoiceRecord(upload_confirmed=False, offline_issued=True)

    assert _facts(invoice) == {"invoice.upload_confirmed": False, "invoice.offline_issued": True}


@given(st.text())
def test_any_mark_is_a_state_or_nothing(mark: str) -> None:
    """No mark is an error."""
    assert _state(mark) in {None, *InvoiceLifecycle}
