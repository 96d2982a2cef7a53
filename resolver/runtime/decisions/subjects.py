"""Whom a decision is about: values to look for, as the masks of each segment have left them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import orjson

from resolver.runtime.decisions.keys import LogKeys
from resolver.runtime.decisions.masking import DEFAULT_MASKS, Mask, Masker

ATTRIBUTES = "attributes"
_KEPT_WHOLE = frozenset({Mask.HASH, Mask.CLEAR})
"""Masks that leave of a value what it can be told from others by."""


class Kind(StrEnum):
    """What kind of value decisions are looked for by."""

    USER_ID = "user_id"
    TAX_ID = "tax_id"
    INVOICE_NUMBER = "invoice_number"
    CALLER = "caller"
    LOOKUP_ID = "lookup_id"
    RESOLUTION = "resolution"


_FIELDS: Mapping[Kind, tuple[str, ...]] = {
    Kind.USER_ID: ("requester.user_id", ATTRIBUTES),
    Kind.TAX_ID: ("inputs.seller_tax_id", "inputs.buyer_tax_id", "requester.tax_id", ATTRIBUTES),
    Kind.INVOICE_NUMBER: ("inputs.invoice_number", "lookup_id", ATTRIBUTES),
    Kind.CALLER: ("caller",),
    Kind.LOOKUP_ID: ("lookup_id",),
    Kind.RESOLUTION: ("id",),
}
"""Where a value of a kind may stand. Callers put what they like into attributes, and some name
their lookups by the invoice.
"""

TYPED = frozenset({Kind.USER_ID, Kind.TAX_ID, Kind.INVOICE_NUMBER})
"""Kinds of values that people type: they are looked for in every common spelling."""

_TO_FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


class Subject:
    """One value to look for."""

    def __init__(self, kind: Kind, value: str, keys: LogKeys) -> None:
        """Take the keys of the log; those of another log find nothing that is hashed."""
        self.kind = kind
        self._keys = keys
        self._spellings = _spellings(value) if kind in TYPED else {value}

    def search(self, start: Mapping[str, Any]) -> Search | None:
        """Return how to find it in a segment with a first line; `None` if another key is needed.

        Fields of which a mask leaves less than the whole tell nobody apart: they are not searched.
        """
        masks = {**DEFAULT_MASKS, **{k: Mask(mask) for k, mask in start.get("masks", {}).items()}}
        fields = {
            field: masks.get(field, Mask.CLEAR)
            for field in _FIELDS[self.kind]
            if masks.get(field, Mask.CLEAR) in _KEPT_WHOLE
        }
        if Mask.HASH in fields.values() and start.get("key", "") != self._keys.name:
            return None
        masker = Masker({**masks}, self._keys.masks)
        return Search(
            {
                field: frozenset(map(masker.way(field), self._spellings))
                if field in DEFAULT_MASKS
                else frozenset(self._spellings)
                for field in fields
            }
        )


class Search:
    """Looks for a subject in the decisions of segments with the same masks."""

    def __init__(self, wanted: Mapping[str, frozenset[str]]) -> None:
        self._wanted = wanted
        self.needles = tuple({orjson.dumps(one) for each in wanted.values() for one in each})
        """What a decision about it has in it, as it is written."""

    def fields_in(self, body: bytes) -> list[str]:
        """Return the fields of a decision in which the subject stands."""
        if not any(needle in body for needle in self.needles):
            return []
        told = orjson.loads(body)
        return [name for name, values in self._wanted.items() if values & _texts(told, name)]


def _texts(told: Mapping[str, Any], field: str) -> set[object]:
    context = told.get("context", {})
    if field == ATTRIBUTES:
        return {text for name, text in context.items() if name.startswith(f"{ATTRIBUTES}.")}
    return {told.get(field, context.get(field))}


def _spellings(value: str) -> set[str]:
    """Return a value in capitals and small letters, and in full-width characters, as typed."""
    cases = {value, value.upper(), value.lower()}
    return cases | {text.translate(_TO_FULL_WIDTH) for text in cases}
