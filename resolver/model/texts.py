"""Texts in the two languages of the product, and which one a caller gets."""

from __future__ import annotations

from dataclasses import dataclass

LANGUAGES = ("zh-CN", "en")
"""BCP 47 tags that every text exists in; the first is the default."""


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence, or a few, in every language. `{fact.name}` stands for a fact's value."""

    zh: str
    en: str

    def get(self, language: str) -> str:
        """Return the text in a language of `LANGUAGES`."""
        return self.en if language == "en" else self.zh


def cannot_read(name: object, error: Exception) -> Text:
    """Return that a file cannot be read, with the reason as the system gives it."""
    reason = getattr(error, "strerror", None) or str(error)
    return Text(f"{name}：无法读取（{reason}）", f"{name}: cannot be read: {reason}")


def closest_language(tag: str) -> str:
    """Return the language of `LANGUAGES` that serves a BCP 47 tag best; empty means the default.

    Chinese of any script or region gets `zh-CN`; every other language gets `en`.
    """
    primary = tag.replace("_", "-").split("-", 1)[0].lower()
    return "zh-CN" if primary in {"", "zh", "cmn", "yue", "und"} else "en"
