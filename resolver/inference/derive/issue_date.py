"""The issue date (开票日期): a day that exists, is past, and agrees with the invoice number."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from resolver.inference.derive.date_forms import DateReading, day_of, read_date
from resolver.inference.derive.invoice_code import year_of_code
from resolver.inference.derive.invoice_number import is_digital_year, year_of_number
from resolver.inference.derive.sheet import FIRST_DAY, Sheet
from resolver.inference.derive.typing_traces import Typed, slip_finding
from resolver.model.answer import Finding

PATH = "inputs.issue_date"


def read_issue_date(typed: Typed | None, number: str) -> DateReading | None:
    """Return what a typed issue date means. A missing year is taken from a 20-digit number."""
    if typed is None:
        return None
    reading = read_date(typed.text)
    year = year_of_number(number)
    if reading.month_day is None or year is None:
        return reading
    return replace(reading, day=day_of(year, *reading.month_day))


def check_issue_date(sheet: Sheet) -> list[Finding]:
    """Return what is wrong with the issue date, most telling first."""
    issued = sheet.issued
    if issued is None or not issued.typed.clean:
        return []
    found = []
    if issued.day is not None:
        content = _content(issued.day, issued, sheet)
        found = [content] if content else []
    slip = issued.slip or ("" if found else issued.typed.trace)
    if slip:
        expected = f"{issued.day:%Y%m%d}" if issued.day else ""
        found.append(slip_finding(PATH, slip, issued.typed, expected))
    return found


def _content(day: date, issued: DateReading, sheet: Sheet) -> Finding | None:
    values = {"value": issued.typed.shown}
    if day > sheet.today:
        return Finding(PATH, "date_in_future", values | {"today": f"{sheet.today:%Y%m%d}"})
    if day < FIRST_DAY:
        return Finding(PATH, "date_too_early", values)
    named = year_of_number(sheet.number_digits) if sheet.has_digital_number else None
    if named is not None and is_digital_year(named, sheet) and named != day.year:
        return Finding(PATH, "date_year_differs", values | {"year": str(named)})
    printed = year_of_code(sheet)
    if printed is not None and day.year < printed <= sheet.today.year:
        return Finding(PATH, "date_before_code", values | {"year": str(printed)})
    return None
