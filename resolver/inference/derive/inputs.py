"""What was typed: offline checks of every value, each a fact and a finding."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from resolver.inference.derive.amount import check_amount
from resolver.inference.derive.check_code import check_check_code
from resolver.inference.derive.code_and_number import check_code_and_number, torn_number
from resolver.inference.derive.input_facts import write_facts
from resolver.inference.derive.invoice_code import check_invoice_code
from resolver.inference.derive.invoice_number import check_invoice_number
from resolver.inference.derive.invoice_type import looks_digital, read_type
from resolver.inference.derive.issue_date import check_issue_date, read_issue_date
from resolver.inference.derive.provinces import province_of_code, province_of_number
from resolver.inference.derive.query_option import option_contradicts
from resolver.inference.derive.required_fields import check_required_fields
from resolver.inference.derive.sheet import FIELDS, FIRST_DAY, InputsReading, Sheet
from resolver.inference.derive.tax_id import check_buyer_tax_id, check_seller_tax_id
from resolver.inference.derive.typing_traces import Digits, Typed, cut, read_digits, read_typed
from resolver.model.answer import Derivation, Finding
from resolver.model.beijing import beijing_day
from resolver.model.context import InvoiceInputs, InvoiceType
from resolver.model.knowledge import InvoiceTypeProfile, Provider

__all__ = ["InputsReading", "derive_inputs"]

_CHECKS: tuple[Callable[[Sheet], list[Finding]], ...] = (
    check_required_fields,
    check_issue_date,
    check_amount,
    check_check_code,
    check_seller_tax_id,
    check_buyer_tax_id,
)


def derive_inputs(
    inputs: InvoiceInputs,
    types: Mapping[InvoiceType, InvoiceTypeProfile],
    provider: Provider | None,
    at: datetime,
    draft: Derivation,
) -> InputsReading:
    """Check the values of a lookup at an aware moment, and write their facts and findings.

    A field that nobody told (`None`) is unknown and never wrong; an empty one is wrong where the
    type needs it.
    """
    typed = _typed(inputs)
    given = bool(typed) or inputs.invoice_type is not None
    draft.facts["inputs.given"] = given
    code, number = _digits(typed, "invoice_code"), _digits(typed, "invoice_number")
    number_digits = number.digits if number else ""
    kind = read_type(inputs.invoice_type, code, number_digits, types)
    sheet = Sheet(
        inputs=inputs,
        typed=typed,
        code=code,
        number=number,
        issued=read_issue_date(typed.get("issue_date"), number_digits),
        profile=kind.profile,
        code_kind=kind.code_kind,
        types=types,
        provider=provider,
        today=beijing_day(at),
    )
    findings = [kind.finding] if kind.finding else []
    findings += check_code_and_number(sheet) or (
        check_invoice_code(sheet) + check_invoice_number(sheet)
    )
    for check in _CHECKS:
        findings += check(sheet)
    draft.findings += findings
    write_facts(sheet, findings, _contradicting_option(sheet), draft.facts)
    return InputsReading(
        issue_date=_issue_date(sheet),
        province=_province(sheet),
        invoice_type=sheet.profile.type if sheet.profile else None,
    )


def _typed(inputs: InvoiceInputs) -> dict[str, Typed]:
    told = ((name, getattr(inputs, name)) for name in FIELDS)
    return {name: read_typed(cut(text)) for name, text in told if text is not None}


def _digits(typed: Mapping[str, Typed], name: str) -> Digits | None:
    return read_digits(typed[name].text) if name in typed else None


def _contradicting_option(sheet: Sheet) -> bool:
    """Whether the query option surely names another type.

    It is a fact without a finding: what a number means is the provider's own affair, so that the
    cause says it with its evidence, and the value typed is not wrong in itself.
    """
    option, provider, profile = sheet.inputs.query_option, sheet.provider, sheet.profile
    if option is None or provider is None or profile is None:
        return False
    return option_contradicts(option, profile.type, provider)


def _issue_date(sheet: Sheet) -> date | None:
    day = sheet.issue_day
    return day if day is not None and day >= FIRST_DAY else None


def _province(sheet: Sheet) -> str | None:
    number = torn_number(sheet) or sheet.number_digits
    if looks_digital(number):
        return province_of_number(number)
    local = sheet.profile is not None and sheet.profile.family == "local"
    return province_of_code(sheet.code_digits) if sheet.code_kind or local else None
