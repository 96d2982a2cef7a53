"""A condition as paths: alternatives, each a set of literals that must all be true.

Negation is pushed to the leaves. That keeps the three values of `resolver.model.conditions`: a
condition is true exactly where every literal of one of its paths is, and no literal about an
absent fact is true, negated or not, except `ABSENT`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from resolver.model.conditions import All, AnyOf, Compare, Condition, Named, Not, Operator
from resolver.model.facts import FactValue


class Relation(StrEnum):
    """What a literal claims of a fact. All but `ABSENT` claim that it is there as well."""

    ONE_OF = "one of"
    NONE_OF = "none of"
    LT = "lt"
    LTE = "lte"
    GT = "gt"
    GTE = "gte"
    PRESENT = "present"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Literal:
    """One claim about one fact. An ordering has exactly one value, a number; presence has none."""

    fact: str
    relation: Relation
    values: frozenset[FactValue] = frozenset()


Path: TypeAlias = frozenset[Literal]
Paths: TypeAlias = frozenset[Path]

_ALWAYS: Paths = frozenset([frozenset()])
_NEVER: Paths = frozenset()
_MAX_JOINS = 20_000  # of one condition; a join takes microseconds, so that all take well under 1 s
_ORDERINGS = {
    Operator.LT: (Relation.LT, Relation.GTE),
    Operator.LTE: (Relation.LTE, Relation.GT),
    Operator.GT: (Relation.GT, Relation.LTE),
    Operator.GTE: (Relation.GTE, Relation.LT),
}


class NoPathsError(Exception):
    """A condition has too many paths or literals, or an operand that no path can carry."""


class PathFinder:
    """Finds the paths of conditions that share definitions; each definition is worked out once.

    Too many are more than `max_paths` of one condition, or more than `max_literals` in one path,
    be it on the way. So no condition takes long, however large it is.
    """

    def __init__(self, max_paths: int, max_literals: int) -> None:
        self._max_paths = max_paths
        self._max_literals = max_literals
        self._definitions: dict[tuple[int, bool], Paths] = {}
        self._joins_left = 0

    def paths(self, condition: Condition) -> Paths:
        """Return the paths on which a condition is true.

        Raises:
            NoPathsError: There are too many, or an operand is NaN, or no number where the operator
                needs one.
        """
        self._joins_left = _MAX_JOINS
        return self._paths(condition, wanted=True)

    def _paths(self, condition: Condition, *, wanted: bool) -> Paths:
        match condition:
            case Compare():
                return _leaf(condition, wanted)
            case Not(part):
                return self._paths(part, wanted=not wanted)
            case Named(_, part):
                return self._definition(part, wanted)
            case All(parts):
                return self._joined(parts, wanted) if wanted else self._listed(parts, wanted)
            case AnyOf(parts):
                return self._listed(parts, wanted) if wanted else self._joined(parts, wanted)

    def _definition(self, part: Condition, wanted: bool) -> Paths:
        # By identity: rules share the very objects, and hashing a tree costs as much as a walk.
        key = (id(part), wanted)
        if key not in self._definitions:
            self._definitions[key] = self._paths(part, wanted=wanted)
        return self._definitions[key]

    def _joined(self, parts: Iterable[Condition], wanted: bool) -> Paths:
        joined = _ALWAYS
        for part in parts:
            more = self._paths(part, wanted=wanted)
            self._joins_left -= len(joined) * len(more)
            if self._joins_left < 0:
                raise NoPathsError(f"more than {_MAX_JOINS} joins of paths")
            both = [_tidied(path | other) for path in joined for other in more]
            joined = self._checked(frozenset([path for path in both if path is not None]))
        return joined

    def _listed(self, parts: Iterable[Condition], wanted: bool) -> Paths:
        listed = _NEVER
        for part in parts:
            listed = self._checked(_merged(listed | self._paths(part, wanted=wanted)))
        return listed

    def _checked(self, paths: Paths) -> Paths:
        if len(paths) > self._max_paths:
            raise NoPathsError(f"more than {self._max_paths} paths")
        if any(len(path) > self._max_literals for path in paths):
            raise NoPathsError(f"more than {self._max_literals} literals in a path")
        return paths


def _leaf(leaf: Compare, wanted: bool) -> Paths:
    if leaf.operator is Operator.EXISTS:
        relation = Relation.PRESENT if leaf.operand is wanted else Relation.ABSENT
        return _single(leaf.fact, relation)
    if leaf.operator in _ORDERINGS:
        positive, negative = _ORDERINGS[leaf.operator]
        return _ordering(leaf, positive if wanted else negative)
    return _equality(leaf, wanted)


def _ordering(leaf: Compare, relation: Relation) -> Paths:
    bound = leaf.operand
    if not isinstance(bound, int | float) or bound != bound:  # noqa: PLR0124 - NaN
        raise NoPathsError(f"{leaf.fact} is compared with {bound!r}")
    return _single(leaf.fact, relation, frozenset([bound]))


def _equality(leaf: Compare, wanted: bool) -> Paths:
    values = leaf.operand if isinstance(leaf.operand, tuple) else (leaf.operand,)
    if any(value != value for value in values):  # noqa: PLR0124 - NaN
        raise NoPathsError(f"{leaf.fact} is compared with NaN")
    if values:
        relation = Relation.ONE_OF if wanted else Relation.NONE_OF
        return _single(leaf.fact, relation, frozenset(values))
    return _NEVER if wanted else _single(leaf.fact, Relation.PRESENT)


def _single(fact: str, relation: Relation, values: frozenset[FactValue] = frozenset()) -> Paths:
    return frozenset([frozenset([Literal(fact, relation, values)])])


def _merged(paths: Paths) -> Paths:
    """Make one path of those that are nothing but a `ONE_OF` about the same fact."""
    values: dict[str, frozenset[FactValue]] = {}
    others: list[Path] = []
    for path in paths:
        first = next(iter(path), None)
        if first is not None and len(path) == 1 and first.relation is Relation.ONE_OF:
            values[first.fact] = values.get(first.fact, frozenset()) | first.values
        else:
            others.append(path)
    merged = (Literal(fact, Relation.ONE_OF, several) for fact, several in values.items())
    return frozenset([*others, *(frozenset([literal]) for literal in merged)])


def _tidied(path: Path) -> Path | None:
    """Combine the claims about each fact; `None` if two contradict each other."""
    claims: dict[str, list[Literal]] = {}
    for literal in path:
        claims.setdefault(literal.fact, []).append(literal)
    if len(claims) == len(path):
        return path
    combined = [_combined(fact, literals) for fact, literals in claims.items()]
    return frozenset().union(*combined) if all(combined) else None


def _combined(fact: str, claims: list[Literal]) -> list[Literal]:
    """Return fewer claims that together say the same; none if they cannot all be true."""
    if len(claims) == 1:
        return claims
    by_relation = {relation: _of(claims, relation) for relation in Relation}
    if by_relation[Relation.ABSENT]:
        return []
    bounds = _bounds(claims)
    banned = frozenset[FactValue]().union(*by_relation[Relation.NONE_OF])
    if by_relation[Relation.ONE_OF]:
        allowed = frozenset.intersection(*by_relation[Relation.ONE_OF]) - banned
        return [Literal(fact, Relation.ONE_OF, allowed), *bounds] if allowed else []
    if banned:
        return [Literal(fact, Relation.NONE_OF, banned), *bounds]
    return bounds or [Literal(fact, Relation.PRESENT)]


def _of(claims: list[Literal], relation: Relation) -> list[frozenset[FactValue]]:
    return [claim.values for claim in claims if claim.relation is relation]


def _bounds(claims: list[Literal]) -> list[Literal]:
    """Return the tightest ordering from above and from below."""
    above = [c for c in claims if c.relation in (Relation.LT, Relation.LTE)]
    below = [c for c in claims if c.relation in (Relation.GT, Relation.GTE)]
    tightest = []
    if above:
        tightest.append(min(above, key=lambda c: (*c.values, c.relation is Relation.LTE)))
    if below:
        tightest.append(max(below, key=lambda c: (*c.values, c.relation is Relation.GT)))
    return tightest
