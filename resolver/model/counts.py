"""How much is in a rulebook."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from resolver.model.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Counts:
    """What can be counted; `rules_in_force` are those that count on one Beijing calendar day."""

    causes: int
    rules: int
    rules_in_force: int
    remedies: int
    providers: int
    status_codes: int


def counts_of(rulebook: Rulebook, day: date) -> Counts:
    """Return how much is in a rulebook, and how much of it counts on a Beijing calendar day."""
    rules = rulebook.rules()
    providers = rulebook.knowledge.catalogue.providers
    return Counts(
        causes=len(rulebook.causes),
        rules=len(rules),
        rules_in_force=sum(rule.in_force(day) for rule in rules),
        remedies=len(rulebook.remedies),
        providers=len(providers),
        status_codes=sum(len(provider.codes) for provider in providers.values()),
    )
