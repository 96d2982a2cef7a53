"""The query option: a provider's own number of the invoice type, among other things."""

from __future__ import annotations

import re
from functools import lru_cache

from resolver.inference.derive.typing_traces import cut, half_width
from resolver.model.context import InvoiceType
from resolver.model.knowledge import Provider

_NAMED = re.compile(
    r"(?:kind|type|fplx|fpzl|票种|种类|类型|类别)[\"']?\s*[=:]\s*[\"']?(\d{1,3})(?!\d)",
    re.IGNORECASE | re.ASCII,
)
_BARE = re.compile(r"\s*(\d{1,3})\s*", re.ASCII)


def option_contradicts(option: str, kind: InvoiceType, provider: Provider) -> bool:
    """Return whether a query option names another type, by the provider's own numbers.

    A number that the provider's catalogue does not hold contradicts nothing.
    """
    number = _type_number(cut(option))
    if not number:
        return False
    named = provider.type_numbers.get(number) or provider.type_numbers.get(_padded(number))
    return named is not None and named is not kind


@lru_cache(maxsize=1024)
def _type_number(option: str) -> str:
    text = half_width(option)
    match = _NAMED.search(text) or _BARE.fullmatch(text)
    return match[1] if match else ""


def _padded(number: str) -> str:
    """Return a number as the other half of the providers writes it: `1` for `01`, `01` for `1`."""
    return number.zfill(2) if len(number) == 1 else number.lstrip("0")
