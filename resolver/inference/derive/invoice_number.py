"""The invoice number (发票号码): 8 digits, or 20 of a digital one that name year and province."""

from __future__ import annotations

import re

from resolver.inference.derive.invoice_type import kind_of_code
from resolver.inference.derive.provinces import names_a_place
from resolver.inference.derive.sheet import FIRST_DIGITAL_DAY, Sheet
from resolver.inference.derive.typing_traces import digit_findings, is_misread
from resolver.model.answer import Finding
from resolver.model.findings import FindingCode

PATH = "inputs.invoice_number"

_ROUNDED_TAIL = "00000"
"""What a spreadsheet leaves of digits 16–20, since it keeps 15 significant ones."""
_ZEROS = re.compile("0{2,}")


def check_invoice_number(sheet: Sheet) -> list[Finding]:
    """Return what is wrong with the invoice number, most telling first."""
    number = sheet.number
    if number is None or number.blank or (sheet.is_free_form and is_misread(number)):
        return []
    content = _content(number.digits, sheet) if number.digits else None
    return digit_findings(PATH, number, content)


def year_of_number(number: str) -> int | None:
    """Return the year that a 20-digit number names; `None` for any other number."""
    return 2000 + int(number[:2]) if len(number) == 20 else None


def is_digital_year(year: int, sheet: Sheet) -> bool:
    """Return whether digital invoices of a year exist at the sheet's day."""
    return FIRST_DIGITAL_DAY.year <= year <= sheet.today.year


def _content(digits: str, sheet: Sheet) -> Finding | None:
    lengths = sheet.profile.number_digits if sheet.profile else ()
    joined = _with_code(digits, sheet)
    if joined:
        return joined
    if not lengths or len(digits) in lengths:
        return _digital(digits, sheet) if sheet.has_digital_number else None
    if len(digits) == 8:
        return None  # an older number under a digital type: the type or the code field tells it
    return _length(digits, lengths, sheet)


def _digital(digits: str, sheet: Sheet) -> Finding | None:
    """Judge 20 digits by their year, their province, and their tail."""
    values = {"value": digits}
    year = _year(digits, sheet)
    if year:
        return year
    if not names_a_place(digits):
        return Finding(PATH, "number_province", values | {"region": digits[2:4]})
    if digits.endswith(_ROUNDED_TAIL) and sheet.touched_by_spreadsheet:
        return Finding(PATH, "number_rounded", values)
    return None


def _year(digits: str, sheet: Sheet) -> Finding | None:
    named = 2000 + int(digits[:2])
    issued = sheet.issue_day
    plausible = is_digital_year(named, sheet)
    if plausible and (issued is None or issued.year == named):
        return None
    swapped = digits[1] + digits[0] + digits[2:]
    meant = 2000 + int(swapped[:2])
    fits = meant == issued.year if issued else is_digital_year(meant, sheet)
    values = {"value": digits, "year": str(named)}
    if fits and is_digital_year(meant, sheet):
        return Finding(PATH, "number_year_swapped", values | {"expected": swapped})
    if not plausible:
        return Finding(PATH, "number_year_impossible", values)
    if issued is None or not FIRST_DIGITAL_DAY <= issued <= sheet.today:
        return None  # the date is what is wrong
    return Finding(PATH, "number_year_differs", values | {"issue_year": str(issued.year)})


def _length(digits: str, lengths: tuple[int, ...], sheet: Sheet) -> Finding:
    """Name the slip behind a wrong length, as far as one can be named."""
    values = {"value": digits, "length": str(len(digits)), "due": "/".join(map(str, lengths))}
    if 20 in lengths:
        return _zero_slip(digits, values, sheet)
    if len(digits) < 8:
        return Finding(PATH, "number_lost_zeros", values | {"expected": digits.zfill(8)})
    return Finding(PATH, "number_is_digital" if len(digits) == 20 else "number_length", values)


def _zero_slip(digits: str, values: dict[str, str], sheet: Sheet) -> Finding:
    """Find the zero that was dropped from, or added to, the longest run of zeros."""
    runs = sorted(_ZEROS.findall(digits), key=len)
    if runs and len(digits) in {19, 21}:
        dropped = len(digits) == 19
        run = runs[-1]
        meant = digits.replace(run, run + "0" if dropped else run[1:], 1)
        if is_digital_year(2000 + int(meant[:2]), sheet) and names_a_place(meant):
            code: FindingCode = "number_zero_dropped" if dropped else "number_zero_added"
            return Finding(PATH, code, values | {"expected": meant})
    return Finding(PATH, "number_length", values)


def _with_code(digits: str, sheet: Sheet) -> Finding | None:
    """Find an older invoice's code and number run together in one field."""
    code, number = digits[:-8], digits[-8:]
    run_together = len(digits) == 18 or (len(digits) == 20 and digits[0] in "01")
    if not run_together or kind_of_code(code, sheet.types) is None:
        return None
    values = {"value": digits, "code": code, "expected": number}
    return Finding(PATH, "number_with_code", values)
