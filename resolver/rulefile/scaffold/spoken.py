"""How people say what rule files write: moments, and words for choices."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from contextlib import suppress
from datetime import datetime

from resolver.model.beijing import BEIJING
from resolver.model.rulebook import AGAINST
from resolver.model.texts import Text
from resolver.rulefile.packaged import packaged_table

_MOMENT = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:[T ]*(上午|下午|晚上|晚)? *(\d{1,2})(?:[:时点](\d{1,2})?)分?(?::(\d{1,2}))?)?"
)
_AFTERNOON = ("下午", "晚上", "晚")


def moment_as_written(text: str) -> str:
    """Return a moment in the one form of rule files; what is none comes back as it is.

    Without a time of day it is midnight, in Beijing like all others: `2026/11/30 9:00`,
    `2026年11月30日 下午3点`.
    """
    found = _MOMENT.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is not None:
        year, month, day, half, *clock = found.groups()
        hour, minute, second = (int(part or 0) for part in clock)
        hour += 12 if half in _AFTERNOON and hour < 12 else 0
        with suppress(ValueError):
            moment = datetime(
                int(year), int(month), int(day), hour, minute, second, tzinfo=BEIJING
            )
            return moment.isoformat()
    return text


def word_as_written(text: str, choices: Collection[str]) -> str:
    """Return the choice that a Chinese word stands for; any other text comes back as it is.

    A strength may have a word for `against` before or behind it: `弱 反证`.
    """
    table = packaged_table(__package__, "words.yaml")
    bare, suffix = text, ""
    for word in table["against"]:
        if word in text:
            bare, suffix = text.replace(word, "").strip(" （）()"), f" {AGAINST}"
    meant = table["spoken"].get(bare, bare) + suffix
    return meant if meant in choices else text


def hint(key: str) -> Text | None:
    """Return what may be answered to a question, with an example; none where choices say it."""
    rows = packaged_table(__package__, "words.yaml")["hints"]
    row = rows.get(key) or rows.get(key.rpartition(".")[0])
    return None if row is None else Text(row["zh"], row["en"])
