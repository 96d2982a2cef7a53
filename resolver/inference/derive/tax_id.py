"""Tax ids of seller and buyer, of 15, 17, 18, 19 and 20 characters.

18 characters are a unified social credit code or a citizen's id number; 17 and 20 an id number of
15 or 18 and a serial number of two; 19 an `L` (a temporary taxpayer) and one of the former; 15 the
tax ids before 2015. Foreigners' ids begin with letters or bear them after the region, and have no
fixed length. http://www.chinatax.gov.cn/n810341/n810755/c1826943/content.html (公告2015年第66号)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from resolver.inference.derive import uscc
from resolver.inference.derive.date_forms import day_of
from resolver.inference.derive.provinces import provinces
from resolver.inference.derive.sheet import Sheet
from resolver.inference.derive.typing_traces import Typed, is_digits, read_typed
from resolver.model.answer import Finding
from resolver.model.findings import Slip

_ALPHANUMERIC = re.compile(r"[0-9A-Z]+")
_PUNCTUATION = re.compile(r"[^0-9A-Za-z]+")
_CITIZEN = re.compile(r"[1-9][0-9]{16}[0-9X]")
_CITIZEN_WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))
_CITIZEN_CHECKS = "10X98765432"
_FOREIGN = re.compile(r"[A-Z].*|[0-9]{6}[A-Z].*")
_BODIES = frozenset({"11", "12", "13", "19", "51", "52", "53", "59", "91", "92", "93"})
"""How most unified social credit codes begin: registrar and kind of body (GB 32100-2015)."""
_COMPANIES = frozenset({"91", "92", "93"})


@dataclass(frozen=True, slots=True)
class TaxIdReading:
    """What a typed tax id is. `slip` is its finding code, empty where nothing speaks against it.

    `text` is the id in upper case, `meant` the id that was probably meant, `province` the two
    digits of the province where it is registered, absent for ids that name none.
    """

    typed: Typed
    text: str
    slip: Slip
    meant: str
    province: str | None


@lru_cache(maxsize=8192)
def read_tax_id(text: str) -> TaxIdReading:
    """Return what a typed tax id is."""
    typed = read_typed(text)
    upper = typed.clean.upper()
    if not any(map(str.isdigit, upper)):
        return TaxIdReading(typed, upper, "", "", None)  # empty, or a word such as 个人
    if not _ALPHANUMERIC.fullmatch(upper):
        bare = _PUNCTUATION.sub("", upper)
        slip: Slip = "stray_characters" if bare and not _slip(bare)[0] else "tax_id_characters"
        meant = bare if slip == "stray_characters" else ""
        return TaxIdReading(typed, upper, slip, meant, _province(meant))
    slip, meant = _slip(upper)
    if not slip and typed.trace:
        slip, meant = typed.trace, upper
    return TaxIdReading(typed, upper, slip, meant, _province(meant or upper))


def check_seller_tax_id(sheet: Sheet) -> list[Finding]:
    """Return what is wrong with the seller's tax id."""
    return _findings("seller_tax_id", sheet)


def check_buyer_tax_id(sheet: Sheet) -> list[Finding]:
    """Return what is wrong with the buyer's tax id, which cannot be the seller's."""
    found = _findings("buyer_tax_id", sheet)
    buyer, seller = sheet.typed.get("buyer_tax_id"), sheet.typed.get("seller_tax_id")
    if buyer and seller and len(buyer.clean) >= 15 and buyer.clean.upper() == seller.clean.upper():
        values = {"value": buyer.shown}
        found.append(Finding("inputs.buyer_tax_id", "buyer_equals_seller", values))
    return found


def is_citizen_id(text: str) -> bool:
    """Return whether 18 characters are a citizen's id number (GB 11643-1999), check included."""
    if not _CITIZEN.fullmatch(text) or not _is_birthday(text[6:14]):
        return False
    total = sum(int(c) * w for c, w in zip(text, _CITIZEN_WEIGHTS, strict=False))
    return _CITIZEN_CHECKS[total % 11] == text[17]


def _findings(name: str, sheet: Sheet) -> list[Finding]:
    typed = sheet.typed.get(name)
    if typed is None:
        return []
    reading = read_tax_id(typed.text)
    if not reading.slip:
        return []
    path = f"inputs.{name}"
    values = {
        "value": reading.typed.shown,
        "expected": reading.meant,
        "length": str(len(reading.text)),
        "letters": uscc.unused_letters(reading.text),
    }
    if reading.slip == "tax_id_letters" and reading.meant:
        return [Finding(path, "tax_id_letters_read", values)]
    return [Finding(path, reading.slip, values)]


def _slip(text: str) -> tuple[Slip, str]:
    """Return the finding code of an id of capitals and digits, and the id that was meant."""
    if _FOREIGN.fullmatch(text) and not (text[:2] in _BODIES and text[2:4] in provinces()):
        return "", ""
    if len(text) == 18:
        return _slip_of_eighteen(text)
    return ("", "") if _is_other_form(text) else ("tax_id_length", "")


def _slip_of_eighteen(text: str) -> tuple[Slip, str]:
    if is_citizen_id(text) or uscc.is_valid(text):
        return "", ""
    return uscc.likely_slip(text)


def _is_other_form(text: str) -> bool:
    match len(text):
        case 15:
            return text[:2] not in _COMPANIES
        case 17:
            return is_digits(text[:16]) and _is_birthday("19" + text[6:12])
        case 20:
            return is_citizen_id(text[:18])
        case _:
            return False


def _is_birthday(text: str) -> bool:
    return is_digits(text) and day_of(int(text[:4]), int(text[4:6]), int(text[6:])) is not None


def _province(text: str) -> str | None:
    named = {15: text[:2], 18: text[2:4]}.get(len(text), "")
    if len(text) == 18 and not (text[:2] in _BODIES and uscc.is_valid(text)):
        return None
    return named if named in provinces() else None
