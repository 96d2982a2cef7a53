"""What typing, pasting, recognising and spreadsheets leave in a value, and what was meant."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from resolver.model.answer import Finding
from resolver.model.findings import FindingCode, Slip

LONGEST = 64
"""Characters that are looked at: no value of an invoice has half as many."""

OCR_CODES = frozenset({"letters_for_digits", "number_split", "tax_id_letters"})
"""Findings that a recogniser causes more often than a person."""

SPREADSHEET_CODES = frozenset(
    {
        "scientific_notation",
        "trailing_decimal",
        "code_lost_zero",
        "number_lost_zeros",
        "check_code_lost_zeros",
        "number_rounded",
        "date_serial",
    }
)
"""Findings that a spreadsheet causes when it takes an identifier for a figure."""

PASTE_CODES = frozenset({"stray_blanks", "full_width", "invisible_characters", "stray_characters"})
"""Findings that copying from a page or a document causes."""

LOOK_ALIKES = str.maketrans("OoQDIil|!ZzSsBbGgq〇", "0000111112255886690")
"""Characters that recognisers read, and people type, for digits."""

_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: 0x20,
    0xFFE5: 0xA5,
    0x2010: 0x2D,
    0x2011: 0x2D,
    0x2012: 0x2D,
    0x2013: 0x2D,
    0x2014: 0x2D,
    0x2212: 0x2D,
    0x2018: 0x27,
    0x2019: 0x27,
    0x3002: 0x2E,
    0x3001: 0x2C,
}
_INVISIBLE = (
    frozenset(
        chain(
            range(0x20),
            range(0x7F, 0xA0),
            (0xAD, 0x61C, 0x180E, 0xFEFF),
            range(0x200B, 0x2010),
            range(0x202A, 0x202F),
            range(0x2060, 0x2070),
            range(0xFE00, 0xFE10),
        )
    )
    - {code for code in range(0xA0) if chr(code).isspace()}
)  # fmt: skip
_PLAIN = _HALF_WIDTH | dict.fromkeys(_INVISIBLE)
_FULL_WIDTH_SEEN = re.compile("[" + "".join(map(chr, _HALF_WIDTH.keys() - {0x3000})) + "]")
_INVISIBLE_SEEN = re.compile("[" + "".join(re.escape(chr(code)) for code in _INVISIBLE) + "]")
_ORDINARY = re.compile(r"[0-9A-Za-z./-]*")

_EXPONENT = re.compile(r"[+-]?\d(?:\.\d*)?[Ee][+]?\d{1,3}")
_DECIMAL = re.compile(r"(\d+)\.0*")
_AFFIXES = re.compile(
    r"""(?:NO|№|发票号码|发票代码|校验码|号码|代码|[^0-9A-Za-z])+""", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Typed:
    """One value as typed, and `clean`: in half-width characters, without blanks or invisible ones.

    `trace` is the finding code of what was cleaned away, empty where nothing was.
    """

    text: str
    clean: str
    trace: Slip

    @property
    def shown(self) -> str:
        """The value as it may stand in a text: at most 40 characters, all of them printable."""
        return show(self.text)


@dataclass(frozen=True, slots=True)
class Digits:
    """One value that ought to be digits. `digits` are those that are meant, empty where unclear.

    `slip` is the finding code of what stands in the way of plain digits, empty where nothing does;
    mere blanks and widths are told by `typed.trace` instead.
    """

    typed: Typed
    digits: str
    slip: Slip

    @property
    def blank(self) -> bool:
        """Whether the field was left empty."""
        return not self.typed.clean


def cut(text: str) -> str:
    """Return as much of a text as is looked at, so that no cache keeps long ones.

    Every reader of a value expects a text that was cut.
    """
    return text if len(text) <= LONGEST else text.strip()[: LONGEST + 1]


def half_width(text: str) -> str:
    """Return a text in half-width characters, without the invisible ones."""
    return text.translate(_PLAIN)


@lru_cache(maxsize=8192)
def read_typed(text: str) -> Typed:
    """Return a value as typed and as cleaned."""
    if _ORDINARY.fullmatch(text):
        return Typed(text, text, "")
    half = half_width(text)
    clean = "".join(half.split())
    if _INVISIBLE_SEEN.search(text):
        return Typed(text, clean, "invisible_characters")
    if _FULL_WIDTH_SEEN.search(text):
        return Typed(text, clean, "full_width")
    return Typed(text, clean, "stray_blanks" if clean != half else "")


@lru_cache(maxsize=8192)
def read_digits(text: str) -> Digits:
    """Return a value that ought to be digits."""
    typed = read_typed(text)
    digits, slip = _meant(typed.clean)
    return Digits(typed, digits, slip)


def is_digits(text: str) -> bool:
    """Return whether a text is one ASCII digit or more, and nothing else."""
    return text.isascii() and text.isdigit()


def show(text: str) -> str:
    """Return a text fit to stand in a message: at most 40 characters, all of them printable."""
    short = text if len(text) <= 40 else text[:39] + "…"
    return short if short.isprintable() else "".join(c if c.isprintable() else "□" for c in short)


def is_misread(value: Digits) -> bool:
    """Return whether letters or signs stand where digits belong, which is right where they may."""
    return value.slip in {"letters_for_digits", "not_digits", "stray_characters"}


def digit_findings(path: str, value: Digits, content: Finding | None) -> list[Finding]:
    """Return what is wrong with a field of digits, most telling first.

    `content` is what the digits themselves get wrong; traces of pasting are told only without it.
    """
    found = []
    if value.slip:
        found.append(slip_finding(path, value.slip, value.typed, value.digits))
    if content:
        found.append(content)
    if not found and value.typed.trace:
        found.append(slip_finding(path, value.typed.trace, value.typed, value.digits))
    return found


def slip_finding(path: str, code: FindingCode, typed: Typed, expected: str) -> Finding:
    """Return the finding of one slip, with the value as typed and as probably meant."""
    return Finding(path, code, {"value": typed.shown, "expected": expected})


def _meant(clean: str) -> tuple[str, Slip]:
    """Return the digits that are meant and the code of the slip in between."""
    if not clean or is_digits(clean):
        return clean, ""
    if _EXPONENT.fullmatch(clean):
        return "", "scientific_notation"
    decimal = _DECIMAL.fullmatch(clean)
    if decimal and is_digits(decimal[1]):
        return decimal[1], "trailing_decimal"
    bare = _AFFIXES.sub("", clean)
    if is_digits(bare):
        return bare, "stray_characters"
    return _without_letters(bare)


def _without_letters(text: str) -> tuple[str, Slip]:
    read = text.translate(LOOK_ALIKES)
    digits_typed = sum(c.isdigit() for c in text)
    if is_digits(read) and 2 * digits_typed >= len(text):
        return read, "letters_for_digits"
    return "", "not_digits"
