"""Texts of the rulebook with the values of one context in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from resolver.model.facts import Facts, Vocabulary
from resolver.model.texts import LANGUAGES, Text

_PLACEHOLDER = re.compile(r"\{([a-z0-9_.]+)\}")


class Wording:
    """Fills placeholders with the values of facts, named as the vocabulary names them."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def writer(self, text: Text, language: str) -> Callable[[Facts], str]:
        """Return a function that writes a text in one language; an absent fact reads as unknown.

        A text is taken apart here, once.
        """
        parts = pieces(text.get(language))
        if len(parts) == 1:
            return lambda _facts: parts[0]
        label = self._vocabulary.label

        def write(facts: Facts) -> str:
            return "".join(
                [
                    label(part, facts.get(part), language) if place % 2 else part
                    for place, part in enumerate(parts)
                ]
            )

        return write


def facts_named(text: Text) -> tuple[str, ...]:
    """Return the facts whose values stand in a text, in any language, each once."""
    found = (_PLACEHOLDER.findall(text.get(language)) for language in LANGUAGES)
    return tuple(dict.fromkeys(name for names in found for name in names))


def pieces(template: str) -> tuple[str, ...]:
    """Return the words of a text and, at odd places, the facts whose values go between them."""
    return tuple(_PLACEHOLDER.split(template))


def fill_values(template: str, values: Mapping[str, str]) -> str:
    """Return a finding's text with the check's own values; one nobody gave stays empty."""
    return _PLACEHOLDER.sub(lambda match: values.get(match.group(1), ""), template)
