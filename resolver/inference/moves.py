"""Changes of one fact or two, and which of them could put another cause first.

Two facts are tried together only where that can be enough: what a group of rules gains that just
one of them reaches is known from that one alone, and what they reach both has an upper bound.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, product
from typing import TypeAlias

from resolver.inference.coherence import Changes
from resolver.inference.influence import Influence, Lever, is_of_answer
from resolver.inference.score import Ranking, log_odds
from resolver.model.facts import Facts, FactValue

_ROUNDING = 1e-9
"""Sums of weights that differ by less are taken for equal, until they are scored anew."""

_Gains: TypeAlias = Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Choice:
    """One other value of one fact, the `order`-th in nearness."""

    lever: Lever
    value: FactValue | None
    order: int


@dataclass(frozen=True, slots=True)
class Move:
    """What is chosen, all that changes with it, and the new weight of each group that has one."""

    chosen: tuple[Choice, ...]
    changes: Changes
    weights: _Gains

    @property
    def preference(self) -> tuple[object, ...]:
        """What is easier to understand comes first; no two moves are alike in it."""
        removed = sum(value is None for value in self.changes.values())
        places = tuple((choice.lever.place, choice.order) for choice in self.chosen)
        return removed, len(self.changes), places


class Standing:
    """A ranking as weights of groups, and what becomes of it when facts change."""

    def __init__(self, influence: Influence, facts: Facts, ranking: Ranking, day: date) -> None:
        self._influence, self._day = influence, day
        self.facts = facts
        self.groups = influence.groups
        self.weights = tuple(group.counted(facts, day) for group in influence.groups)
        self.odds = {one.cause.id: one.log_odds for one in ranking.causes}
        first, *others = ranking.causes
        self.leader = first.cause.id
        # One that has no evidence, as the cause of what nobody can explain, is told of last.
        others.sort(key=lambda one: not one.cause.evidence)
        self.challengers = [one.cause.id for one in others]
        self._priors = {
            one.cause.id: log_odds(one.cause.prior_probability) for one in ranking.causes
        }
        self._all_groups = frozenset(range(len(self.groups)))
        self._groups_of: dict[str, list[int]] = {cause: [] for cause in sorted(self.odds)}
        for number, group in enumerate(self.groups):
            self._groups_of[group.cause].append(number)

    def choices(self, wanted: Callable[[Lever], bool]) -> Iterator[Choice]:
        """Yield every other value of the facts that are wanted."""
        for lever in self._influence.levers:
            if wanted(lever):
                for order, value in enumerate(lever.other_values(self.facts)):
                    yield Choice(lever, value, order)

    def move(self, *chosen: Choice) -> Move | None:
        """Return what choices lead to; `None` where they cannot be true together."""
        return self._move(chosen, self._all_groups)

    def lifting(self, challenger: str, *chosen: Choice) -> Move | None:
        """Return what choices lead to if that is a challenger before the leader."""
        duel = frozenset((*self._groups_of[challenger], *self._groups_of[self.leader]))
        move = self._move(chosen, duel)
        if move is None or self._first(move, {challenger, self.leader}) == self.leader:
            return None
        return self._move(chosen, self._all_groups)

    def first_after(self, move: Move) -> str:
        """Return the cause that is first after a move, by the sums and the order of the scorer."""
        return self._first(move, self._groups_of)

    def _move(self, chosen: tuple[Choice, ...], within: frozenset[int]) -> Move | None:
        values: Changes = {choice.lever.fact: choice.value for choice in chosen}
        changes = self._influence.coherence.consequences(self.facts, values)
        if changes is None:
            return None
        weights = self._influence.weights_after(
            self.facts, changes, self.weights, self._day, within
        )
        return Move(chosen, changes, weights)

    def _first(self, move: Move, causes: Iterable[str]) -> str:
        odds = dict(self.odds)
        for cause in {self.groups[number].cause for number in move.weights}:
            weights = [move.weights.get(n, self.weights[n]) for n in self._groups_of[cause]]
            odds[cause] = self._priors[cause] + math.fsum(weights)
        return min(causes, key=lambda cause: (-odds[cause], cause))


class Pairs:
    """Pairs of choices that could let a challenger pass the leader.

    `moves` are those of single choices. With `same_answer` none of them is of a fact that the
    answer of the provider decides, else at least one of a pair has to be.
    """

    def __init__(self, standing: Standing, moves: Sequence[Move], *, same_answer: bool) -> None:
        self._standing = standing
        self._same_answer = same_answer
        answer = standing.facts if same_answer else None
        self._bounds = [group.bounds(answer) for group in standing.groups]
        by_fact: dict[str, list[Move]] = {}
        for move in moves:
            by_fact.setdefault(move.chosen[0].lever.fact, []).append(move)
        self._moves = tuple(by_fact.values())

    def that_may_lift(self, challenger: str) -> list[tuple[Choice, Choice]]:
        """Return the pairs after which a challenger may be before the leader, best first."""
        signs = {
            number: 1.0 if group.cause == challenger else -1.0
            for number, group in enumerate(self._standing.groups)
            if group.cause in {challenger, self._standing.leader}
        }
        room = {number: self._room(number, sign) for number, sign in signs.items()}
        odds = self._standing.odds
        gap = odds[self._standing.leader] - odds[challenger] - _ROUNDING
        single = [
            _LeverGains(moves, reach, signs, self._standing.weights)
            for moves, reach in self._that_matter(room, gap)
        ]
        found = [
            pair
            for one, other in combinations(single, 2)
            if self._same_answer or is_of_answer(one.fact) or is_of_answer(other.fact)
            for pair in _enough(one, other, room, gap)
        ]
        return [(one.chosen[0], other.chosen[0]) for one, other in sorted(found, key=_preference)]

    def _room(self, number: int, sign: float) -> float:
        """Return how much a group can do for the challenger at best."""
        low, high = self._bounds[number]
        now = self._standing.weights[number]
        return max(0.0, high - now if sign > 0 else now - low)

    def _that_matter(
        self, room: _Gains, gap: float
    ) -> Iterator[tuple[Sequence[Move], frozenset[int]]]:
        """Yield the moves of each fact that can be enough together with another, and its reach."""
        reaches = [moves[0].chosen[0].lever.reach & room.keys() for moves in self._moves]
        bounds = [sum(room[number] for number in reach) for reach in reaches]
        best = sorted(bounds)[-2:]
        for moves, reach, bound in zip(self._moves, reaches, bounds, strict=True):
            if reach and bound + (best[0] if bound == best[-1] else best[-1]) >= gap:
                yield moves, frozenset(reach)


class _LeverGains:
    """What the moves of one fact do for a challenger, by group. `reach` are groups at stake."""

    def __init__(
        self,
        moves: Sequence[Move],
        reach: frozenset[int],
        signs: _Gains,
        before: Sequence[float],
    ) -> None:
        self.fact = moves[0].chosen[0].lever.fact
        self.reach = reach
        self._gains = [(move, _gains(move, signs, before)) for move in moves]
        self._totals = [(sum(gains.values()), move) for move, gains in self._gains]

    def outside(self, shared: frozenset[int]) -> list[tuple[float, Move]]:
        """Return the gain of each move but for some groups."""
        if not shared:
            return self._totals
        return [
            (sum([gain for number, gain in gains.items() if number not in shared]), move)
            for move, gains in self._gains
        ]


def _gains(move: Move, signs: _Gains, before: Sequence[float]) -> _Gains:
    """Return what a move does for a challenger in each group of it or of the leader."""
    return {
        number: signs[number] * (weight - before[number])
        for number, weight in move.weights.items()
        if number in signs
    }


def _enough(
    one: _LeverGains, other: _LeverGains, room: _Gains, gap: float
) -> Iterator[tuple[Move, Move]]:
    shared = one.reach & other.reach
    still = gap - sum(room[number] for number in shared)
    ours, theirs = one.outside(shared), other.outside(shared)
    if max(gain for gain, _ in ours) + max(gain for gain, _ in theirs) < still:
        return
    for (gain, move), (more, second) in product(ours, theirs):
        if gain + more >= still:
            yield move, second


def _preference(pair: tuple[Move, Move]) -> tuple[object, ...]:
    one, other = pair
    return Move((*one.chosen, *other.chosen), {**one.changes, **other.changes}, {}).preference
