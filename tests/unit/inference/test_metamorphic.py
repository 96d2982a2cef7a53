"""Laws that hold of every rulebook: kept by the product, and noticed where one is broken."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from resolver.engine.plain import PlainEngine
from resolver.inference import laws
from resolver.inference.laws import Law, Match
from resolver.inference.metamorphic import LawReport, check_laws
from resolver.model.answer import RankedCause
from resolver.model.conditions import AnyOf, Compare, Not, Operator
from resolver.model.facts import Facts
from resolver.model.rulebook import Rulebook
from tests.support.prepared import number, prepared
from tests.support.rulebooks import cause, fact_is, rule, rulebook

GIVEN = fact_is("batch.given")
OFTEN = number("timing.attempts", Operator.GTE, 2)
FACTS: Facts = {"batch.given": True, "timing.attempts": 3}


def book_of(*rules: object) -> Rulebook:
    """Return a book of one cause with these rules, and one without any."""
    return rulebook([cause("a.x", rules), cause("unknown", prior=0.1)])  # type: ignore[arg-type]


def reports(book: Rulebook, match: Match | None = None, facts: Facts = FACTS) -> list[LawReport]:
    """Return how the laws went on one scenario; the plain engine answers by default."""
    plain = PlainEngine([(one.id, one.when) for one in book.rules()]).match
    return list(check_laws(book, [prepared(book, dict(facts))], match or plain))


def broken(listed: list[LawReport]) -> dict[Law, list[tuple[str, str]]]:
    """Return which laws are broken, by what."""
    return {
        one.law: [(breach.subject, breach.other) for breach in one.breaches]
        for one in listed
        if one.breaches
    }


def test_ordinary_book_keeps_every_law() -> None:
    """And each was tried."""
    book = book_of(
        rule("a.x/r", AnyOf((GIVEN, OFTEN)), group="g"),
        rule("a.x/s", Not(OFTEN), strength="moderate against", ratio=0.2, group="g"),
        rule("a.x/t", Compare("client.channel", Operator.EXISTS, False)),
    )
    listed = reports(book)
    assert broken(listed) == {}
    assert [one.law for one in listed] == list(Law)
    assert all(one.tries for one in listed)


def test_engine_that_minds_a_fact_no_rule_reads_is_caught() -> None:
    """The rule reads one fact and depends on another."""

    def match(facts: Facts) -> frozenset[str]:
        return frozenset({"a.x/r"} if "timing.attempts" in facts else ())

    found = broken(reports(book_of(rule("a.x/r", GIVEN)), match))
    assert found[Law.IRRELEVANT_FACT] == [("a.x/r", "timing.attempts")]


def test_engine_that_minds_unheard_of_facts_is_caught() -> None:
    """Some that no vocabulary has are added."""

    def match(facts: Facts) -> frozenset[str]:
        return frozenset({"a.x/r"} if len(facts) > len(FACTS) else ())

    (found,) = broken(reports(book_of(rule("a.x/r", GIVEN)), match))[Law.IRRELEVANT_FACT]
    assert found[0] == "a.x/r"


@pytest.mark.parametrize("facts", [{}, {"batch.given": True}])
def test_engine_that_takes_a_missing_fact_for_a_value_is_caught(facts: Facts) -> None:
    """Whether it was missing from the start or is left out."""

    def match(given: Facts) -> frozenset[str]:
        return frozenset({"a.x/r"} if given.get("batch.given", True) else ())

    found = broken(reports(book_of(rule("a.x/r", GIVEN)), match, facts))
    assert found == {Law.ABSENCE: [("a.x/r", "batch.given")]}


def test_rule_that_asks_for_absence_may_act_on_it() -> None:
    """That is what `exists` is for."""
    untold = Compare("batch.given", Operator.EXISTS, False)
    assert broken(reports(book_of(rule("a.x/r", untold)))) == {}


def test_engine_that_minds_the_order_of_facts_is_caught() -> None:
    """The same facts the other way round."""

    def match(facts: Facts) -> frozenset[str]:
        return frozenset({"a.x/r"} if next(iter(facts), "") == "batch.given" else ())

    book = book_of(rule("a.x/r", AnyOf((GIVEN, Not(GIVEN), OFTEN, Not(OFTEN)))))
    assert broken(reports(book, match))[Law.ORDER] == [("a.x/r", "")]


def test_two_equals_on_opposite_sides_break_the_law_of_writing() -> None:
    """The one written first would decide."""
    rules = [
        rule("a.x/for", GIVEN, group="g"),
        rule("a.x/against", OFTEN, strength="strong against", ratio=1 / 15, group="g"),
    ]
    listed = reports(book_of(*rules))
    assert broken(listed) == {Law.WRITING: [("a.x/for", "a.x/against")]}
    (bent,) = (one for one in listed if one.breaches)
    odds = math.log(0.03 / 0.97)
    assert [bent.breaches[0].before, bent.breaches[0].after] == [
        f"{odds + math.log(15):+.4f}",
        f"{odds - math.log(15):+.4f}",
    ]


def test_rule_that_moves_its_cause_the_wrong_way_is_caught() -> None:
    """A scale below one makes evidence for a cause speak against it."""
    listed = reports(book_of(rule("a.x/r", GIVEN, strength="weak", ratio=0.5)))
    assert broken(listed) == {Law.DIRECTION: [("a.x/r", "")]}


def test_scorer_that_forgets_the_prior_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without evidence the log-odds are those of the prior."""
    alone: Callable[..., Callable[..., RankedCause]] = laws._alone

    def shifted(*arguments: object) -> Callable[..., RankedCause]:
        ranked = alone(*arguments)
        return lambda *given: ranked(*given)._replace(log_odds=0.5)

    monkeypatch.setattr(laws, "_alone", shifted)
    assert broken(reports(book_of(rule("a.x/r", GIVEN)))) == {Law.PRIOR: [("a.x", "")]}
