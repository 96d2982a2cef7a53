"""The unified social credit code (GB 32100-2015): its two checks, and what explains a failure.

Character 18 checks the other 17 (modulus 31, weights 3^i). Characters 9–17 are the organisation
code (GB 11714-1997), whose last character checks its first eight (modulus 11).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from resolver.inference.derive.provinces import provinces
from resolver.model.findings import FindingCode

LENGTH = 18
"""Characters of a unified social credit code."""

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUES = {character: value for value, character in enumerate(_ALPHABET)}
_WEIGHTS = (*(pow(3, place, 31) for place in range(17)), 1)
_INVERSES = tuple(pow(weight, -1, 31) for weight in _WEIGHTS)
_ORGANISATION = slice(8, 17)
_ORGANISATION_VALUES = {c: v for v, c in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION_CHECKS = "0X987654321"
_REGION = slice(2, 8)
_NOT_USED = {"I": "1", "O": "0", "Z": "2", "S": "5", "V": "UYW"}
"""Letters that the code does not use, and what they are misread from."""
_NOT_IN_REGION = _NOT_USED | {"L": "1", "D": "0", "Q": "0", "B": "8", "G": "6", "T": "7"}
"""The same for the region, which is digits only."""
_CONFUSABLE = {
    "0": "689CDQU",
    "1": "47JLT",
    "2": "7",
    "3": "89B",
    "4": "9A",
    "5": "68",
    "6": "8BG",
    "8": "9B",
    "9": "GP",
    "B": "ER",
    "C": "GQ",
    "D": "Q",
    "E": "F",
    "G": "Q",
    "H": "KMN",
    "J": "T",
    "K": "RX",
    "L": "T",
    "M": "NW",
    "N": "W",
    "P": "R",
    "U": "WY",
    "W": "X",
    "X": "Y",
}
"""Characters that look alike in print or handwriting: each with the later ones."""


def is_valid(text: str) -> bool:
    """Return whether 18 upper-case characters pass both checks."""
    return _remainder(text) == 0 and _organisation_agrees(text)


def unused_letters(text: str) -> str:
    """Return the letters of a text that cannot stand where they do, each once."""
    return "".join(dict.fromkeys(c for c, read in zip(text, _readings(text), strict=True) if read))


def likely_slip(text: str) -> tuple[FindingCode, str]:
    """Return the finding code of the slip that explains a failed check, and the id that was meant.

    A slip is named only where exactly one code comes of it that passes both checks; otherwise the
    finding is `tax_id_check`, and nothing is meant.
    """
    if unused_letters(text):
        return "tax_id_letters", _only(_without_unused_letters(text))
    meant = _only(_transposed(text))
    if meant:
        return "tax_id_transposed", meant
    substituted = set(_substituted(text))
    meant = _only(t for t in substituted if _confusable(text, t)) or _only(substituted)
    return ("tax_id_substituted", meant) if meant else ("tax_id_check", "")


def _remainder(text: str) -> int:
    """Return the weighted sum modulo 31: 0 where character 18 agrees, -1 for a letter not used."""
    values = _VALUES
    try:
        return sum(values[c] * w for c, w in zip(text, _WEIGHTS, strict=True)) % 31
    except KeyError:
        return -1


def _organisation_agrees(text: str) -> bool:
    code = text[_ORGANISATION]
    values = _ORGANISATION_VALUES
    total = sum(values[c] * w for c, w in zip(code, _ORGANISATION_WEIGHTS, strict=False))
    return _ORGANISATION_CHECKS[total % 11] == code[8]


def _plausible(text: str) -> bool:
    """Whether registrar, kind of body and region exist; 10 is where central bodies register."""
    body = text[0] in "123456789ANY" and text[1] in "1239"
    return body and text[_REGION].isdigit() and (text[2:4] in provinces() or text[2:4] == "10")


def _only(candidates: Iterator[str] | set[str]) -> str:
    valid = {c for c in candidates if is_valid(c) and _plausible(c)}
    return valid.pop() if len(valid) == 1 else ""


def _readings(text: str) -> list[str]:
    """Return for each character what it was misread from, empty where it may stand."""
    region = range(*_REGION.indices(len(text)))
    return [
        (_NOT_IN_REGION if place in region else _NOT_USED).get(c, "")
        for place, c in enumerate(text)
    ]


def _without_unused_letters(text: str) -> Iterator[str]:
    readings = _readings(text)
    if sum(map(bool, readings)) > 4:
        return
    for choice in product(*(read or c for c, read in zip(text, readings, strict=True))):
        yield "".join(choice)


def _transposed(text: str) -> Iterator[str]:
    for place in range(LENGTH - 1):
        yield text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def _substituted(text: str) -> Iterator[str]:
    """Yield the one replacement of each character that mends character 18's check."""
    remainder = _remainder(text)
    for place, (character, inverse) in enumerate(zip(text, _INVERSES, strict=True)):
        value = (_VALUES[character] - remainder * inverse) % 31
        if _ALPHABET[value] != character:
            yield text[:place] + _ALPHABET[value] + text[place + 1 :]


def _confusable(text: str, other: str) -> bool:
    low, high = next(sorted(pair) for pair in zip(text, other, strict=True) if pair[0] != pair[1])
    return high in _CONFUSABLE.get(low, "")
