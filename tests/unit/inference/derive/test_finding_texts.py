"""Tests that every finding has words, and every word its value."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import resolver.inference.derive.inputs as entry
from resolver.inference.derive.typing_traces import OCR_CODES, PASTE_CODES, SPREADSHEET_CODES
from resolver.inference.wording import fill_values
from resolver.model.answer import Finding
from resolver.model.findings import FINDING_CODES
from tests.support.inputs import (
    BUYER,
    DIGITAL_NUMBER,
    SELLER,
    digital,
    electronic,
    findings,
    inputs,
    special,
)
from tests.support.invoice_types import finding_texts

_FOLDER = Path(entry.__file__).parent
_PLACEHOLDER = re.compile(r"\{(\w+)\}")

EXAMPLES = (
    *(
        digital(amount=text)
        for text in ("", "1,2800", "¥1", "1,5", "1.234", "+1", "一万", "0", "?", "1E5")
    ),
    digital(amount="1O.00", amount_kind="TAX_EXCLUSIVE"),
    *(digital(invoice_code=text) for text in ("1", DIGITAL_NUMBER)),
    digital(invoice_code=DIGITAL_NUMBER[:12], invoice_number=DIGITAL_NUMBER[12:]),
    *(
        digital(invoice_number=text)
        for text in (
            "12345678",
            "62117000001140279758",
            "99117000001140279758",
            "25117000001140279758",
            "26107000001140279758",
            "2611700000114027975",
            "261170000001140279758",
            "123",
            "26117000001140200000",
            "01100230011121300552",
            "26117000001140279758.0",
            "２６117000001140279758",
            "26117000001140279758\u200b",
        )
    ),
    *(
        digital(invoice_number=None, issue_date=text)
        for text in (
            "2026/3/2",
            "2026-03-02 10:00",
            "3月2日",
            "2026-03",
            "26-03-02",
            "46083",
            "1741104000",
            "02/28/2026",
            "03/02/2026",
            "20262802",
            "20260230",
            "20260306",
            "19850101",
            "x",
            "20260302 ",
        )
    ),
    *(
        special(invoice_code=text)
        for text in ("9900231130", "1100251130", "1100231110", "110", "x", "'1")
    ),
    special(invoice_code="78811787", invoice_number="1100231130"),
    special(invoice_code="011002300113"),
    special(invoice_number="1"),
    special(invoice_number=DIGITAL_NUMBER),
    inputs(invoice_type="ROLL", invoice_number=DIGITAL_NUMBER),
    electronic(invoice_code="11002300111"),
    electronic(check_code="1"),
    electronic(check_code="1", source="IMPORT_FILE"),
    electronic(check_code="12345678901234567890"),
    *(
        digital(seller_tax_id=text)
        for text in (
            "9111",
            "9111!",
            "9111O302585816506R",
            "9111O302585816506K",
            "91110302585816560R",
            "91110302585816586R",
            "91110302585816506K",
        )
    ),
    digital(seller_tax_id=BUYER, buyer_tax_id=BUYER),
)


MADE_ELSEWHERE = {
    "date_unlike_provider",  # these need the provider's answer: see test_provider_forms.py
    "amount_not_two_decimals",
    "amount_not_whole_fen",
    "empty_and_missed",
    "parties_swapped",  # test_parties.py
}


def test_examples_cover_every_finding() -> None:
    """Each code of the product is made by some check, and each has its words in the rulebook."""
    made: set[str] = {finding.code for values in EXAMPLES for finding in findings(values)}
    assert made | MADE_ELSEWHERE == set(FINDING_CODES)
    assert set(finding_texts()) == {
        *FINDING_CODES,
        "option_contradicts_type",
    }  # that is no finding


def test_codes_of_traces_are_findings() -> None:
    """A trace names no finding that does not exist."""
    assert set(finding_texts()) >= OCR_CODES | SPREADSHEET_CODES | PASTE_CODES


@pytest.mark.parametrize("values", EXAMPLES)
def test_texts_of_a_finding_find_all_their_values(values: object) -> None:
    """No sentence is left with a hole in it, in either language."""
    for finding in findings(values):  # type: ignore[arg-type]
        for text in texts_of(finding):
            holes = [name for name in _PLACEHOLDER.findall(text) if not finding.values.get(name)]
            assert holes == [], finding
            assert "{" not in fill_values(text, finding.values)


def test_no_code_of_a_finding_is_misspelt() -> None:
    """Every code that the modules write out is declared; the type checker sees the others."""
    written = set()
    for path in _FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Finding":
                code = node.args[1]
                written |= {code.value} if isinstance(code, ast.Constant) else set()
    assert written
    assert written <= set(FINDING_CODES)


def texts_of(finding: Finding) -> list[str]:
    """Return message and suggestion of a finding in both languages."""
    row = finding_texts()[finding.code]
    return [
        row[part][language] for part in ("message", "suggestion") for language in ("zh-CN", "en")
    ]


def test_sample_reads_as_a_sentence() -> None:
    """Words and values make a sentence that names the way out."""
    (finding,) = findings(electronic(invoice_code="11002300111"))
    assert fill_values(texts_of(finding)[2], finding.values).startswith(
        "补上开头的 0：011002300111"
    )
    assert SELLER not in texts_of(finding)
