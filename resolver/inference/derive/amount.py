"""The amount (金额): a plain figure in yuan, on the basis that the invoice type is matched on."""

from __future__ import annotations

from resolver.inference.derive.amount_forms import AmountReading, read_amount
from resolver.inference.derive.sheet import Sheet
from resolver.inference.derive.typing_traces import slip_finding
from resolver.model.answer import Finding
from resolver.model.context import InvoiceType
from resolver.model.knowledge import InvoiceTypeProfile, Provider

PATH = "inputs.amount"


def check_amount(sheet: Sheet) -> list[Finding]:
    """Return what is wrong with the amount; nothing where the type is not matched on it.

    A negative amount is that of a red invoice and right as it is.
    """
    typed, profile = sheet.typed.get("amount"), sheet.profile
    if typed is None or not typed.clean or (profile and profile.amount is None):
        return []
    reading = read_amount(typed.text)
    found = _form(reading, profile)
    if profile and not basis_fits(sheet):
        found.append(Finding(PATH, "amount_basis", {"value": reading.typed.shown}))
    return found


def basis_fits(sheet: Sheet) -> bool:
    """Return whether the amount's basis is the one due; nothing is held against an untold one.

    Sources disagree on the basis of the vehicle types, whose digital invoices are new.
    """
    given, profile = sheet.inputs.amount_kind, sheet.profile
    if given is None or profile is None or profile.amount in {None, given}:
        return True
    if sheet.has_digital_number and 8 in profile.number_digits:
        return True
    providers = profile.amount_also.get(given)
    return providers is not None and (not providers or _id_of(sheet.provider) in providers)


def _id_of(provider: Provider | None) -> str:
    return provider.id if provider else ""


def _form(reading: AmountReading, profile: InvoiceTypeProfile | None) -> list[Finding]:
    slip = reading.slip or reading.typed.trace
    if slip:
        return [slip_finding(PATH, slip, reading.typed, reading.figure)]
    # only a paper invoice printed from the digital platform may be looked up with 0
    may_be_zero = profile is not None and profile.type is InvoiceType.DIGITAL_PAPER
    if reading.is_zero and not may_be_zero:
        return [Finding(PATH, "amount_zero", {"value": reading.typed.shown})]
    return []
