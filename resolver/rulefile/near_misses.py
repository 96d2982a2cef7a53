"""Mends that leave no doubt, as the text to write instead."""

from __future__ import annotations

import re
from collections.abc import Collection

_SHORTEST = 5
"""Of a shorter name one slip makes too many others."""

_FULL_WIDTH = str.maketrans(",;:!?.()", "，；：！？。（）")
_HAN = r"[\u3400-\u9fff]"
HALF_WIDTH = re.compile(
    rf"(?<={_HAN})[,;:!?.](?={_HAN}|[\"']?$)"
    rf"|(?<={_HAN})\([^()]*\)|(?<![\w(])\((?=[^()]*{_HAN})[^()]*\)"
)
"""Marks between Chinese characters, and brackets behind them or around them."""

WIDE_COLON = re.compile(r"(?P<before>[ \t]*(?:- +)*)(?P<key>[A-Za-z][\w.-]*)[ \t]*：\s*", re.ASCII)
"""What begins a line, or a value, whose key has a full-width colon behind it."""


def only_near_miss(name: str, known: Collection[str]) -> str:
    """Return the one known name that must be meant; empty where there is doubt.

    It is the only one that differs in case and separators alone, or the only one within two slips,
    and then one slip away. A slip is a letter too many, too few, another one, or two exchanged.
    """
    alike = [one for one in known if _plain(one) == _plain(name)]
    if len(alike) == 1:
        return alike[0]
    if alike or len(name) < _SHORTEST:
        return ""
    near = {one: _slips(name, one) for one in known if abs(len(one) - len(name)) <= 2}
    within = [one for one, slips in near.items() if slips <= 2]
    return within[0] if len(within) == 1 and near[within[0]] == 1 else ""


def full_width(source: str) -> str:
    """Return a scalar, quotes included, with the full-width forms of marks between Chinese."""
    return HALF_WIDTH.sub(lambda found: wide(found[0]), source)


def wide(marks: str) -> str:
    """Return marks in their full-width forms; what else is among them stays."""
    return marks.translate(_FULL_WIDTH)


def _plain(name: str) -> str:
    return name.casefold().replace("-", "_")


def _slips(name: str, other: str) -> int:
    """Return how many slips lead from one name to the other (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for n, letter in enumerate(name, 1):
        earlier, before, row = before, row, [n]
        for m, wanted in enumerate(other, 1):
            cost = min(before[m] + 1, row[m - 1] + 1, before[m - 1] + (letter != wanted))
            exchanged = n > 1 and m > 1 and (letter, name[n - 2]) == (other[m - 2], wanted)
            row.append(min(cost, earlier[m - 2] + 1) if exchanged else cost)
    return row[-1]
