"""Which fields a lookup of one invoice type needs, and which of them were left empty."""

from __future__ import annotations

from functools import lru_cache

from resolver.inference.derive.sheet import FIELDS, Sheet
from resolver.model.answer import Finding


def needed_fields(sheet: Sheet) -> tuple[str, ...]:
    """Return the fields that a lookup needs, in the order of the form.

    Every type of the tax system needs number and date, so that these are needed of an unknown type
    as well; what local lookups ask for besides the number differs from place to place.
    """
    profile = sheet.profile
    if profile is None:
        return ("invoice_number", "issue_date")
    return _needed(
        code=profile.code == "required" and not sheet.has_digital_number,
        date=profile.family not in {"local", "other"},
        amount=profile.amount is not None,
        check_code=profile.check_code in {"last_six", "five"},
        seller=profile.seller_tax_id,
    )


def check_required_fields(sheet: Sheet) -> list[Finding]:
    """Return a finding for each needed field that was left empty; an untold field is none."""
    typed = sheet.typed
    return [
        Finding(f"inputs.{name}", "missing_required")
        for name in needed_fields(sheet)
        if name in typed and not typed[name].clean
    ]


@lru_cache(maxsize=64)
def _needed(
    *, code: bool, date: bool, amount: bool, check_code: bool, seller: bool
) -> tuple[str, ...]:
    due = (code, True, date, amount, check_code, seller, False)
    return tuple(name for name, needed in zip(FIELDS, due, strict=True) if needed)
