"""Facts as small whole numbers, the only values that reach the C engine.

Rules cut the values of a fact at the points that they compare it with. All that matters of a value
is its place among those points, and that place is its code. Comparing codes decides exactly what
comparing values would, and none of the engine's traps can be met: text, exponents, 64 bits, types
that equal one another. What is no comparison of a code (one of several values, absence) becomes a
flag: a property that is there only where the literal is true.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from resolver.engine.paths import Literal, Relation
from resolver.errors import EngineError
from resolver.model.facts import Facts, FactValue

Property: TypeAlias = "str | Literal"
"""What the engine is told of: the code of a fact, by the fact's name, or the flag of a literal."""

_Slots: TypeAlias = list[tuple[int, Property, str]]
_Changes: TypeAlias = tuple[tuple[int, str], ...]

_OTHER = 0  # the code of a value below, or unlike, all points
_ORDERINGS = {
    Relation.LT: "$lt",
    Relation.LTE: "$lte",
    Relation.GT: "$gt",
    Relation.GTE: "$gte",
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the engine compares: a property, by an operator of its own, with a whole number."""

    property: Property
    operator: str
    number: int


@dataclass(frozen=True, slots=True)
class Scale:
    """The codes of one fact.

    `points[code]` is the one value that has the code, or `None` where many share it. Where values
    are ordered, `bounds` are the points again, ascending: they have the odd codes, and what lies
    between two of them has the even code between.
    """

    points: tuple[FactValue | None, ...]
    bounds: tuple[float, ...] = ()
    codes: Mapping[FactValue, int] = field(init=False)

    def __post_init__(self) -> None:
        codes = {point: code for code, point in enumerate(self.points) if point is not None}
        object.__setattr__(self, "codes", codes)

    def code(self, value: FactValue) -> int:
        """Return the code of any value.

        Raises:
            TypeError: The value is no number, where values are ordered.
            ValueError: The value is NaN, which has no place in an order.
        """
        known = self.codes.get(value)
        if known is not None or not self.bounds:
            return known or _OTHER
        if value != value:  # noqa: PLR0124 - NaN
            raise ValueError("NaN has no place in an order")
        return 2 * bisect_left(self.bounds, value)

    def comparison(self, literal: Literal) -> Comparison:
        """Return how the engine finds out that a literal is true."""
        if literal.relation is Relation.PRESENT:
            return Comparison(literal.fact, "$gte", _OTHER)
        code = self.codes.get(next(iter(literal.values), ""))
        if code is None or len(literal.values) != 1:
            return Comparison(literal, "$eq", 1)
        if literal.relation in _ORDERINGS:
            return Comparison(literal.fact, _ORDERINGS[literal.relation], code)
        operator = "$eq" if literal.relation is Relation.ONE_OF else "$neq"
        return Comparison(literal.fact, operator, code)

    def flagged(self, literal: Literal, code: int) -> bool:
        """Return whether a literal that has a flag is true of a value with this code."""
        if literal.relation is Relation.ABSENT:
            return False
        point = self.points[code]
        listed = point is not None and point in literal.values
        return listed is (literal.relation is Relation.ONE_OF)


def scale_of(literals: Iterable[Literal]) -> Scale:
    """Return the scale for all literals about one fact."""
    literals = list(literals)
    values = dict.fromkeys(
        value for literal in literals for value in sorted(literal.values, key=repr)
    )
    if any(literal.relation in _ORDERINGS for literal in literals):
        # A text among them cannot be met: an ordered fact that is a text is an error.
        bounds = tuple(sorted(value for value in values if not isinstance(value, str)))
        return Scale((None, *(point for bound in bounds for point in (bound, None))), bounds)
    if True in values or False in values:
        values.update({True: None, False: None})  # both are then found at the first attempt
    return Scale((None, *values))


class Encoder:
    """Turns facts into fragments of the JSON text that the engine reads.

    There is one fragment for every property, in the order of `names`: `"name":number,`, or nothing
    where the property is not there.
    """

    def __init__(self, scales: Mapping[str, Scale], names: Mapping[Property, str]) -> None:
        self._blank = [_fragment(property_, name) for property_, name in names.items()]
        self._scales: dict[str, tuple[Scale, tuple[_Changes, ...]]] = {}
        self._points: dict[str, dict[FactValue, _Changes]] = {}
        for fact, slots in _by_fact(names).items():
            scale = scales[fact]
            changes = tuple(self._changes(scale, slots, code) for code in range(len(scale.points)))
            self._scales[fact] = (scale, changes)
            self._points[fact] = {point: changes[code] for point, code in scale.codes.items()}

    def encode(self, facts: Facts) -> list[str]:
        """Return the fragments for some facts. Facts that no rule reads are passed over.

        Raises:
            EngineError: A value is not of the type that rules compare it with.
        """
        fragments = self._blank.copy()
        for fact, value in facts.items():
            points = self._points.get(fact)
            if points is None:
                continue
            changes = points.get(value)
            if changes is None:
                changes = self._locate(fact, value)
            for slot, fragment in changes:
                fragments[slot] = fragment
        return fragments

    def _locate(self, fact: str, value: FactValue | None) -> _Changes:
        if value is None:
            return ()
        scale, changes = self._scales[fact]
        try:
            return changes[scale.code(value)]
        except (TypeError, ValueError) as error:
            raise EngineError(f"fact {fact} cannot be {value!r:.40}: {error}") from error

    def _changes(self, scale: Scale, properties: _Slots, code: int) -> _Changes:
        fragments = [
            (slot, _fragment(property_, name, scale, code)) for slot, property_, name in properties
        ]
        return tuple((slot, text) for slot, text in fragments if text != self._blank[slot])


def _by_fact(names: Mapping[Property, str]) -> dict[str, _Slots]:
    slots: dict[str, _Slots] = {}
    for slot, (property_, name) in enumerate(names.items()):
        fact = property_ if isinstance(property_, str) else property_.fact
        slots.setdefault(fact, []).append((slot, property_, name))
    return slots


def _fragment(
    property_: Property, name: str, scale: Scale | None = None, code: int = _OTHER
) -> str:
    """Return the text for a property where its fact has a code or, without a scale, is absent."""
    if isinstance(property_, str):
        return f'"{name}":{code},' if scale is not None else ""
    true = scale.flagged(property_, code) if scale else property_.relation is Relation.ABSENT
    return f'"{name}":1,' if true else ""
