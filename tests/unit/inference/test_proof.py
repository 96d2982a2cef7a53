"""What scenarios prove of the changed parts of a rulebook."""

from __future__ import annotations

from resolver.inference.mutate import Verdict
from resolver.inference.parts import Part, PartKind
from resolver.inference.proof import prove
from resolver.model.conditions import All, Named
from resolver.model.scenarios import Expectation
from tests.support.prepared import defining, prepared
from tests.support.rulebooks import cause, fact_is, rule, rulebook

GIVEN, OK = fact_is("batch.given"), fact_is("inputs.all_ok")
BOTH = All((GIVEN, Named("fine", OK)))
BOOK = defining(
    rulebook([cause("a.x", [rule("a.x/both", BOTH), rule("a.x/given", GIVEN)])]), {"fine": OK}
)
SCENARIOS = (
    prepared(
        BOOK,
        {"batch.given": True, "inputs.all_ok": True},
        Expectation(rules=("a.x/both",)),
        name="both",
    ),
    prepared(BOOK, {"batch.given": True, "inputs.all_ok": False}, name="one short"),
)


def test_scenarios_are_told_by_changed_rule_and_definition() -> None:
    """Those in which it matches or holds, and those that come one condition short."""
    changed = [Part(PartKind.RULE, "a.x/both"), Part(PartKind.DEFINITION, "fine")]
    proof = prove(BOOK, changed, SCENARIOS)
    (of_rule,), (of_definition,) = proof.rules, proof.definitions
    assert [one.name for one in of_rule.matched] == ["both"]
    assert [one.name for one in of_rule.near] == ["one short"]
    assert [one.name for one in of_definition.holding] == ["both"]
    assert [one.name for one in of_definition.failing] == ["one short"]


def test_only_mutants_of_changed_parts_are_tried() -> None:
    """A rule that was not touched is not on trial, though it is of the same cause."""
    proof = prove(BOOK, [Part(PartKind.RULE, "a.x/both")], SCENARIOS)
    assert {trial.place.name for trial in proof.survivors} == {"a.x/both"}
    assert {trial.verdict for trial in proof.survivors} == {Verdict.SURVIVED}
    assert proof.score is not None
    assert 0 < proof.score < 1


def test_nothing_changed_leaves_nothing_to_prove() -> None:
    """And no share that is noticed."""
    proof = prove(BOOK, [], SCENARIOS)
    assert (proof.rules, proof.definitions, proof.survivors, proof.score) == ((), (), (), None)
