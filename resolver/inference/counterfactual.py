"""The smallest changes of facts after which another cause comes first.

Exact, by the rules: each fact is tried at values that stand for all which any rule can tell apart,
first one fact at a time, then two. What has to follow from a change (an age in days from one in
hours) follows and does not count. Each change that is told has been matched and scored anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from resolver.engine.plain import PlainEngine
from resolver.inference.influence import Influence, Lever, is_of_answer
from resolver.inference.moves import Move, Pairs, Standing
from resolver.inference.score import Ranking, Scorer
from resolver.model.answer import RankedCause
from resolver.model.facts import Facts, FactValue, with_changes
from resolver.model.rulebook import Rulebook

MOST_FACTS = 2
"""So many facts are changed at once at most."""

SHOWN_AT_MOST = 3
"""Of each search so many changes are told, each with another first cause."""

WORK_LIMIT = 20_000
"""So many pairs of changes are tried at most, in each search."""


@dataclass(frozen=True, slots=True)
class FactChange:
    """One fact before and after; `None` where it is unknown. One that `follows` was not chosen."""

    fact: str
    before: FactValue | None
    after: FactValue | None
    follows: bool


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """A change after which another cause is first, and the rankings without it and with it.

    `matched` and `unmatched` are the ids of rules that match only after it, and only before, of
    the two causes that are first.
    """

    changes: tuple[FactChange, ...]
    before: Ranking
    after: Ranking
    matched: tuple[str, ...]
    unmatched: tuple[str, ...]

    @property
    def first(self) -> RankedCause:
        """The cause that is first after the change."""
        return self.after.causes[0]

    @property
    def first_before(self) -> RankedCause:
        """The same cause without the change."""
        return _of_cause(self.before, self.first)

    @property
    def overtaken(self) -> RankedCause:
        """What becomes, by the change, of the cause that is first without it."""
        return _of_cause(self.after, self.before.causes[0])


@dataclass(frozen=True, slots=True)
class CounterfactualSearch:
    """The smallest changes of one sort, those to the likeliest other causes first.

    With `same_answer` what the provider answered stays as it is; without, it is among the changes.
    `size` is how many facts each of `found` chooses. Where nothing was found, no change of so many
    facts or fewer puts another cause first, or else the search was `stopped` by `WORK_LIMIT`.
    """

    same_answer: bool
    size: int
    found: tuple[Counterfactual, ...] = ()
    stopped: bool = False


class CounterfactualFinder:
    """Finds the smallest changes by one rulebook. Safe to share between threads."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._influence = Influence(rulebook)
        self._engine = PlainEngine([(r.id, r.when) for r in rulebook.rules() if r.is_active])
        self._scorer = Scorer(rulebook)

    def find(self, facts: Facts, day: date) -> tuple[CounterfactualSearch, CounterfactualSearch]:
        """Return the smallest changes with the provider's answer as it is, then with another.

        `day` is the Beijing day that rules are judged by.
        """
        matches = self._engine.match(facts)
        ranking = self._scorer.score(matches, day)
        standing = Standing(self._influence, facts, ranking, day)
        same = self._found(_Search(standing, True, MOST_FACTS), ranking, matches, day)
        most = 1 if same.found else MOST_FACTS
        other = self._found(_Search(standing, False, most), ranking, matches, day)
        return same, other

    def _found(
        self, search: _Search, ranking: Ranking, matches: frozenset[str], day: date
    ) -> CounterfactualSearch:
        told = (
            self._told(move, search.standing.facts, ranking, matches, day)
            for move in search.best_moves()
        )
        others = (one for one in told if one.first.cause is not one.overtaken.cause)
        found = tuple(islice(others, SHOWN_AT_MOST))
        stopped = not found and search.work_left == 0
        return CounterfactualSearch(search.same_answer, search.size, found, stopped)

    def _told(
        self, move: Move, facts: Facts, ranking: Ranking, matches: frozenset[str], day: date
    ) -> Counterfactual:
        """Match and score anew with a change."""
        after = self._engine.match(with_changes(facts, move.changes))
        changed = self._scorer.score(after, day)
        concerned = {
            rule.id
            for cause in (ranking.causes[0].cause, changed.causes[0].cause)
            for rule in cause.evidence
            if rule.in_force(day)
        }
        return Counterfactual(
            changes=tuple(_fact_changes(move, facts)),
            before=ranking,
            after=changed,
            matched=tuple(sorted((after - matches) & concerned)),
            unmatched=tuple(sorted((matches - after) & concerned)),
        )


class _Search:
    """Looks for moves of one sort, by increasing number of facts."""

    def __init__(self, standing: Standing, same_answer: bool, most: int) -> None:
        self.standing = standing
        self.same_answer = same_answer
        self.size = 1
        self.work_left = WORK_LIMIT
        self._most = most

    def best_moves(self) -> Iterator[Move]:
        """Yield the best move to each other first cause that the smallest changes lead to."""
        singles = [
            move
            for choice in self.standing.choices(self._may_change)
            if (move := self.standing.move(choice)) is not None
        ]
        best = self._best(move for move in singles if self._is_needed(move.chosen[0].lever))
        if best or self._most == 1:
            yield from (best[cause] for cause in self.standing.challengers if cause in best)
            return
        self.size = MOST_FACTS
        pairs = Pairs(self.standing, singles, same_answer=self.same_answer)
        told = set()
        for challenger in self.standing.challengers:
            for cause, move in self._lifting(challenger, pairs):
                if cause not in told:
                    told.add(cause)
                    yield move

    def _best(self, moves: Iterable[Move]) -> dict[str, Move]:
        best: dict[str, Move] = {}
        for move in sorted(moves, key=lambda one: one.preference):
            cause = self.standing.first_after(move)
            if cause != self.standing.leader:
                best.setdefault(cause, move)
        return best

    def _lifting(self, challenger: str, pairs: Pairs) -> Iterator[tuple[str, Move]]:
        """Yield moves that put another cause first, up to the one that puts the challenger."""
        for pair in pairs.that_may_lift(challenger):
            if self.work_left == 0:
                return
            self.work_left -= 1
            move = self.standing.lifting(challenger, *pair)
            if move is not None:
                cause = self.standing.first_after(move)
                yield cause, move
                if cause == challenger:
                    return

    def _may_change(self, lever: Lever) -> bool:
        return not (self.same_answer and is_of_answer(lever.fact))

    def _is_needed(self, lever: Lever) -> bool:
        return self.same_answer or is_of_answer(lever.fact)


def _of_cause(ranking: Ranking, other: RankedCause) -> RankedCause:
    return next(one for one in ranking.causes if one.cause.id == other.cause.id)


def _fact_changes(move: Move, facts: Facts) -> Iterator[FactChange]:
    chosen = {choice.lever.fact for choice in move.chosen}
    for name, value in move.changes.items():
        if value != facts.get(name):
            yield FactChange(name, facts.get(name), value, follows=name not in chosen)
