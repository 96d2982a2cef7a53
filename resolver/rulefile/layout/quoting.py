"""How single values are written: plain where that is safe, else with quotes."""

from __future__ import annotations

import json
import re

from resolver.rulefile.layout.tree import Scalar
from resolver.rulefile.scalars import read_plain

_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@` ")
_UNSAFE = re.compile(r": |:$| #|[\x00-\x1f\x7f\x85\u2028\u2029\ufeff]|\s$")
_UNSAFE_IN_BRACKETS = re.compile(r"[,\[\]{}]|:$")


def written(scalar: Scalar, *, in_brackets: bool, quote: str = "") -> str:
    """Return a value as it is written on one line.

    What has quotes keeps them, double ones if nothing speaks against it. `quote` is the quote
    that the place demands.
    """
    text = scalar.text
    if scalar.style == "" and not quote:
        value = read_plain(text)
        if value is None:
            return "null" if in_brackets or text else ""
        if not isinstance(value, str) or _is_safe(text, in_brackets=in_brackets):
            return text
    return _quoted(text, quote or '"')


def _is_safe(text: str, *, in_brackets: bool) -> bool:
    if not text or text[0] in _INDICATORS or _UNSAFE.search(text):
        return False
    return not (in_brackets and _UNSAFE_IN_BRACKETS.search(text))


def _quoted(text: str, quote: str) -> str:
    if not text.isprintable():
        return json.dumps(text, ensure_ascii=not text.replace("\n", "").isprintable())
    awkward = "\\" in text or '"' in text
    if quote == "'" or awkward:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'
