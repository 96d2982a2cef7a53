"""The invoice code (发票代码) of older invoices: 10 or 12 digits that name region, year, kind."""

from __future__ import annotations

from resolver.inference.derive.provinces import province_of_code
from resolver.inference.derive.sheet import FIRST_DAY, Sheet
from resolver.inference.derive.typing_traces import digit_findings, is_misread
from resolver.model.answer import Finding
from resolver.model.findings import FindingCode

PATH = "inputs.invoice_code"


def check_invoice_code(sheet: Sheet) -> list[Finding]:
    """Return what is wrong with the invoice code, most telling first."""
    code = sheet.code
    if code is None or code.blank or (sheet.is_free_form and is_misread(code)):
        return []
    if sheet.profile and sheet.profile.code == "empty":
        return [_for_digital(sheet)]
    content = _content(code.digits, sheet) if code.digits else None
    return digit_findings(PATH, code, content)


def year_of_code(sheet: Sheet) -> int | None:
    """Return the year that the invoice code names; `None` where no layout of a type says so."""
    digits, profile = sheet.code_digits, sheet.profile
    if sheet.code_kind is None or profile is None or not profile.code_layouts:
        return None
    first = {10: 4, 11: 4, 12: 5}[len(digits)]
    return 2000 + int(digits[first : first + 2])


def _for_digital(sheet: Sheet) -> Finding:
    """A digital invoice has no code; what stands there may be its number."""
    assert sheet.code  # noqa: S101 - asked only about a code that was typed
    misplaced = len(sheet.code_digits) == 20
    code: FindingCode = "number_in_code_field" if misplaced else "code_for_digital"
    return Finding(PATH, code, {"value": sheet.code.typed.shown, "expected": sheet.code_digits})


def _content(digits: str, sheet: Sheet) -> Finding | None:
    values = {"value": digits, "length": str(len(digits))}
    if len(digits) == 11 and sheet.code_kind:
        return Finding(PATH, "code_lost_zero", values | {"expected": "0" + digits})
    if sheet.code_kind is None and not _fits_type(digits, sheet):
        return Finding(PATH, _misfit(digits), values)
    year = year_of_code(sheet)
    if year is None:
        return None
    if province_of_code(digits) is None:
        return Finding(PATH, "code_region", values | {"region": _region(digits)})
    return _year_ahead(year, sheet)


def _fits_type(digits: str, sheet: Sheet) -> bool:
    """Whether a code that names no type may still belong to the type of the values."""
    profile = sheet.profile
    if profile is None:
        # nothing known: fiscal codes of 8 digits and local codes without a layout are possible
        return len(digits) in {8, 10, 12}
    if not profile.code_layouts and not profile.code_also:
        return True
    return any(layout.fullmatch(digits) for layout in profile.code_also)


def _misfit(digits: str) -> FindingCode:
    return "code_kind_unknown" if len(digits) in {10, 12} else "code_length"


def _region(digits: str) -> str:
    return digits[:2] if len(digits) == 10 else digits[1:3]


def _year_ahead(year: int, sheet: Sheet) -> Finding | None:
    """Find a code whose year comes after the issue: stock is used up late, never early."""
    issued = sheet.issue_day
    latest = sheet.today.year
    if issued and FIRST_DAY <= issued <= sheet.today:
        latest = issued.year
    if year <= latest:
        return None
    values = {"value": sheet.code_digits, "year": str(year), "issue_year": str(latest)}
    return Finding(PATH, "code_year_ahead", values)
