"""Which changes of rules scenarios notice, and which scenarios are missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import pytest

from resolver.inference.altered import AlteredBook, is_same
from resolver.inference.missing import MissingScenario
from resolver.inference.mutants import mutants
from resolver.inference.mutate import Tally, Trial, Verdict, most_telling, tally, try_mutants
from resolver.inference.prepared import Prepared, RulePredicates, build_judge
from resolver.model.conditions import All, AnyOf, Compare, Named, Not, Operator
from resolver.model.facts import FactValue
from resolver.model.rulebook import RemedyUse, Rulebook
from resolver.model.scenarios import Expectation, ExpectedDisposition, ProbabilityBounds
from tests.support.prepared import AT, DAY, defining, number, prepared
from tests.support.rulebooks import cause, disposition, fact_is, remedy, rule, rulebook

OFTEN = number("timing.attempts_today", Operator.GTE, 5)
GIVEN = fact_is("batch.given")
WEB = fact_is("client.channel", "official_web")
TODAY = "timing.attempts_today"


def book_of(*rules: object, **others: object) -> Rulebook:
    """Return a book of a cause with these rules, and one without any."""
    return rulebook([cause("a.x", rules, **others), cause("unknown", prior=0.1)])  # type: ignore[arg-type]


def survivors(trials: Iterable[Trial], kind: str) -> list[Trial]:
    """Return the mutants of one kind that survived."""
    return [t for t in trials if t.verdict is Verdict.SURVIVED and t.edit.kind.value == kind]


def missing_of(trial: Trial) -> MissingScenario:
    """Return the scenario that a survivor shows to be missing."""
    assert trial.missing is not None
    return trial.missing


def test_mutant_that_fails_a_scenario_is_killed_by_it() -> None:
    """The first that fails is named."""
    book = book_of(rule("a.x/r", GIVEN))
    scenarios = [
        prepared(book, {"batch.given": True}, name="idle"),
        prepared(book, {"batch.given": True}, Expectation(rules=("a.x/r",)), name="watchful"),
    ]
    (turned,) = (t for t in try_mutants(book, scenarios) if t.edit.kind.value == "negation")
    assert turned.verdict is Verdict.KILLED
    assert turned.killer is not None
    assert turned.killer.name == "watchful"


def test_scenario_that_fails_anyway_kills_nothing() -> None:
    """It cannot tell a changed book from an unchanged one."""
    book = book_of(rule("a.x/r", GIVEN))
    failing = prepared(book, {"batch.given": True}, Expectation(no_rules=("a.x/r",)))
    assert {trial.verdict for trial in try_mutants(book, [failing])} == {Verdict.SURVIVED}


def test_threshold_nobody_watches_asks_for_a_scenario_at_the_threshold() -> None:
    """Like the nearest one, with the value on which the two books differ."""
    book = book_of(rule("a.x/r", OFTEN))
    seven = prepared(book, {TODAY: 7}, Expectation(rules=("a.x/r",)), name="seven times")
    trials = list(try_mutants(book, [seven]))
    up, down = reversed(survivors(trials, "threshold"))
    (turned,) = survivors(trials, "operator")
    told = [(missing_of(t).changes, missing_of(t).expect) for t in (up, down, turned)]
    five = ((TODAY, 5),), Expectation(rules=("a.x/r",))
    assert told == [five, (((TODAY, 4),), Expectation(no_rules=("a.x/r",))), five]
    assert {missing_of(t).base.name for t in (up, down, turned)} == {"seven times"}


def test_scenario_that_sees_but_does_not_say_asks_for_an_expectation() -> None:
    """No other facts are needed."""
    book = book_of(rule("a.x/r", All((GIVEN, WEB))))
    seen = prepared(book, {"batch.given": True, "client.channel": "reseller_api"})
    dropped = survivors(try_mutants(book, [seen]), "dropped")
    (silent,) = (missing_of(t) for t in dropped if t.edit.facts == ("client.channel",))
    assert (silent.changes, silent.expect) == ((), Expectation(no_rules=("a.x/r",)))


def test_weight_nobody_watches_asks_for_a_bound_between_the_two() -> None:
    """The book's own probability is within, the mutant's is not."""
    book = book_of(rule("a.x/r", GIVEN))
    trials = try_mutants(book, [prepared(book, {"batch.given": True}, Expectation(first="a.x"))])
    (heavier,) = (t for t in survivors(trials, "weight") if t.edit.after == "decisive")
    missing = missing_of(heavier)
    before, after = missing.effect.probability
    bounds = missing.expect.probability["a.x"]
    assert bounds.least is None
    assert bounds.greatest is not None
    assert before < bounds.greatest < after
    assert missing.effect.first == ("a.x", "a.x")


def test_facts_far_from_every_scenario_are_found_from_the_condition() -> None:
    """Three of them have to come together; those the scenario has anyway are not told."""
    book = book_of(rule("a.x/r", All((OFTEN, WEB, Not(GIVEN)))))
    base = prepared(book, {"client.channel": "official_web"})
    (dropped,) = (
        t for t in survivors(try_mutants(book, [base]), "dropped") if t.edit.facts == (TODAY,)
    )
    missing = missing_of(dropped)
    assert dict(missing.changes) == {"batch.given": False}
    (turned,) = (
        t for t in survivors(try_mutants(book, [base]), "operator") if t.edit.facts == (TODAY,)
    )
    assert dict(missing_of(turned).changes) == {TODAY: 5, "batch.given": False}


def test_change_that_makes_no_difference_is_equivalent() -> None:
    """A comparison that holds only of a known fact need not ask whether it is known."""
    known = Compare(TODAY, Operator.EXISTS, True)
    book = book_of(rule("a.x/r", All((known, OFTEN))))
    trials = list(try_mutants(book, [prepared(book, {TODAY: 7})]))
    same = [t for t in trials if t.verdict is Verdict.EQUIVALENT]
    assert [t.edit.before for t in same] == ["{timing.attempts_today: {exists: true}}"]
    assert tally(same) == Tally(killed=0, survived=0, equivalent=1)
    assert tally(same).score is None


def test_disposition_and_remedy_ask_for_what_they_would_change() -> None:
    """A verdict on retrying, and a remedy that is offered."""
    book = rulebook(
        [
            cause(
                "a.x",
                [rule("a.x/r", GIVEN)],
                remedies=[RemedyUse("wait", when=WEB)],
                dispositions=[
                    disposition(retryable=True, when=OFTEN),
                    disposition(retryable=False),
                ],
            )
        ],
        [remedy("wait")],
    )
    facts = {"batch.given": True, "client.channel": "official_web", TODAY: 5}
    trials = list(try_mutants(book, [prepared(book, facts)]))
    (offered,) = (t for t in trials if t.place.name == "wait")
    assert missing_of(offered).expect == Expectation(remedies=("wait",))
    judged = [t for t in trials if t.place.kind.value == "disposition"]
    due = ExpectedDisposition(retryable=True)
    assert missing_of(judged[0]).expect == Expectation(disposition=due)


def test_without_scenarios_everything_survives_unexplained() -> None:
    """There is nothing to start from."""
    book = book_of(rule("a.x/r", OFTEN))
    trials = list(try_mutants(book, []))
    assert {(t.verdict, t.missing) for t in trials} == {(Verdict.SURVIVED, None)}
    assert most_telling(trials) == trials


def test_only_the_causes_asked_for_are_changed() -> None:
    """What causes share belongs to none."""
    one, other = cause("a.x", [rule("a.x/r", GIVEN)]), cause("b.y", [rule("b.y/r", GIVEN)])
    book = defining(rulebook([one, other]), {"d": GIVEN})
    trials = try_mutants(book, [], lambda place: place.cause == "b.y")
    assert {trial.place.name for trial in trials} == {"b.y/r"}


def test_most_telling_first() -> None:
    """Another first cause tells more than a shifted probability."""
    book = book_of(rule("a.x/r", GIVEN))
    listed = most_telling(try_mutants(book, [prepared(book, {"batch.given": True})]))
    sizes = [missing_of(trial).effect.size for trial in listed]
    assert sizes == sorted(sizes, reverse=True)
    assert missing_of(listed[0]).effect.first == ("a.x", "unknown")


def crowded_book() -> Rulebook:
    """Return a book with something of everything that can be changed."""
    named = Named("busy", AnyOf((OFTEN, GIVEN)))
    rules = [
        rule("a.x/r", All((named, Not(WEB))), group="g"),
        rule("a.x/s", WEB, strength="moderate against", ratio=0.2, group="g"),
        rule("a.x/t", AnyOf((OFTEN, fact_is("client.internet_reachable", value=False)))),
    ]
    uses = [RemedyUse("wait", when=named), RemedyUse("ask", unless=WEB)]
    judged = [disposition(retryable=True, when=named), disposition(retryable=False)]
    book = rulebook(
        [
            cause("a.x", rules, remedies=uses, dispositions=judged),
            cause("b.y", [rule("b.y/r", named, strength="weak", ratio=2)]),
            cause("unknown", prior=0.1),
        ],
        [remedy("wait", unless=OFTEN), remedy("ask", when=Not(named))],
    )
    return defining(book, {"busy": named.part})


FACTS: Sequence[Mapping[str, FactValue]] = [
    {},
    {TODAY: 5},
    {TODAY: 4, "batch.given": True},
    {TODAY: 6, "client.channel": "official_web"},
    {"batch.given": True, "client.channel": "reseller_api", "client.internet_reachable": False},
]


@pytest.mark.parametrize("facts", FACTS)
def test_shortcut_answers_as_the_mutant_itself_does(facts: Mapping[str, FactValue]) -> None:
    """What is taken over from the unchanged book is what the changed one would find."""
    book = crowded_book()
    judge = build_judge(book)
    one = prepared(book, facts)
    unchanged = judge.outcome(one, one.matched)
    for mutant in mutants(book):
        altered = AlteredBook(mutant, judge)
        matched = RulePredicates(mutant.rulebook.rules()).matched(facts, DAY)
        itself = build_judge(mutant.rulebook).outcome(one, matched)
        assert is_same(altered.outcome(one), itself)
        assert altered.bears_on(facts) or is_same(unchanged, itself)


def test_every_missing_scenario_kills_its_mutant() -> None:
    """Written as told, it passes on the book and fails on the mutant."""
    book = crowded_book()
    scenarios = [prepared(book, facts, name=str(facts)) for facts in FACTS]
    trials = list(try_mutants(book, scenarios))
    assert tally(trials).killed == 0
    for place, trial in enumerate(trials):
        if trial.missing is not None:
            added = written_down(book, scenarios, trial.missing)
            again = list(try_mutants(book, [added]))
            assert again[place].verdict is Verdict.KILLED, trial


def written_down(
    book: Rulebook, scenarios: Sequence[Prepared], missing: MissingScenario
) -> Prepared:
    """Return a missing scenario as its author would write it."""
    (base,) = (one for one in scenarios if one.scenario is missing.base)
    changed = base.with_facts(dict(missing.changes), RulePredicates(book.rules()))
    return replace(changed, scenario=replace(missing.base, expect=missing.expect, at=AT))


def test_bounds_of_a_probability_have_few_digits() -> None:
    """A person can write them."""
    book = book_of(rule("a.x/r", GIVEN))
    trials = try_mutants(book, [prepared(book, {"batch.given": True})])
    (lighter,) = (t for t in survivors(trials, "weight") if t.edit.after == "decisive")
    assert missing_of(lighter).expect.probability == {"a.x": ProbabilityBounds(greatest=0.9)}
