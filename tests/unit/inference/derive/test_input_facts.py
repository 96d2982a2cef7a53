"""Tests of the facts about typed values."""

from __future__ import annotations

import pytest

from resolver.model.context import InvoiceInputs
from tests.support.inputs import digital, electronic, inputs, judged, special


def facts(values: InvoiceInputs) -> dict[str, object]:
    """Return the facts about values, without the prefix that all of them share."""
    return {name.removeprefix("inputs."): v for name, v in judged(values)[1].facts.items()}


def test_correct_digital_invoice_is_described_in_full() -> None:
    """Every fact of a correct invoice, and no other."""
    assert facts(digital(source="QR_CODE")) == {
        "given": True,
        "source": "qr_code",
        "type_family": "digital",
        "number_family": "digital",
        "invoice_type.present": True,
        "invoice_number.present": True,
        "invoice_number.ok": True,
        "issue_date.present": True,
        "issue_date.ok": True,
        "amount.present": True,
        "amount.ok": True,
        "amount.matters": True,
        "amount.basis": "tax_inclusive",
        "amount.basis_due": "tax_inclusive",
        "check_code.matters": False,
        "seller_tax_id.present": True,
        "seller_tax_id.ok": True,
        "seller_tax_id.matters": False,
        "missing_required": False,
        "problem_count": 0,
        "ocr_trace": False,
        "spreadsheet_trace": False,
        "paste_trace": False,
        "all_ok": True,
    }


def test_problem_is_the_most_telling_finding_of_the_field() -> None:
    """Letters come before the year that they stand in."""
    told = facts(digital(invoice_number="25l17000001140279758"))
    assert told["invoice_number.problem"] == "letters_for_digits"
    assert told["invoice_number.ok"] is False
    assert told["all_ok"] is False


def test_problem_count_counts_fields() -> None:
    """Two findings in one field are one problem, a contradicting option another."""
    told = facts(special(amount="1,280.00", amount_kind="TAX_INCLUSIVE", invoice_number="7881178"))
    assert told["problem_count"] == 2


def test_field_left_empty_is_absent_and_not_ok_only_where_needed() -> None:
    """An empty code is right for a digital invoice and a problem of an older one."""
    of_digital, of_special = facts(digital(invoice_code="")), facts(special(invoice_code=""))
    assert of_digital["invoice_code.present"] is False
    assert "invoice_code.ok" not in of_digital
    assert of_special["invoice_code.ok"] is False
    assert of_special["missing_required"] is True


def test_all_ok_is_unknown_while_a_needed_field_is() -> None:
    """Nobody vouches for a field that nobody told."""
    assert "all_ok" not in facts(digital(amount=None))
    assert "all_ok" not in facts(inputs(invoice_number="12345678"))


@pytest.mark.parametrize(
    ("values", "family"),
    [
        (digital(), "digital"),
        (digital(invoice_number="2611700000114027975"), "digital"),
        (digital(invoice_code="261170000011", invoice_number="40279758"), "digital"),
        (electronic(), "legacy"),
        (inputs(invoice_number="12345678"), "legacy"),
        (inputs(invoice_number="123"), "unclear"),
        (inputs(invoice_number="x"), "unclear"),
        (inputs(issue_date="20260305"), None),
    ],
)
def test_number_family_is_what_number_and_code_point_to(
    values: InvoiceInputs, family: str | None
) -> None:
    """Twenty digits, also torn or one short, are digital; eight, or a code's layout, are older."""
    assert facts(values).get("number_family") == family


@pytest.mark.parametrize(
    ("values", "trace"),
    [
        (electronic(check_code="7O3618"), "ocr_trace"),
        (electronic(invoice_code="11002300111"), "spreadsheet_trace"),
        (digital(invoice_number="2.6117E+19"), "spreadsheet_trace"),
        (digital(issue_date="46083"), "spreadsheet_trace"),
        (electronic(check_code="18 026"), "paste_trace"),
        (digital(amount="１１３．００"), "paste_trace"),
    ],
)
def test_traces_tell_how_a_value_was_spoilt(values: InvoiceInputs, trace: str) -> None:
    """Letters, spreadsheet forms and pasted characters each leave their trace, and no other."""
    told = facts(values)
    assert [n for n in ("ocr_trace", "spreadsheet_trace", "paste_trace") if told[n]] == [trace]


def test_kind_of_the_code_is_told_beside_the_chosen_family() -> None:
    """A contradiction shows in both facts."""
    told = facts(special(invoice_code="011002300111", check_code="180267"))
    assert (told["type_family"], told["kind_from_code"]) == ("legacy", "electronic_general")
    assert told["check_code.matters"] is True
