"""The check code (校验码): the last six of 20 digits, or five of a blockchain invoice."""

from __future__ import annotations

from resolver.inference.derive.sheet import Sheet
from resolver.inference.derive.typing_traces import (
    Digits,
    digit_findings,
    read_digits,
    slip_finding,
)
from resolver.model.answer import Finding
from resolver.model.context import InputSource
from resolver.model.findings import FindingCode

PATH = "inputs.check_code"

_PRINTED_DIGITS = 20
"""Digits of a check code as it stands on the invoice."""


def check_check_code(sheet: Sheet) -> list[Finding]:
    """Return what is wrong with the check code; one that the type does not ask for is harmless."""
    typed, profile = sheet.typed.get("check_code"), sheet.profile
    if profile is None or profile.check_code == "none" or typed is None or not typed.clean:
        return []
    value = read_digits(typed.text)
    if profile.check_code == "five":
        return _characters(value, 5)
    if profile.family in {"fiscal", "other"}:
        return _characters(value, 6) if profile.check_code == "last_six" else []
    if profile.check_code == "optional" and len(value.digits) == _PRINTED_DIGITS:
        return []
    content = _content(value.digits, sheet.inputs.source) if value.digits else None
    return digit_findings(PATH, value, content)


def _content(digits: str, source: InputSource | None) -> Finding | None:
    values = {"value": digits, "length": str(len(digits)), "due": "6"}
    if len(digits) == 6:
        return None
    if len(digits) == _PRINTED_DIGITS:
        return Finding(PATH, "check_code_full", values | {"expected": digits[-6:]})
    if len(digits) < 6 and source is InputSource.IMPORT_FILE:
        return Finding(PATH, "check_code_lost_zeros", values | {"expected": digits.zfill(6)})
    return Finding(PATH, "check_code_length", values)


def _characters(value: Digits, due: int) -> list[Finding]:
    """Judge a check code of letters and digits, which only its length can betray."""
    clean = value.typed.clean
    if len(clean) != due:
        long = len(clean) > due
        values = {"value": value.typed.shown, "length": str(len(clean)), "due": str(due)}
        code: FindingCode = "check_code_full" if long else "check_code_length"
        return [Finding(PATH, code, values | {"expected": clean[-due:] if long else ""})]
    if value.typed.trace:
        return [slip_finding(PATH, value.typed.trace, value.typed, clean)]
    return []
