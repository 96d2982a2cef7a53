"""The shipped rules, by their own scenarios."""

from __future__ import annotations

from functools import cache

import pytest

from resolver.inference.prepared import prepare
from resolver.inference.rehearse import Rehearsal, rehearse
from resolver.model.rulebook import RuleStatus
from resolver.model.scenarios import Scenario
from resolver.rulefile.scenario_loader import Review, review_rules
from tests.support.snapshots import RULES, shipped_snapshot


@cache
def review() -> Review:
    """Return the rules folder, read once."""
    return review_rules(RULES)


@cache
def rehearsal(place: int) -> Rehearsal:
    """Return how the scenario at a place went."""
    return rehearse(review().scenarios[place], shipped_snapshot().resolver)


@cache
def matches() -> tuple[frozenset[str], ...]:
    """Return the rules that match each scenario."""
    snapshot = shipped_snapshot()
    prepared = prepare(review().scenarios, snapshot.rulebook, snapshot.resolver.derive)
    return tuple(one.matched for one in prepared)


def _name(scenario: Scenario) -> str:
    return f"{scenario.location.file}:{scenario.location.line}"


def test_rules_have_no_mistake() -> None:
    """Neither errors nor warnings."""
    assert [(d.code, str(d.location)) for d in review().diagnostics] == []


@pytest.mark.parametrize(
    "place", range(len(review().scenarios)), ids=lambda n: _name(review().scenarios[n])
)
def test_scenario_passes(place: int) -> None:
    """The answer is what the author of the rule expects, or may differ for now."""
    went = rehearsal(place)
    assert went.scenario.todo or went.differences == ()


def test_every_rule_has_a_scenario_that_matches_it() -> None:
    """A rule that no scenario reaches is a rule that nobody has seen work."""
    matched = frozenset[str]().union(*matches())
    rules = shipped_snapshot().rulebook.rules()
    assert {r.id for r in rules if r.status is RuleStatus.ACTIVE} - matched == set()


def test_every_rule_has_a_scenario_that_does_not_match_it() -> None:
    """A rule that matches everything says nothing."""
    assert frozenset.intersection(*matches()) == frozenset()


def test_every_remedy_is_offered_by_some_scenario() -> None:
    """A remedy that nobody is offered helps nobody."""
    offered = {
        remedy.remedy_id
        for place in range(len(review().scenarios))
        for cause in rehearsal(place).answer.causes
        for remedy in cause.remedies
    }
    assert set(shipped_snapshot().rulebook.remedies) - offered == set()
