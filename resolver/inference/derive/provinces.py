"""The provinces that numbers, codes and tax ids name."""

from __future__ import annotations

from functools import cache

from resolver.model.facts import load_vocabulary

PLAN_CITIES = {"91": "21", "92": "37", "93": "33", "94": "35", "95": "44"}
"""Digits 3–4 of a 20-digit number for the five cities with plans of their own, to their provinces.

Ningbo 93, Qingdao 92, Xiamen 94 and Shenzhen 95 stand on published invoices (26937000000075790598,
25922000000084730813, 25942000000036499020, 24952000000110579895); Dalian 91 is the one left.
"""

BEIJING = "11"
"""First two digits of Beijing's region codes (GB/T 2260)."""


@cache
def provinces() -> frozenset[str]:
    """Return the two-digit codes of the provinces that issue invoices (GB/T 2260)."""
    return frozenset(load_vocabulary().facts["place.invoice_province"].values or {})


def province_of_number(number: str) -> str | None:
    """Return the province that the digits of a 20-digit number name; `None` for none we know."""
    named = number[2:4]
    return named if named in provinces() else PLAN_CITIES.get(named)


def names_a_place(number: str) -> bool:
    """Return whether digits 3–4 of a 20-digit number can be a province or a plan city (9x)."""
    return number[2:4] in provinces() or number[2:3] == "9"


def province_of_code(code: str) -> str | None:
    """Return the province that an invoice code of 10, 12, or 11 digits (its zero lost) names.

    Only two digits are compared: several provinces print codes of their cities behind them.
    https://github.com/fdstar/NumberValidators VATCode12Validator.cs; 国税函发〔1995〕18号
    """
    named = {10: code[:2], 11: code[:2], 12: code[1:3]}.get(len(code), "")
    return named if named in provinces() else None
