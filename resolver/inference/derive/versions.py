"""Tool versions as people write them, compared by number."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LONGEST = 64
_SEPARATORS = str.maketrans(dict.fromkeys("-_/年月。", "."))
_COMPACT_DATE = re.compile(r"(?<![0-9.])((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])(?![0-9])")
_DOTTED = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9}){1,5}")
_SINGLE = re.compile(r"[0-9]{1,9}")
_YEARS = range(1990, 2101)


def compare_versions(current: str | None, latest: str | None) -> tuple[bool, bool] | None:
    """Return whether a version is older than the latest, and whether by a major version at least.

    `v4.8`, `4.8.0` and `plugin 4.8` are the same; of dated versions (`2025.08`, `20250801`) a year
    counts as a major version. `None` where one is missing, names no number, or only one is dated.
    """
    if not current or not latest:
        return None
    return _compare(current[:_LONGEST], latest[:_LONGEST])


@lru_cache(maxsize=4096)
def _compare(current: str, latest: str) -> tuple[bool, bool] | None:
    here, there = _parse(current), _parse(latest)
    if here is None or there is None or (here[0] in _YEARS) != (there[0] in _YEARS):
        return None
    behind = there[0] - here[0]
    if here[0] in _YEARS and behind == 1:
        return True, there[1:] >= here[1:]
    return here < there, behind >= 1


def _parse(text: str) -> tuple[int, ...] | None:
    """Return the numbers of a version without trailing zeros, so that `4` equals `4.0.0`."""
    plain = unicodedata.normalize("NFKC", text).translate(_SEPARATORS)
    plain = _COMPACT_DATE.sub(r"\1.\2.\3", plain)
    found = _DOTTED.search(plain) or _SINGLE.search(plain)
    if not found:
        return None
    numbers = [int(part) for part in found.group().split(".")]
    while len(numbers) > 1 and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)
