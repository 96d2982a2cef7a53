"""Facts that a site declares itself and callers send as texts in `attributes`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from resolver.model.answer import Derivation
from resolver.model.facts import FactType, FactValue
from resolver.model.knowledge import Attribute

_LONGEST_VALUE = 200
_NUMBER = re.compile(r"[+-]?[0-9]{1,12}(?:\.[0-9]{1,20})?")
_WORDS = {
    **dict.fromkeys(("true", "yes", "y", "1", "on", "是", "有"), True),
    **dict.fromkeys(("false", "no", "n", "0", "off", "否", "无"), False),
}


class AttributeReader:
    """Reads declared attributes; what is not declared or does not fit its type is no fact."""

    def __init__(self, declared: Iterable[Attribute]) -> None:
        self._declared = {attribute.name: attribute for attribute in declared}
        self._values = {
            attribute.name: {_plain(value): value for value in attribute.values}
            for attribute in self._declared.values()
        }

    def derive(self, attributes: tuple[tuple[str, str], ...], draft: Derivation) -> None:
        """Add a fact `attributes.<name>` for each attribute that is declared and fits."""
        if not self._declared:
            return
        for name, text in attributes:
            attribute = self._declared.get(name)
            if attribute is None or len(text) > _LONGEST_VALUE:
                continue
            value = self._read(attribute, _plain(text))
            if value is not None:
                draft.facts[f"attributes.{name}"] = value

    def _read(self, attribute: Attribute, text: str) -> FactValue | None:
        match attribute.type:
            case FactType.BOOLEAN:
                return _WORDS.get(text)
            case FactType.NUMBER:
                return _number(text)
            case FactType.ENUM:
                return self._values[attribute.name].get(text)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


def _number(text: str) -> FactValue | None:
    """Return a plain decimal number, to four places; exponents and separators are refused."""
    if not _NUMBER.fullmatch(text):
        return None
    return round(float(text), 4) if "." in text else int(text)
