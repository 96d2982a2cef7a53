"""Everything that the pages of a handbook are made of."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from resolver.cli.history import Commit
from resolver.cli.render.handbook.references import References, references
from resolver.inference.lifetimes import Lifetime, lifetimes
from resolver.model.knowledge import Provider, StatusCode
from resolver.model.rulebook import Rulebook
from resolver.model.scenarios import Scenario

_NOT_IN_FILES = re.compile(r"[^\w.-]")
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Book:
    """A rulebook with what is known about it on a Beijing calendar day.

    `history` gives the commits of each file, newest first, and is absent outside of Git. `codes`
    gives each provider's codes with the anchor of each on the provider's page, and
    `provider_pages` the path of that page without suffix, below the folder of a language.
    """

    rulebook: Rulebook
    scenarios: Sequence[Scenario]
    history: Mapping[str, Sequence[Commit]] | None
    today: date
    refs: References
    lifetimes: Sequence[Lifetime]
    codes: Mapping[str, Sequence[tuple[str, StatusCode]]]
    provider_pages: Mapping[str, str]

    def commits_of(self, file: str) -> Sequence[Commit]:
        """Return the commits that touched a file, newest first."""
        return (self.history or {}).get(file, ())

    def all_codes(self) -> Sequence[tuple[StatusCode, str, str]]:
        """Return every code with its anchor and provider, numbers in order of size."""
        rows = [
            (code, anchor, provider)
            for provider, codes in self.codes.items()
            for anchor, code in codes
        ]
        return sorted(rows, key=lambda row: (_as_number(row[0].code), row[0].code, row[2]))


def gather(
    rulebook: Rulebook,
    scenarios: Sequence[Scenario],
    history: Mapping[str, Sequence[Commit]] | None,
    today: date,
) -> Book:
    """Return a rulebook with everything that its pages tell of it."""
    providers = rulebook.knowledge.catalogue.providers.values()
    return Book(
        rulebook=rulebook,
        scenarios=scenarios,
        history=history,
        today=today,
        refs=references(rulebook, scenarios),
        lifetimes=lifetimes(rulebook, today),
        codes={provider.id: _anchored(provider) for provider in providers},
        provider_pages=_provider_pages(providers),
    )


def anchor_of(name: str) -> str:
    """Return a name as an anchor, which may have no blanks."""
    return "_".join(name.split())


def _as_number(code: str) -> float:
    """Return what a code is sorted by: numbers by size, before all others."""
    return float(code) if code.isascii() and code.isdigit() else math.inf


def _provider_pages(providers: Iterable[Provider]) -> dict[str, str]:
    """Return a path for each provider: an id is any text, a file's name is not."""
    pages: dict[str, str] = {}
    for provider in providers:
        name = _NOT_IN_FILES.sub("_", provider.id)[:_LONGEST_NAME]
        page = f"providers/{name}"
        pages[provider.id] = f"{page}-{len(pages)}" if page in pages.values() else page
    return pages


def _anchored(provider: Provider) -> list[tuple[str, StatusCode]]:
    """Return the codes with an anchor each: the code, and a number where it stands again."""
    seen: dict[str, int] = {}
    anchored = []
    for code in provider.codes:
        anchor = f"code-{anchor_of(code.code)}"
        seen[anchor] = seen.get(anchor, 0) + 1
        suffix = f"-{seen[anchor]}" if seen[anchor] > 1 else ""
        anchored.append((anchor + suffix, code))
    return anchored
