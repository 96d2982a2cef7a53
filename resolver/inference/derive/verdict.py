"""Evidence to one verdict: which kind of answer it is, which else is meant, and how surely."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from resolver.inference.derive.codes import lowered, raised
from resolver.inference.derive.evidence import Evidence
from resolver.model.knowledge import StatusCode

NOTHING = "none"
"""The category of an answer that cannot be read, and what it was recognised by."""

_SECOND_POINTS = 1.5
"""A category with fewer points is not worth a mention."""

_RIVAL_SHARE = 0.5
"""A second category with this share of the first one's points makes the verdict less sure."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer says. `row` is the catalogue's row for it, if there is one."""

    category: str = NOTHING
    second_category: str | None = None
    certainty: str = "possible"
    source: str = NOTHING
    row: StatusCode | None = None


def judge(evidence: Sequence[Evidence], vague: Set[str]) -> Verdict:
    """Return the verdict: the points of all sources added up; of equals the first heard wins.

    Two sources that agree make it surer, a rival of another kind less sure. A vague category is
    no rival: a specific one says the same, and more.
    """
    points: dict[str, float] = {}
    for item in evidence:
        points[item.category] = points.get(item.category, 0) + item.points
    if not points:
        return Verdict()
    ranked = sorted(points, key=lambda category: -points[category])
    best, second = ranked[0], _second(ranked, points, vague)
    spoke = [item for item in evidence if item.category == best]
    strongest = max(spoke, key=lambda item: item.points)
    certainty = strongest.certainty
    if len({item.source for item in spoke if item.certainty != "possible"}) > 1:
        certainty = raised(certainty)
    if second and second not in vague and points[second] >= _RIVAL_SHARE * points[best]:
        certainty = lowered(certainty)
    row = next((item.row for item in spoke if item.row), None)
    return Verdict(best, second, certainty, strongest.source, row)


def _second(ranked: list[str], points: dict[str, float], vague: Set[str]) -> str | None:
    best = ranked[0]
    worthy = (name for name in ranked[1:] if points[name] >= _SECOND_POINTS)
    return next((name for name in worthy if name not in vague or best in vague), None)
