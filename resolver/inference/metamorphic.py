"""Laws that hold of every rulebook and every context, tried on the scenarios of a book.

They need no expectations: each compares answers to facts, or by rules, that differ a little.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from resolver.inference.laws import Breach, Law, Match, MatchingLaws, ScoringLaws, Tries
from resolver.inference.prepared import Prepared
from resolver.model.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class LawReport:
    """How often a law was tried, and where it does not hold."""

    law: Law
    tries: int
    breaches: tuple[Breach, ...]


def check_laws(
    rulebook: Rulebook, scenarios: Sequence[Prepared], match: Match
) -> tuple[LawReport, ...]:
    """Try every law on every scenario; `match` is that of the engine which answers."""
    matching, scoring = MatchingLaws(rulebook, match), ScoringLaws(rulebook)
    matches = [matching.matches(one) for one in scenarios]
    return (
        _report(Law.IRRELEVANT_FACT, map(matching.irrelevant_fact, matches)),
        _report(Law.ABSENCE, map(matching.absence, matches)),
        _report(Law.ORDER, map(matching.order, matches)),
        _report(Law.WRITING, map(scoring.writing, scenarios)),
        _report(Law.DIRECTION, map(scoring.direction, scenarios)),
        _report(Law.PRIOR, map(scoring.prior, scenarios)),
    )


def _report(law: Law, tries: Iterable[Tries]) -> LawReport:
    results = list(chain.from_iterable(tries))
    breaches = tuple(found for found in results if found is not None)
    return LawReport(law, len(results), breaches)
