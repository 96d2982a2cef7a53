"""Host names: which belong to the tax authority, and which are look-alikes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_LONGEST = 2000
"""Characters of an address that are read; host names have at most 253."""

_LABEL_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_")


@dataclass(frozen=True, slots=True)
class HostReading:
    """Whether a host is the tax authority's, and the node of one province."""

    official: bool
    provincial: bool


class HostReader:
    """Reads hosts as callers write them: with scheme, user, port, path, or full-width letters."""

    def __init__(self, official_domains: Iterable[str], provincial_labels: Iterable[str]) -> None:
        self._domains = tuple(tuple(domain.lower().split(".")) for domain in official_domains)
        self._provinces = frozenset(provincial_labels)

    def read(self, text: str) -> HostReading | None:
        """Return what a host is; `None` where the text names none.

        Only the end of a name tells who owns it: `chinatax.gov.cn.example.com` and
        `chinatax.gov.cn@example.com` are not official, nor is a name with foreign letters.
        """
        labels = _labels(text)
        if not labels:
            return None
        for domain in self._domains:
            if labels[-len(domain) :] == domain and all(map(_is_plain, labels)):
                before = labels[: -len(domain)]
                return HostReading(True, bool(before) and before[-1] in self._provinces)
        return HostReading(official=False, provincial=False)


def _labels(text: str) -> tuple[str, ...]:
    """Return the labels of the host that an address names, as a browser would read it."""
    # Browsers take full-width letters and the Chinese full stop for their ASCII counterparts.
    address = unicodedata.normalize("NFKC", text[:_LONGEST]).replace("。", ".").strip().lower()
    address = address.replace("\\", "/")
    scheme, separator, rest = address.partition("//")
    if separator and (not scheme or scheme.endswith(":")):
        address = rest
    authority = address.split("/", 1)[0].split("?", 1)[0].split("#", 1)[0]
    host = authority.rsplit("@", 1)[-1]
    if not host.startswith("["):
        host = host.split(":", 1)[0]
    host = host.removesuffix(".")
    return tuple(host.split(".")) if host else ()


def _is_plain(label: str) -> bool:
    return bool(label) and not label.startswith("xn--") and _LABEL_CHARACTERS.issuperset(label)
