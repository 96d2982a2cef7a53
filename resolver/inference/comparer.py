"""Many contexts through two rulebooks, asking both only where their answers can differ."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from resolver.inference.compare import LEAST_MOVE, Comparison, compare
from resolver.inference.derive import Deriver
from resolver.inference.prepared import RulePredicates
from resolver.inference.responsible import Suspects
from resolver.inference.standing import Answerer, Standing
from resolver.model.answer import Derivation
from resolver.model.beijing import beijing_day
from resolver.model.context import LookupContext
from resolver.model.rulebook import Rulebook


class Comparer:
    """Compares what two rulebooks answer. One comparer serves one thread.

    The rules are asked in three parts: those that may match otherwise, by both books; those that
    may only weigh otherwise; all others. The last part is spared where the first two show that
    the answers are the same.
    """

    def __init__(self, old: Rulebook, new: Rulebook, least_move: float = LEAST_MOVE) -> None:
        self._suspects = suspects = Suspects(old, new)
        self._least_move = least_move
        self._old, self._new = Answerer(old), Answerer(new)
        self._derive_old = Deriver(old.knowledge).derive
        self._derive_new = Deriver(new.knowledge).derive if suspects.tables else None
        self._rules_alone = suspects.are_rules_alone
        matching, weighing = suspects.matching.keys(), suspects.weighing.keys()
        self._matching = tuple(_predicates(book, matching) for book in (old, new))
        self._weighing = _predicates(old, weighing - matching)
        self._others = _predicates(old, _ids(old) - weighing - matching)

    def compare(self, context: LookupContext, at: datetime) -> Comparison | None:
        """Return how the answers to a context at an aware moment differ; `None` if they do not."""
        before, day = self._derive_old(context, at), beijing_day(at)
        after = self._derive_new(context, at) if self._derive_new else before
        if after is before or _is_same(before, after):
            standings = self._from_same_facts(before, day)
        else:
            standings = self._old.answer(before, day), self._new.answer(after, day)
        if standings is None:
            return None
        comparison = compare(*standings, self._suspects, self._least_move)
        return comparison if comparison.differs else None

    def _from_same_facts(self, derived: Derivation, day: date) -> tuple[Standing, Standing] | None:
        facts = derived.facts
        was, now = (rules.matched(facts, day) for rules in self._matching)
        weighed = self._weighing.matched(facts, day)
        moved = weighed or not was.isdisjoint(self._suspects.weighing)
        if self._rules_alone and was == now and not moved:
            return None
        rest = weighed | self._others.matched(facts, day)
        return (
            self._old.answer_to(was | rest, derived, day),
            self._new.answer_to(now | rest, derived, day),
        )


def _predicates(book: Rulebook, ids: Collection[str]) -> RulePredicates:
    return RulePredicates(rule for rule in book.rules() if rule.id in ids)


def _ids(book: Rulebook) -> set[str]:
    return {rule.id for rule in book.rules()}


def _is_same(one: Derivation, other: Derivation) -> bool:
    return (one.facts, one.findings, one.instants) == (other.facts, other.findings, other.instants)
