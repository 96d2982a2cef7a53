"""The facts about what was typed: presence, soundness and problem of each field, and their sum."""

from __future__ import annotations

from collections.abc import Sequence

from resolver.inference.derive.code_and_number import torn_number
from resolver.inference.derive.invoice_type import looks_digital
from resolver.inference.derive.required_fields import needed_fields
from resolver.inference.derive.sheet import FIELDS, Sheet
from resolver.inference.derive.typing_traces import OCR_CODES, PASTE_CODES, SPREADSHEET_CODES
from resolver.model.answer import Finding
from resolver.model.facts import FactValue

_NAMES = {
    name: (f"inputs.{name}", f"inputs.{name}.present", f"inputs.{name}.ok") for name in FIELDS
}
"""Path, and names of the facts of presence and soundness, of each field."""


def write_facts(
    sheet: Sheet,
    findings: Sequence[Finding],
    option_contradicts: bool,
    facts: dict[str, FactValue],
) -> None:
    """Write every fact about the values. `findings` come most telling first within a field."""
    problems: dict[str, str] = {}
    for finding in findings:
        problems.setdefault(finding.field_path, finding.code)
    if option_contradicts:
        problems["inputs.query_option"] = "option_contradicts_type"
    for path, code in problems.items():
        facts[f"{path}.problem"] = code
    _write_kinds(sheet, facts)
    if not sheet.typed:
        return
    traces = {finding.code for finding in findings} | _write_fields(sheet, problems, facts)
    facts["inputs.ocr_trace"] = not OCR_CODES.isdisjoint(traces)
    facts["inputs.spreadsheet_trace"] = not SPREADSHEET_CODES.isdisjoint(traces)
    facts["inputs.paste_trace"] = not PASTE_CODES.isdisjoint(traces)
    facts["inputs.missing_required"] = "missing_required" in problems.values()
    facts["inputs.problem_count"] = len(problems)
    all_ok = _all_ok(sheet, problems, facts)
    if all_ok is not None:
        facts["inputs.all_ok"] = all_ok


def _write_fields(sheet: Sheet, problems: dict[str, str], facts: dict[str, FactValue]) -> set[str]:
    """Write the facts of each field; return the codes of what was cleaned away from values."""
    traces: set[str] = set()
    for name, typed in sheet.typed.items():
        path, present, ok = _NAMES[name]
        facts[present] = filled = bool(typed.clean)
        if filled or path in problems:
            facts[ok] = path not in problems
        traces.add(typed.trace)
    return traces


def _write_kinds(sheet: Sheet, facts: dict[str, FactValue]) -> None:
    inputs, profile = sheet.inputs, sheet.profile
    if inputs.invoice_type is not None:
        facts["inputs.invoice_type.present"] = True
    if inputs.source is not None:
        facts["inputs.source"] = inputs.source.value
    if inputs.amount_kind is not None:
        facts["inputs.amount.basis"] = inputs.amount_kind.value
    chosen = sheet.types.get(inputs.invoice_type) if inputs.invoice_type else None
    if chosen is not None:
        facts["inputs.type_family"] = chosen.family
    if sheet.code_kind is not None:
        facts["inputs.kind_from_code"] = sheet.code_kind.value
    family = _number_family(sheet)
    if family:
        facts["inputs.number_family"] = family
    if profile is not None:
        facts["inputs.amount.matters"] = profile.amount is not None
        facts["inputs.check_code.matters"] = profile.check_code in {"last_six", "five"}
        facts["inputs.seller_tax_id.matters"] = profile.seller_tax_id
        if profile.amount is not None:
            facts["inputs.amount.basis_due"] = profile.amount.value


def _number_family(sheet: Sheet) -> str:
    """Return the family that number and code point to; empty where neither was typed."""
    code, number = sheet.code_digits, sheet.number_digits
    if looks_digital(number) or torn_number(sheet):
        return "digital"
    if sheet.code_kind or (len(number) == 8 and len(code) in {0, 10, 12}):
        return "legacy"
    return "unclear" if sheet.number or sheet.code else ""


def _all_ok(sheet: Sheet, problems: dict[str, str], facts: dict[str, FactValue]) -> bool | None:
    """Return whether the lookup has all it needs; `None` where a needed field is unknown."""
    if problems:
        return False
    if sheet.profile is None:
        return None
    told = all(facts.get(f"inputs.{name}.ok") for name in needed_fields(sheet))
    return True if told else None
