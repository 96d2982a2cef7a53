"""The invoice types of the rulebook, read without the loader."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from resolver.model.context import AmountKind, InvoiceType
from resolver.model.knowledge import InvoiceTypeProfile

_RULES = Path(__file__).parents[2] / "rules"


@cache
def invoice_types() -> dict[InvoiceType, InvoiceTypeProfile]:
    """Return every invoice type of `rules/invoice_types.yaml`, in the order of the file."""
    rows = yaml.safe_load((_RULES / "invoice_types.yaml").read_text("utf-8"))["invoice_types"]
    return {InvoiceType[name]: _profile(InvoiceType[name], row) for name, row in rows.items()}


@cache
def finding_texts() -> dict[str, Any]:
    """Return the rows of `rules/findings.yaml` by finding code."""
    rows: dict[str, Any] = yaml.safe_load((_RULES / "findings.yaml").read_text("utf-8"))
    return dict(rows["findings"])


def _profile(kind: InvoiceType, row: dict[str, Any]) -> InvoiceTypeProfile:
    also = row.get("amount_also", {})
    return InvoiceTypeProfile(
        type=kind,
        family=row["family"],
        code=row["code"],
        number_digits=tuple(row.get("number_digits", ())),
        amount=AmountKind[row["amount"]] if "amount" in row else None,
        check_code=row["check_code"],
        seller_tax_id=row.get("seller_tax_id", False),
        held_nationally=row.get("held_nationally", True),
        code_layouts=tuple(map(re.compile, row.get("code_layouts", ()))),
        code_also=tuple(map(re.compile, row.get("code_also", ()))),
        amount_also={AmountKind[basis]: tuple(ids) for basis, ids in also.items()},
    )
