"""Which causes an answer names: those that evidence speaks for; noise is left to the rest."""

from __future__ import annotations

import math
from collections.abc import Sequence

from resolver.model.answer import RankedCause
from resolver.model.rulebook import Scale


def worth_naming(ranking: Sequence[RankedCause], scale: Scale) -> tuple[RankedCause, ...]:
    """Return the causes worth naming, most likely first: at least the first of a ranking."""
    first, *others = ranking
    telling = math.log(scale.telling_ratio)
    return (first, *[ranked for ranked in others if _is_worth_it(ranked, scale, telling)])


def _is_worth_it(ranked: RankedCause, scale: Scale, telling: float) -> bool:
    if not ranked.evidence:
        unexplained = not ranked.cause.evidence
        return unexplained and ranked.probability >= scale.least_probability_unsupported
    if ranked.probability < scale.least_probability:
        return ranked.support >= telling
    return any(rule.weight > 0 for rule in ranked.evidence)
