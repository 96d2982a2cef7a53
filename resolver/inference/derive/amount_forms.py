"""The forms that people and programs write an amount in, and the figure that each means."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from resolver.inference.derive.typing_traces import LOOK_ALIKES, Typed, read_typed
from resolver.model.findings import Slip

_PLAIN = re.compile(r"-?\d{1,13}(?:\.\d{1,2})?", re.ASCII)
_CURRENCY = re.compile(r"RMB|CNY|人民币|[¥$]|[元圆块]整?|整$", re.IGNORECASE)
_NEGATIVE = re.compile(r"\((.+)\)|(.+)-")
_WORDS = re.compile("[零壹贰叁肆伍陆柒捌玖拾佰仟万亿一二三四五六七八九十百千角分]")


@dataclass(frozen=True, slots=True)
class AmountReading:
    """What a typed amount means: `figure` in yuan as a plain decimal, empty where unclear.

    `slip` is the finding code of the form, empty for a plain decimal of at most two places.
    """

    typed: Typed
    figure: str
    slip: Slip

    @property
    def is_zero(self) -> bool:
        """Whether the figure is zero."""
        return bool(self.figure) and not self.figure.strip("-0.")


@lru_cache(maxsize=8192)
def read_amount(text: str) -> AmountReading:
    """Return what a typed amount means."""
    if _PLAIN.fullmatch(text):
        return AmountReading(Typed(text, text, ""), text, "")
    typed = read_typed(text)
    figure, slip = _meaning(typed.clean) if typed.clean else ("", "")
    return AmountReading(typed, figure, slip)


def _meaning(text: str) -> tuple[str, Slip]:
    bare = _CURRENCY.sub("", text)
    negative = _NEGATIVE.fullmatch(bare)
    if negative:
        bare = "-" + (negative[1] or negative[2])
    figure, slip = _figure(bare.removeprefix("+"))
    if figure and _CURRENCY.search(text):
        return figure, "amount_currency_sign"
    return figure, slip or ("amount_form" if figure != text else "")


def _figure(text: str) -> tuple[str, Slip]:
    for pattern, figure, slip in _FORMS:
        if pattern.fullmatch(text):
            return figure(text), slip
    tidy = text.rstrip(".")
    tidy = "0" + tidy if tidy.startswith(".") else tidy
    if _PLAIN.fullmatch(tidy):
        return tidy, "amount_form"
    read = text.translate(LOOK_ALIKES)
    if _PLAIN.fullmatch(read) and any(c.isdigit() for c in text):
        return read, "letters_for_digits"
    return "", "amount_in_words" if _WORDS.search(text) else "amount_unreadable"


def _rounded(text: str) -> str:
    """Return the amount that a spreadsheet's noise stands for; empty where it is more."""
    exact = Decimal(text)
    cents = exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return str(cents) if abs(exact - cents) < Decimal("0.0001") else ""


def _ungrouped(text: str) -> str:
    return text.translate(_WITHOUT_MARKS).rstrip(".")


def _ungrouped_by_points(text: str) -> str:
    """Return a figure whose last separator is that of the decimals and whose others are points."""
    digits = text.translate(_WITHOUT_MARKS)
    places = len(text) - 1 - max(text.rfind("."), text.rfind(","))
    whole = digits.replace(".", "")
    return f"{whole[:-places]}.{whole[-places:]}"


_WITHOUT_MARKS = str.maketrans("", "", ",'_")
_FORMS: tuple[tuple[re.Pattern[str], Callable[[str], str], Slip], ...] = (
    (_PLAIN, str, ""),
    (re.compile(r"-?\d{1,13}\.\d{3,}", re.ASCII), _rounded, "amount_decimals"),
    (
        re.compile(r"-?\d(?:\.\d*)?[Ee][+-]?\d{1,2}", re.ASCII),
        lambda _: "",
        "scientific_notation",
    ),
    (
        re.compile(r"-?\d{1,4}(?:[,'_]\d{3,4}){1,4}(?:\.\d{0,2})?", re.ASCII),
        _ungrouped,
        "amount_thousands",
    ),
    (
        re.compile(r"-?\d{1,3}(?:\.\d{3}){1,4}[.,]\d{1,2}", re.ASCII),
        _ungrouped_by_points,
        "amount_thousands",
    ),
    (
        re.compile(r"-?\d{1,13},\d{1,2}", re.ASCII),
        lambda text: text.replace(",", "."),
        "amount_decimal_comma",
    ),
)
"""Forms in the order they are tried: pattern, the figure meant, and the finding code."""
