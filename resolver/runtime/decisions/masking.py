"""What of a context the log may keep, field by field, and how it hides the rest.

Only what is listed here is kept at all: a text field that somebody adds to the contract and
forgets here is left out. A mask that fails leaves nothing of its value.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TypeAlias

Masked: TypeAlias = Callable[[str], str]


class Mask(StrEnum):
    """Ways to keep a text."""

    CLEAR = "clear"
    """As it is."""

    HASH = "hash"
    """A keyed digest: equal values stay equal, and without the key nobody can try values out."""

    LAST4 = "last4"
    """The last four characters of eight or more."""

    WORDS = "words"
    """Without each run of letters and digits that has three digits in it: numbers and ids."""

    DROP = "drop"
    """Nothing but that there was something."""


HIDDEN = "*"
"""What stands for characters that are not kept."""

HASHED = "hash:"
"""What a keyed digest begins with."""

FAILED = "*failed*"
"""What stands for a value whose mask failed."""

_HASH_BYTES = 8
_LONGEST_NUMBER = 2
_RUNS = re.compile(r"[\dA-Za-zＡ-Ｚａ-ｚ][\dA-Za-zＡ-Ｚａ-ｚ.,·/_-]*")

DEFAULT_MASKS: Mapping[str, Mask] = {
    "lookup_id": Mask.CLEAR,
    "inputs.invoice_code": Mask.HASH,
    "inputs.invoice_number": Mask.HASH,
    "inputs.issue_date": Mask.CLEAR,
    "inputs.amount": Mask.HASH,
    "inputs.check_code": Mask.HASH,
    "inputs.seller_tax_id": Mask.HASH,
    "inputs.buyer_tax_id": Mask.HASH,
    "inputs.query_option": Mask.WORDS,
    "outcome.provider": Mask.CLEAR,
    "outcome.operation": Mask.CLEAR,
    "outcome.code": Mask.CLEAR,
    "outcome.message": Mask.WORDS,
    "outcome.grpc_status": Mask.CLEAR,
    "requester.permissions": Mask.CLEAR,
    "requester.tax_id": Mask.HASH,
    "requester.region": Mask.CLEAR,
    "requester.user_id": Mask.HASH,
    "client.endpoint_host": Mask.CLEAR,
    "client.tool_version": Mask.CLEAR,
    "client.latest_tool_version": Mask.CLEAR,
    "client.browser": Mask.CLEAR,
    "client.network_type": Mask.CLEAR,
    "invoice.lifecycle_text": Mask.WORDS,
    "batch.file_format": Mask.CLEAR,
    "attributes": Mask.HASH,
}
"""How each text of a context is kept unless settings say otherwise. What is no text (enum values,
counts, moments) is kept as it is: it names nobody, and rules are replayed by it.
"""


class Masker:
    """Masks texts by field, with one key."""

    def __init__(
        self,
        masks: Mapping[str, Mask],
        key: bytes,
        on_failure: Callable[[str], None] = lambda _field: None,
    ) -> None:
        """Take masks in place of the default ones; `on_failure` is told the field of each."""
        self._masks = {**DEFAULT_MASKS, **masks}
        self._hasher = hashlib.blake2b(digest_size=_HASH_BYTES, key=key)
        self._on_failure = on_failure

    def way(self, field: str) -> Masked:
        """Return what masks the texts of a field.

        It raises nothing, and nothing is kept of a text that the mask failed on. An empty text
        stays empty: that nothing was typed is no secret.
        """
        mask = self._mask(self._masks[field])

        def masked(text: str) -> str:
            try:
                return mask(text) if text else ""
            except Exception:  # noqa: BLE001 - the decision must be kept, and the text must not
                self._on_failure(field)
                return FAILED

        return masked

    def _mask(self, mask: Mask) -> Masked:
        return {
            Mask.HASH: self._hashed,
            Mask.CLEAR: _clear,
            Mask.LAST4: _last4,
            Mask.WORDS: _words,
            Mask.DROP: lambda _text: HIDDEN,
        }[mask]

    def _hashed(self, text: str) -> str:
        """Return a keyed digest: 64 bits, enough to tell values of one log apart."""
        hasher = self._hasher.copy()
        hasher.update(text.encode("utf-8", "surrogatepass"))
        return HASHED + hasher.hexdigest()


def is_masked(text: str) -> bool:
    """Tell whether something of a text was not kept."""
    return HIDDEN in text or text.startswith(HASHED)


def _clear(text: str) -> str:
    return text


def _last4(text: str) -> str:
    return HIDDEN + text[-4:] if len(text) >= 8 else HIDDEN


def _words(text: str) -> str:
    return _RUNS.sub(_without_numbers, text)


def _without_numbers(run: re.Match[str]) -> str:
    digits = sum(character.isdigit() for character in run[0])
    return HIDDEN if digits > _LONGEST_NUMBER else run[0]
