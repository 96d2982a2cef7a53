"""Rules that outcomes contradict: what they take for a sign is none, or one of the opposite."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from resolver.inference.learning.design import Design, Row
from resolver.inference.learning.fit import Fit
from resolver.inference.learning.observation import Observation
from resolver.inference.learning.proposals import Bar, Estimate, Kind, bears, stands
from resolver.model.rulebook import Scale


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A rule, how probable it is that it says less than half of the weakest word, and its cases.

    `cases` are those lookups in which the rule counted and its cause was not the true one; of a
    rule against its cause those in which it was. In order of day and id.
    """

    estimate: Estimate
    certainty: float
    cases: tuple[Observation, ...]


def contradictions(
    found: Iterable[Estimate], scale: Scale, design: Design, fitted: Fit, bar: Bar
) -> Iterator[Contradiction]:
    """Yield the rules that outcomes contradict, whichever reporter is left out."""
    nothing = math.log(min(scale.strengths.values())) / 2
    for one in found:
        if one.kind is not Kind.STRENGTH or one.value > nothing or not bears(one, bar):
            continue
        certainty = one.certainty_beyond(nothing)
        if certainty >= bar.certainty and stands(one, nothing, fitted):
            yield Contradiction(one, certainty, _cases(one, design))


def _cases(estimate: Estimate, design: Design) -> tuple[Observation, ...]:
    speaks_for = estimate.sign > 0
    found = [
        observation
        for row in design.rows
        for cause in _causes_of(row, estimate.column)
        for observation in row.observations
        if (observation.cause == design.causes[cause]) is not speaks_for
    ]
    return tuple(sorted(found, key=lambda one: (one.day, one.id)))


def _causes_of(row: Row, column: int) -> Iterator[int]:
    """Yield the cause of a column if its rule counted in a row."""
    return (cause for cause, counted in row.counted if counted == column)
