"""The type that the values fit: the chosen one, unless code or number plainly name another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from resolver.inference.derive.provinces import names_a_place, province_of_code
from resolver.inference.derive.typing_traces import Digits
from resolver.model.answer import Finding
from resolver.model.context import InvoiceType
from resolver.model.knowledge import InvoiceTypeProfile

PATH = "inputs.invoice_type"

Types: TypeAlias = Mapping[InvoiceType, InvoiceTypeProfile]

_WITHOUT_OPINION = frozenset({"fiscal", "other"})
"""Families whose codes and numbers follow no layout that could contradict the choice."""


@dataclass(frozen=True, slots=True)
class TypeReading:
    """The type that values are judged by, what the code says, and what is wrong with the choice.

    `profile` is absent where no type was chosen and code and number name none either.
    """

    profile: InvoiceTypeProfile | None
    code_kind: InvoiceType | None
    finding: Finding | None


def read_type(
    chosen: InvoiceType | None, code: Digits | None, number: str, types: Types
) -> TypeReading:
    """Return the type of the values. `number` holds the invoice number's digits, perhaps none."""
    code_digits = code.digits if code else ""
    kind = kind_of_code(code_digits, types) if code_digits else None
    no_code = code is None or code.blank
    digital = no_code and looks_digital(number)
    profile = types.get(chosen) if chosen else None
    if profile is None:
        named = kind or (InvoiceType.DIGITAL_GENERAL if digital else None)
        return TypeReading(types.get(named) if named else None, kind, None)
    if profile.family == "digital":
        return _digital(profile, kind, number, types, no_code=no_code)
    if digital and not _may_be_digital(profile):
        meant = types.get(_digital_sibling(profile.type), profile)
        values = {"value": number, "length": str(len(number))}
        return TypeReading(meant, kind, Finding(PATH, "type_is_digital", values))
    if kind and _contradicts(kind, code_digits, profile):
        return _differs(kind, types)
    return TypeReading(profile, kind, None)


def kind_of_code(code: str, types: Types) -> InvoiceType | None:
    """Return the type that an invoice code of plain digits names, its lost zero put back."""
    lost_zero = len(code) == 11 and province_of_code(code) is not None
    if not lost_zero and len(code) not in {10, 12}:
        return None
    whole = "0" + code if lost_zero else code
    for profile in types.values():
        if any(layout.fullmatch(whole) for layout in profile.code_layouts):
            return profile.type
    return None


def looks_digital(number: str) -> bool:
    """Return whether digits are a 20-digit number, or one with a digit too many or too few.

    Twenty digits that begin with 0 or 1 are an older invoice's code and number run together.
    """
    if len(number) == 20:
        return number[0] not in "01"
    return len(number) in {19, 21} and number[0] == "2" and names_a_place(number)


def _digital(
    profile: InvoiceTypeProfile,
    kind: InvoiceType | None,
    number: str,
    types: Types,
    *,
    no_code: bool,
) -> TypeReading:
    """Judge a digital type: eight digits and a code belong to an older invoice."""
    if len(number) != 8 or 8 in profile.number_digits:
        return TypeReading(profile, kind, None)
    if kind:
        return _differs(kind, types)
    if no_code:
        return TypeReading(profile, kind, Finding(PATH, "type_needs_20_digits", {"value": number}))
    return TypeReading(profile, kind, None)


def _may_be_digital(profile: InvoiceTypeProfile) -> bool:
    return 20 in profile.number_digits or profile.family in _WITHOUT_OPINION


def _contradicts(kind: InvoiceType, code: str, profile: InvoiceTypeProfile) -> bool:
    if kind is profile.type or profile.family in _WITHOUT_OPINION:
        return False
    return not any(layout.fullmatch(code) for layout in profile.code_also)


def _differs(kind: InvoiceType, types: Types) -> TypeReading:
    return TypeReading(types[kind], kind, Finding(PATH, "type_differs_from_code"))


def _digital_sibling(chosen: InvoiceType) -> InvoiceType:
    """Return the digital type that succeeded a chosen one: special for special, else general."""
    special = chosen.value.endswith("special")
    return InvoiceType.DIGITAL_SPECIAL if special else InvoiceType.DIGITAL_GENERAL
