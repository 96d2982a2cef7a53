"""All subjects together: one context in, facts, findings and instants out."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.inference.derive import Deriver
from resolver.model.answer import Derivation
from resolver.model.context import (
    BatchInfo,
    Channel,
    ClientEnvironment,
    InvoiceInputs,
    InvoiceRecord,
    InvoiceType,
    LookupContext,
    LookupOutcome,
    LookupTiming,
    Requester,
    Role,
)
from resolver.model.facts import FactDeclaration, FactType, FactValue, load_vocabulary
from tests.support.calendars import moment, shipped_knowledge

KNOWLEDGE = shipped_knowledge()
DERIVER = Deriver(KNOWLEDGE)
VOCABULARY = load_vocabulary().with_tables(
    {
        "status_categories": {
            name: c.meaning for name, c in KNOWLEDGE.catalogue.categories.items()
        },
        "findings": {name: f.message for name, f in KNOWLEDGE.findings.items()},
    }
)
NOW = moment("2025-10-16 10:00")
CONTEXT = LookupContext(
    inputs=InvoiceInputs(
        invoice_type=InvoiceType.DIGITAL_GENERAL,
        invoice_number="25117000001140279758",
        issue_date="2025-10-16",
        amount="113.00",
        buyer_tax_id="91110108MA01F3K720",
    ),
    outcome=LookupOutcome(provider="sta_inv_veri_query", code="009", message="查无此票"),
    timing=LookupTiming(
        queried_at=NOW, issued_at=NOW - timedelta(hours=1), attempts=2, attempts_today=2
    ),
    requester=Requester(role=Role.TAX_CLERK, tax_id="91110108MA01F3K720", region="110108"),
    client=ClientEnvironment(channel=Channel.OFFICIAL_WEB, browser="Chrome 139"),
    invoice=InvoiceRecord(offline_issued=False),
    batch=BatchInfo(size=3, row=1, failed_rows=1),
)


def problems(derivation: Derivation) -> list[str]:
    """Return what of a derivation the vocabulary does not allow."""
    facts = [
        f"{name}={value!r}"
        for name, value in derivation.facts.items()
        if not _is_allowed(VOCABULARY.facts.get(name), value)
    ]
    instants = [name for name in derivation.instants if name not in VOCABULARY.instants]
    findings = [f.code for f in derivation.findings if f.code not in KNOWLEDGE.findings]
    return facts + instants + findings


def _is_allowed(fact: FactDeclaration | None, value: FactValue) -> bool:
    if fact is None:
        return False
    if fact.type is FactType.BOOLEAN:
        return isinstance(value, bool)
    if fact.type is FactType.ENUM:
        return type(value) is str and value in (fact.values or {})
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def test_every_subject_adds_its_facts() -> None:
    """One ordinary lookup is seen from all sides."""
    derivation = DERIVER.derive(CONTEXT, NOW)
    subjects = {name.split(".")[0] for name in derivation.facts}
    assert subjects >= {
        *("status", "inputs", "place", "timing", "calendar", "requester", "client"),
        *("invoice", "batch"),
    }
    assert derivation.facts["status.category"] == "not_found"
    assert derivation.facts["timing.invoice_age_hours"] == 1
    assert derivation.facts["requester.is_party"] is True
    assert derivation.instants["invoice_tomorrow"] == moment("2025-10-17 00:00")
    assert problems(derivation) == []


def test_empty_context_has_the_calendar_and_little_else() -> None:
    """Where nothing is told, only the clock and absence itself speak."""
    derivation = DERIVER.derive(LookupContext(), NOW)
    assert derivation.findings == []
    assert derivation.facts["status.category"] == "none"
    assert derivation.facts["batch.given"] is False
    assert {"next_midnight", "next_workday", "after_backoff"} <= derivation.instants.keys()
    assert not [name for name in derivation.facts if name.startswith(("place.", "client."))]
    assert problems(derivation) == []


def test_derivation_depends_on_context_and_moment_alone() -> None:
    """What is remembered between contexts changes nothing."""
    fresh = Deriver(KNOWLEDGE)
    DERIVER.derive(replace(CONTEXT, timing=LookupTiming()), NOW + timedelta(days=40))
    assert DERIVER.derive(CONTEXT, NOW) == fresh.derive(CONTEXT, NOW)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\0",
        "😭" * 20,
        "９" * 40,
        "\ud800",
        "9" * 10_000,
        "a" * 10_000,
        "1e999",
        "<p>" * 3000,
    ],
    ids=ascii,
)
def test_odd_text_in_every_field_is_no_error(text: str) -> None:
    """Whatever was typed, sent or stored, facts come out typed and finite."""
    assert problems(DERIVER.derive(_filled_with(text), NOW)) == []


@given(st.text(max_size=60), st.dates(date(2001, 1, 1), date(2098, 1, 1)))
def test_any_text_in_every_field_on_any_day_is_no_error(text: str, day: date) -> None:
    """No text and no day of this century breaks the derivation."""
    at = datetime.combine(day, NOW.timetz())
    assert problems(DERIVER.derive(_filled_with(text), at)) == []


def _filled_with(text: str) -> LookupContext:
    """Return a context that has one text in every text field."""
    return LookupContext(
        inputs=InvoiceInputs(
            invoice_type=InvoiceType.VAT_GENERAL,
            **dict.fromkeys(
                (
                    *("invoice_code", "invoice_number", "issue_date", "amount", "check_code"),
                    *("seller_tax_id", "buyer_tax_id", "query_option"),
                ),
                text,
            ),
        ),
        outcome=LookupOutcome(text, text, text, text, 200, text),
        requester=Requester(permissions=(text, text), tax_id=text, region=text, user_id=text),
        client=ClientEnvironment(None, text, text, text, text, text, packet_loss_ratio=math.nan),
        invoice=InvoiceRecord(lifecycle_text=text),
        batch=BatchInfo(size=2, file_format=text),
        attributes=((text, text), ("note", text)),
    )
