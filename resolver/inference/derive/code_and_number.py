"""Invoice code and number together: one 20-digit number torn in two, or both exchanged."""

from __future__ import annotations

from resolver.inference.derive.invoice_code import PATH as CODE
from resolver.inference.derive.invoice_number import PATH as NUMBER
from resolver.inference.derive.invoice_number import is_digital_year
from resolver.inference.derive.invoice_type import kind_of_code
from resolver.inference.derive.provinces import names_a_place
from resolver.inference.derive.sheet import Sheet
from resolver.model.answer import Finding


def check_code_and_number(sheet: Sheet) -> list[Finding]:
    """Return the findings that concern both fields; they explain what either gets wrong alone."""
    code, number = sheet.code_digits, sheet.number_digits
    if not code or not number:
        return []
    if torn_number(sheet):
        values = {"expected": code + number}
        return [
            Finding(CODE, "number_split", values | {"value": code}),
            Finding(NUMBER, "number_split", values | {"value": number}),
        ]
    if _exchanged(code, number, sheet):
        return [
            Finding(CODE, "code_number_swapped", {"value": code, "expected": number}),
            Finding(NUMBER, "code_number_swapped", {"value": number, "expected": code}),
        ]
    return []


def _exchanged(code: str, number: str, sheet: Sheet) -> bool:
    """Whether an older invoice's number and code stand in each other's field."""
    # fiscal bills have a code of 8 and a number of 10 digits, which is right as it is
    lengths = {10, 12} if sheet.profile and sheet.profile.code_layouts else {12}
    exchangeable = sheet.profile is None or sheet.profile.family in {"legacy", "blockchain"}
    right_lengths = len(code) == 8 and len(number) in lengths
    return exchangeable and right_lengths and kind_of_code(number, sheet.types) is not None


def torn_number(sheet: Sheet) -> str:
    """Return the 20-digit number whose head stands in the code field, as recognisers leave it.

    https://github.com/TencentCloud/tencentcloud-sdk-dotnet issue 295. Empty where there is none.
    """
    whole = sheet.code_digits + sheet.number_digits
    if len(whole) != 20 or not sheet.code_digits or sheet.code_kind or not names_a_place(whole):
        return ""
    year = 2000 + int(whole[:2])
    issued = sheet.issue_day
    if not is_digital_year(year, sheet) or (issued and issued.year != year):
        return ""
    family = sheet.profile.family if sheet.profile else "legacy"
    # a local code may begin like a digital number: then the date has to agree, and where that code
    # has its year there have to be the zeros that large numbers of 15 digits begin with
    sure = family == "digital" or (family == "legacy" and issued and whole[5:8] == "000")
    return whole if sure else ""
