"""What an unquoted word of YAML means here: text, number, boolean, nothing, or a trap.

YAML reads `010` as 8, `1:30` as 90, `no` as false and `1e5` differently from tool to tool. Such
words are traps: no place of a rule file accepts one, whatever is due there. Dates stay text; who
wants a date reads one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

PlainValue: TypeAlias = "str | int | float | bool | Trap | None"


@dataclass(frozen=True, slots=True, repr=False)
class Trap:
    """An unquoted word that YAML does not read as written; `read` is what YAML makes of it."""

    written: str
    read: str
    is_word: bool = False

    def __repr__(self) -> str:
        return self.written  # as a key it is named so in paths


_MAY_BE_SPECIAL = frozenset("0123456789+-.~nNtTfFyYoO")
_NOTHING = frozenset(("", "~", "null", "Null", "NULL"))
_BOOLEANS = {
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_WORDS = {"yes": "true", "on": "true", "no": "false", "off": "false"}
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,29})")
_DECIMAL = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,29})\.[0-9]{1,30}")
_BASED = re.compile(r"[-+]?0(?:[xX][0-9a-fA-F_]+|[oO]?[0-7_]+|[bB][01_]+)")
_SIXTIES = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?")
_NUMBER_LIKE = re.compile(r"[-+]?(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9_]+)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")


def read_plain(word: str) -> PlainValue:
    """Return what an unquoted scalar means."""
    if word in _NOTHING:
        return None
    if word[0] not in _MAY_BE_SPECIAL:
        return word
    if word in _BOOLEANS:
        return _BOOLEANS[word]
    if word.lower() in _WORDS:
        return Trap(word, _WORDS[word.lower()], is_word=True)
    return _number_or_text(word)


def _number_or_text(word: str) -> str | float | Trap:
    if _INTEGER.fullmatch(word):
        return int(word)
    if _DECIMAL.fullmatch(word):
        return float(word)
    read = next((read for shape, read in _TRAPS if shape.fullmatch(word)), None)
    return word if read is None else Trap(word, read(word))


def _based(word: str) -> str:
    digits = word.replace("_", "").lower()
    octal = re.fullmatch(r"([-+]?)0([0-7]+)", digits)
    try:
        return str(int(f"{octal[1]}0o{octal[2]}" if octal else digits, 0))
    except ValueError:  # a lone prefix, or more digits than Python reads
        return "?"


def _sixties(word: str) -> str:
    if len(word) > 20 or "." in word:
        return "?"
    total = 0
    for part in word.lstrip("+-").replace("_", "").split(":"):
        total = total * 60 + int(part)
    return f"-{total}" if word.startswith("-") else str(total)


def _number_like(word: str) -> str:
    try:
        return f"{float(word.replace('_', '')):.15g}"
    except ValueError:
        return "?"


def _not_finite(word: str) -> str:
    return word.replace(".", "").lstrip("+").lower()


_TRAPS: tuple[tuple[re.Pattern[str], Callable[[str], str]], ...] = (
    (_BASED, _based),
    (_SIXTIES, _sixties),
    (_NUMBER_LIKE, _number_like),
    (_NOT_FINITE, _not_finite),
)
