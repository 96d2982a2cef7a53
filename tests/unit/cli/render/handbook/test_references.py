"""Who refers to what."""

from __future__ import annotations

from resolver.cli.render.handbook.references import references
from resolver.rulefile.scenario_loader import review_files
from tests.support.rulefolders import tiny_files

REVIEW = review_files(tiny_files())
assert REVIEW.rulebook is not None
REFS = references(REVIEW.rulebook, REVIEW.scenarios)
RULE = "timing.data_sync_delay/issued-today"


def test_facts_are_read_through_definitions_too() -> None:
    """The rule names the definition, the definition the fact."""
    assert RULE in REFS.definitions["nothing-found"]
    assert RULE in REFS.facts["status.category"]


def test_scenarios_tell_which_rules_they_prove() -> None:
    """Those that must match and those that must not."""
    assert [one.name for one in REFS.matched[RULE]] == ["开票两小时后查无此票"]
    assert [one.cause for one in REFS.unmatched["timing.data_sync_delay/long-issued"]] == [
        "timing.data_sync_delay"
    ]


def test_rivals_are_the_other_rules_of_a_group() -> None:
    """Never the rule itself."""
    assert REVIEW.rulebook is not None
    cause = REVIEW.rulebook.causes["timing.data_sync_delay"]
    rivals = [REFS.rivals(cause.id, rule) for rule in cause.evidence]
    assert [[one.id for one in found] for found in rivals] == [
        ["timing.data_sync_delay/long-issued"],
        [RULE],
    ]


def test_what_nobody_refers_to_has_no_users() -> None:
    """Templates may ask for anything."""
    assert list(REFS.remedies["nobody-uses-this"]) == []


def test_owners_have_their_causes() -> None:
    """Every cause has one owner."""
    owned = [cause.id for causes in REFS.owners.values() for cause in causes]
    assert REVIEW.rulebook is not None
    assert sorted(owned) == list(REVIEW.rulebook.causes)
