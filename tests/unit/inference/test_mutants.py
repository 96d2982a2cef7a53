"""Every mutant of a rulebook."""

from __future__ import annotations

from collections import Counter

from resolver.inference.mutants import Mutant, PlaceKind, mutants
from resolver.model.conditions import All, Named, Not, Operator
from resolver.model.diagnostics import Location
from resolver.model.rulebook import RemedyUse, Rulebook, RuleStatus
from tests.support.prepared import defining, number
from tests.support.rulebooks import cause, disposition, fact_is, remedy, rule, rulebook

GIVEN = fact_is("batch.given")
OFTEN = number("timing.attempts", Operator.GTE, 2)
NAMED = Named("given", GIVEN)


def of_kind(book: Rulebook, kind: PlaceKind) -> list[Mutant]:
    """Return the mutants that differ in one kind of place."""
    return [mutant for mutant in mutants(book) if mutant.place.kind is kind]


def test_rule_has_mutants_of_its_condition_and_of_its_weight() -> None:
    """Each book differs in that rule alone, and the mutant says where it stands."""
    book = rulebook([cause("a.x", [rule("a.x/r", GIVEN), rule("a.x/s", OFTEN)]), cause("b.y")])
    found = [mutant for mutant in mutants(book) if mutant.place.name == "a.x/r"]
    assert Counter(mutant.edit.kind.value for mutant in found) == {
        "negation": 1,
        "weight": 2,
        "side": 1,
    }
    for mutant in found:
        assert mutant.place.location == Location("x.yaml")
        changed, same = mutant.rulebook.causes["a.x"].evidence
        assert (changed,) == mutant.rules
        assert same is book.causes["a.x"].evidence[1]
        assert mutant.rulebook.causes["b.y"] is book.causes["b.y"]


def test_rules_out_of_service_have_no_mutants() -> None:
    """A draft decides nothing."""
    book = rulebook([cause("a.x", [rule("a.x/r", status=RuleStatus.DRAFT)])])
    assert list(mutants(book)) == []


def test_dispositions_and_remedies_have_mutants_of_their_conditions() -> None:
    """On the cause's side and on the remedy's own."""
    one = cause(
        "a.x",
        remedies=[RemedyUse("wait", when=GIVEN), RemedyUse("ask", unless=GIVEN)],
        dispositions=[disposition(retryable=True, when=GIVEN), disposition(retryable=False)],
    )
    book = rulebook([one], [remedy("wait"), remedy("ask", when=GIVEN, unless=OFTEN)])
    (judged,) = of_kind(book, PlaceKind.DISPOSITION)
    assert judged.rulebook.causes["a.x"].dispositions[0].when == Not(GIVEN)
    offered = of_kind(book, PlaceKind.REMEDY)
    assert [(mutant.place.name, mutant.place.cause) for mutant in offered] == [
        ("wait", "a.x"),
        ("ask", "a.x"),
        *[("ask", "")] * 4,
    ]
    assert offered[1].rulebook.causes["a.x"].remedies[1].unless == Not(GIVEN)
    assert offered[2].rulebook.remedies["ask"].when == Not(GIVEN)


def test_definition_changes_wherever_it_is_referred_to() -> None:
    """In rules, dispositions, remedies and other definitions, but once and not for each use."""
    outer = Named("outer", Not(NAMED))
    one = cause(
        "a.x",
        [rule("a.x/r", All((outer, OFTEN))), rule("a.x/s", OFTEN)],
        remedies=[RemedyUse("wait", unless=NAMED)],
        dispositions=[disposition(retryable=True, when=outer), disposition(retryable=False)],
    )
    book = rulebook([one], [remedy("wait", when=NAMED)])
    book = defining(book, {"given": GIVEN, "outer": outer.part})
    (mutant,) = (
        mutant for mutant in of_kind(book, PlaceKind.DEFINITION) if mutant.place.name == "given"
    )
    changed, now = mutant.rulebook, Named("given", Not(GIVEN))
    assert mutant.place.location == Location("definitions.yaml", 2)
    assert [one.id for one in mutant.rules] == ["a.x/r"]
    assert mutant.rules[0].when == All((Named("outer", Not(now)), OFTEN))
    assert changed.causes["a.x"].remedies[0].unless == now
    assert changed.causes["a.x"].dispositions[0].when == Named("outer", Not(now))
    assert changed.remedies["wait"].when == now
    assert changed.definitions == {"given": Not(GIVEN), "outer": Not(now)}
    assert len(mutant.swaps) == 4
