"""Remedies fit the requester: own hands first, nothing that the context makes pointless."""

from __future__ import annotations

from datetime import datetime

from resolver.inference.rank import RemedyRanker
from resolver.inference.wording import Wording
from resolver.model.answer import Derivation, RankedRemedy
from resolver.model.beijing import BEIJING
from resolver.model.facts import FactValue, load_vocabulary
from resolver.model.rulebook import Actor, Caution, Remedy, RemedyUse
from resolver.model.texts import Text
from tests.support.rulebooks import cause, fact_is, remedy, rulebook


def _rank(uses: list[RemedyUse], remedies: list[Remedy], **facts: FactValue) -> list[RankedRemedy]:
    one = cause("a.x", remedies=uses)
    ranker = RemedyRanker(rulebook([one], remedies), Wording(load_vocabulary()))
    named = {name.replace("__", "."): value for name, value in facts.items()}
    return list(ranker.rank(one, Derivation(facts=named), "en"))


def test_own_hands_come_before_others_and_nobody() -> None:
    """What the requester can do leads, waiting for nobody's action ends the list."""
    remedies = [
        remedy("wait", Actor.NOBODY),
        remedy("ask", Actor.SELLER),
        remedy("mend", Actor.REQUESTER),
    ]
    found = _rank([RemedyUse("wait"), RemedyUse("ask"), RemedyUse("mend")], remedies)
    assert [r.remedy_id for r in found] == ["mend", "ask", "wait"]


def test_a_remedy_needs_its_condition_to_be_true() -> None:
    """Unknown is not enough to offer a remedy."""
    use = RemedyUse("grant", when=fact_is("requester.may_grant"))
    assert _rank([use], [remedy("grant")]) == []
    assert len(_rank([use], [remedy("grant")], requester__may_grant=True)) == 1


def test_unless_bars_a_remedy_only_when_true() -> None:
    """Unknown does not take a remedy away."""
    use = RemedyUse("ask", unless=fact_is("requester.may_grant"))
    assert len(_rank([use], [remedy("ask")])) == 1
    assert _rank([use], [remedy("ask")], requester__may_grant=True) == []


def test_cautions_that_hold_are_joined_with_values() -> None:
    """A caution names the values of this context and is left out where it does not hold."""
    cautions = (
        Caution(Text("剩 {timing.lookups_left_today} 次。", "{timing.lookups_left_today} left.")),
        Caution(Text("收费。", "It costs."), when=fact_is("status.charges_failures")),
    )
    (found,) = _rank(
        [RemedyUse("fix")], [remedy("fix", cautions=cautions)], timing__lookups_left_today=3
    )
    assert found.caution == "3 left."


def test_not_before_is_the_moment_of_the_context() -> None:
    """An instant that does not apply leaves the moment absent."""
    one = cause("a.x", remedies=[RemedyUse("wait")])
    book = rulebook([one], [remedy("wait", not_before="next_midnight")])
    ranker = RemedyRanker(book, Wording(load_vocabulary()))
    midnight = datetime(2026, 3, 6, tzinfo=BEIJING)
    (with_moment,) = ranker.rank(one, Derivation(instants={"next_midnight": midnight}), "en")
    (without,) = ranker.rank(one, Derivation(), "en")
    assert (with_moment.not_before, without.not_before) == (midnight, None)
