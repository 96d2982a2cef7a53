"""What scenarios have seen of rules and conditions."""

from __future__ import annotations

from datetime import date

from resolver.inference.coverage import ConditionCoverage, Reach, lacking, measure_coverage
from resolver.model.conditions import All, AnyOf, Named, Not, Operator
from resolver.model.rulebook import Rulebook, RuleStatus
from tests.support.prepared import defining, number, prepared
from tests.support.rulebooks import cause, fact_is, rule, rulebook

OFTEN = number("timing.attempts_today", Operator.GTE, 5)
WEB = fact_is("client.channel", "official_web")
MANY = fact_is("batch.given")


def book_of(*rules: object) -> Rulebook:
    """Return a book of one cause with these rules."""
    return rulebook([cause("a.x", rules)])  # type: ignore[arg-type]


def test_rule_that_holds_of_a_scenario_is_matched() -> None:
    """In one of two scenarios here, and the other one is a near miss."""
    book = book_of(rule("a.x/r", All((OFTEN, WEB))))
    web = {"client.channel": "official_web"}
    seen = [prepared(book, {**web, "timing.attempts_today": n}) for n in (4, 5)]
    (covered,) = measure_coverage(book, seen).rules
    assert (covered.reach, covered.matched, covered.near_misses) == (Reach.MATCHED, 1, 1)
    assert covered.nearest is None


def test_rule_that_lacks_one_condition_is_a_near_miss() -> None:
    """False or unknown, it is told which, and in which scenario."""
    book = book_of(rule("a.x/r", All((OFTEN, WEB))))
    seen = prepared(book, {"client.channel": "official_web"}, name="silent about attempts")
    (covered,) = measure_coverage(book, [prepared(book, {}), seen]).rules
    assert covered.reach is Reach.NEAR_MISS
    assert covered.nearest is not None
    assert covered.nearest.scenario.name == "silent about attempts"
    assert covered.nearest.lacking == ((OFTEN, True),)


def test_rule_whose_facts_nobody_knows_is_never_reached() -> None:
    """One condition short is no near miss where the one condition is all there is."""
    book = book_of(rule("a.x/r", OFTEN))
    (untold,) = measure_coverage(book, [prepared(book, {})]).rules
    (told,) = measure_coverage(book, [prepared(book, {"timing.attempts_today": 1})]).rules
    assert (untold.reach, told.reach) == (Reach.NEVER_REACHED, Reach.NEAR_MISS)


def test_rule_that_lacks_several_conditions_is_never_reached() -> None:
    """Two are missing."""
    book = book_of(rule("a.x/r", All((OFTEN, WEB, MANY))))
    coverage = measure_coverage(book, [prepared(book, {"batch.given": True})])
    assert [one.rule.id for one in coverage.reaching(Reach.NEVER_REACHED)] == ["a.x/r"]


def test_lacking_takes_the_shortest_way() -> None:
    """One part of an `any` will do, and a `not` wants its part false."""
    condition = AnyOf((All((OFTEN, WEB)), Not(MANY)))
    assert lacking(condition, {"batch.given": True}) == ((MANY, False),)
    assert lacking(condition, {"batch.given": False}) == ()
    assert lacking(Not(All((OFTEN, WEB))), {}) == ((OFTEN, False),)


def test_conditions_are_counted_true_false_and_unknown() -> None:
    """Each comparison of a rule, in reading order."""
    book = book_of(rule("a.x/r", All((OFTEN, Not(MANY)))))
    seen = [
        prepared(book, {"timing.attempts_today": 5, "batch.given": True}),
        prepared(book, {"timing.attempts_today": 6}),
    ]
    (covered,) = measure_coverage(book, seen).rules
    assert covered.conditions == (
        ConditionCoverage(OFTEN, 2, 0, 0),
        ConditionCoverage(MANY, 1, 0, 1),
    )
    assert [one.unseen for one in covered.conditions] == [(False,), (False,)]


def test_definition_is_one_condition_of_a_rule_and_has_its_own() -> None:
    """Its conditions are counted once, however many rules use it."""
    meaning = All((OFTEN, WEB))
    named = Named("often-on-the-web", meaning)
    book = defining(
        book_of(rule("a.x/r", named), rule("a.x/s", Not(named))), {"often-on-the-web": meaning}
    )
    facts = {"timing.attempts_today": 5, "client.channel": "reseller_api"}
    coverage = measure_coverage(book, [prepared(book, facts)])
    assert [rule.conditions for rule in coverage.rules] == [
        (ConditionCoverage(named, 0, 1, 0),),
        (ConditionCoverage(named, 0, 1, 0),),
    ]
    (definition,) = coverage.definitions
    assert [(one.true, one.false) for one in definition.conditions] == [(1, 0), (0, 1)]
    assert len(coverage.conditions()) == 4


def test_rule_is_not_judged_on_days_it_is_not_in_force() -> None:
    """Neither matched nor nearly, and nothing was seen of its conditions."""
    book = book_of(rule("a.x/later", MANY, effective_from=date(2030, 1, 1)))
    (covered,) = measure_coverage(book, [prepared(book, {"batch.given": True})]).rules
    assert (covered.reach, covered.nearest) == (Reach.NEVER_REACHED, None)
    assert covered.conditions == (ConditionCoverage(MANY, 0, 0, 0),)


def test_only_active_rules_of_the_causes_asked_for_are_covered() -> None:
    """A draft is not in service; definitions belong to no cause."""
    rules = [rule("a.x/on", MANY), rule("a.x/draft", MANY, status=RuleStatus.DRAFT)]
    book = defining(rulebook([cause("a.x", rules), cause("b.y", [rule("b.y/r")])]), {"d": MANY})
    coverage = measure_coverage(book, [], lambda name: name == "a.x")
    assert [one.rule.id for one in coverage.rules] == ["a.x/on"]
    assert coverage.definitions == ()
