"""Takes out of a note what may name a person, a company or an invoice."""

from __future__ import annotations

import re

KEPT = 4
"""How many characters of a number are kept, so that two of one note can be told apart."""

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_CHARACTER = "[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]"
_WORD = re.compile(rf"{_CHARACTER}(?:{_CHARACTER}|[-. ](?=\d))*")
_LEAST_DIGITS = 6
"""Numbers of invoices have 8 digits or more, tax ids 15 or more, telephones 7 or more, and amounts
that tell something 6; dates such as 2026-03-05 fall under it too, as they may be birthdays.
"""


def masked_note(note: str) -> str:
    """Return a note without addresses, and with the last four characters of long numbers alone.

    It errs on the side of taking out too much: codes of providers with 6 digits are masked, too.
    Names written in words stay: the contract asks callers not to send any.
    """
    return _WORD.sub(_masked, _ADDRESS.sub("…@…", note))


def _masked(found: re.Match[str]) -> str:
    word = found.group()
    if sum(map(str.isdigit, word)) < _LEAST_DIGITS:
        return word
    return f"…{word[-KEPT:]}"
