"""The answers of two rulebooks to one context: what differs, and which changed parts made it so.

Nothing is read or written, and no text is made: `Comparison` holds ids and numbers alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic, NamedTuple, TypeVar

from resolver.inference.parts import Part, in_order
from resolver.inference.responsible import Suspects, displaced
from resolver.inference.standing import Standing, standing_of
from resolver.model.answer import Answer, Disposition, RankedCause
from resolver.model.rulebook import RemedyAction

_ValueT = TypeVar("_ValueT")

LEAST_MOVE = 0.01
"""A probability that moves by less than this, one point in a hundred, has not moved."""


@dataclass(frozen=True, slots=True)
class Pair(Generic[_ValueT]):
    """The same thing by the old rulebook and by the new one."""

    before: _ValueT
    after: _ValueT

    @property
    def differs(self) -> bool:
        """Whether it is not the same."""
        return self.before != self.after


class Due(NamedTuple):
    """A disposition without its reason."""

    action: RemedyAction
    retryable: bool
    not_before: datetime | None


@dataclass(frozen=True, slots=True)
class Move:
    """A cause whose probability moved; 0 where the rulebook does not know the cause.

    `evidence` are the rules that counted, by id with their weights, strongest first.
    """

    cause: str
    probability: Pair[float]
    evidence: Pair[tuple[tuple[str, float], ...]]

    @property
    def size(self) -> float:
        """How far it moved, upwards or downwards."""
        return abs(self.probability.after - self.probability.before)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two answers to one context.

    `leaders` are the first three causes that each answer names. `moves` are the probabilities that
    moved far enough, the farthest first. `remedies` are those of the first cause, and differ only
    where that is the same in both. `findings` are field paths and codes. `responsible` are the
    changed parts that made the difference, in order of kind and name.
    """

    first: Pair[str]
    leaders: Pair[tuple[str, ...]]
    moves: tuple[Move, ...]
    disposition: Pair[Due]
    remedies: Pair[tuple[str, ...]]
    findings: Pair[tuple[tuple[str, str], ...]]
    status: Pair[str]
    responsible: tuple[Part, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether anything is not the same."""
        return bool(self.moves) or any(
            (
                self.first.differs,
                self.leaders.differs,
                self.disposition.differs,
                self.remedies.differs,
                self.findings.differs,
                self.status.differs,
            )
        )

    @property
    def remedies_added(self) -> tuple[str, ...]:
        """The remedies that only the new answer offers for a first cause that stayed."""
        return _only(self.remedies.after, self.remedies.before)

    @property
    def remedies_removed(self) -> tuple[str, ...]:
        """The remedies that only the old answer offered for a first cause that stayed."""
        return _only(self.remedies.before, self.remedies.after)


def compare_answers(
    before: Answer, after: Answer, suspects: Suspects, least_move: float = LEAST_MOVE
) -> Comparison:
    """Compare two answers to one context, each given with three causes or more.

    `suspects` are those of the two rulebooks that answered, in the same order.
    """
    return compare(standing_of(before), standing_of(after), suspects, least_move)


def compare(
    before: Standing, after: Standing, suspects: Suspects, least_move: float = LEAST_MOVE
) -> Comparison:
    """Compare two answers without texts; see `compare_answers`."""
    first = Pair(before.ranking[0].cause.id, after.ranking[0].cause.id)
    offered = after.remedies if first.differs else before.remedies
    comparison = Comparison(
        first=first,
        leaders=Pair(before.leaders, after.leaders),
        moves=_moves(before, after, least_move),
        disposition=Pair(_due(before.disposition), _due(after.disposition)),
        remedies=Pair(offered, after.remedies),
        findings=Pair(tuple(sorted(before.findings)), tuple(sorted(after.findings))),
        status=Pair(before.status, after.status),
    )
    if not comparison.differs:
        return comparison
    return replace(comparison, responsible=_responsible(comparison, before, after, suspects))


def _responsible(
    comparison: Comparison, before: Standing, after: Standing, suspects: Suspects
) -> tuple[Part, ...]:
    parts: set[Part] = set()
    concerned = _concerned(comparison)
    if concerned:
        parts |= suspects.of_ranking(concerned, before, after)
    if comparison.disposition.differs:
        parts |= suspects.of_disposition(before, after)
    if comparison.remedies.differs:
        parts |= suspects.of_remedies(comparison.first.after)
    if comparison.findings.differs:
        parts |= suspects.tables
    if comparison.status.differs:
        parts |= suspects.of_status()
    return in_order(parts)


def _concerned(comparison: Comparison) -> list[str]:
    """Return the causes that a difference in the ranking is about."""
    if comparison.first.differs:
        return [comparison.first.before, comparison.first.after]
    moved = displaced(comparison.leaders.before, comparison.leaders.after)
    return list(dict.fromkeys([*moved, *(move.cause for move in comparison.moves)]))


def _moves(before: Standing, after: Standing, least: float) -> tuple[Move, ...]:
    old = {ranked.cause.id: ranked for ranked in before.ranking}
    new = {ranked.cause.id: ranked for ranked in after.ranking}
    moves = [
        Move(
            cause=name,
            probability=Pair(_probability(old.get(name)), _probability(new.get(name))),
            evidence=Pair(_evidence(old.get(name)), _evidence(new.get(name))),
        )
        for name in old.keys() | new.keys()
        if abs(_probability(old.get(name)) - _probability(new.get(name))) >= least
    ]
    return tuple(sorted(moves, key=lambda move: (-move.size, move.cause)))


def _probability(ranked: RankedCause | None) -> float:
    return ranked.probability if ranked else 0.0


def _evidence(ranked: RankedCause | None) -> tuple[tuple[str, float], ...]:
    return tuple((rule.id, rule.weight) for rule in ranked.evidence) if ranked else ()


def _due(disposition: Disposition) -> Due:
    return Due(disposition.action, disposition.retryable, disposition.retry_not_before)


def _only(remedies: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one for one in remedies if one not in others)
