"""What the conditions of a rulebook can tell apart of facts.

Conditions see a number only by its place among the thresholds that they compare it with, and any
other fact only by its value. Facts that are alike in that have one signature, and every condition
is as true of the one as of the other.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable
from typing import TypeAlias

from resolver.model.conditions import Condition, Operator, leaves
from resolver.model.facts import Facts, FactType, FactValue, Vocabulary

Signature: TypeAlias = tuple[Hashable, ...]


class SignatureReader:
    """Reads the signature of facts for some conditions, which may only compare declared facts."""

    def __init__(self, conditions: Iterable[Condition], vocabulary: Vocabulary) -> None:
        thresholds: dict[str, set[FactValue]] = {}
        for condition in conditions:
            for leaf in leaves(condition):
                points = thresholds.setdefault(leaf.fact, set())
                if leaf.operator is not Operator.EXISTS:
                    operand = leaf.operand
                    points.update(operand if isinstance(operand, tuple) else (operand,))
        numbers = {name for name in thresholds if vocabulary.facts[name].type is FactType.NUMBER}
        self._whole = tuple(sorted(thresholds.keys() - numbers))
        self._graded = tuple(
            (
                name,
                tuple(sorted(point for point in thresholds[name] if not isinstance(point, str))),
            )
            for name in sorted(numbers)
        )

    def read(self, facts: Facts) -> Signature:
        """Return the signature of some facts."""
        get = facts.get
        return (
            *map(get, self._whole),
            *[
                # Odd where the value is a threshold, even where it lies between two.
                None
                if (value := get(name)) is None
                else bisect_left(points, value) + bisect_right(points, value)
                for name, points in self._graded
            ],
        )
