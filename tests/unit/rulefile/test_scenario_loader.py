"""Scenarios, and the review of a whole folder."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from resolver.errors import RulesUnavailableError
from resolver.model.beijing import BEIJING
from resolver.model.diagnostics import Location
from resolver.model.rulebook import RemedyAction
from resolver.model.scenarios import (
    Expectation,
    ExpectedDisposition,
    MomentBounds,
    ProbabilityBounds,
)
from resolver.rulefile.codes import Code
from resolver.rulefile.loader import load_files
from resolver.rulefile.scenario_loader import review_files, review_rules
from tests.support.rulefolders import TINY_RULES, tiny_files, tiny_text

SCENARIOS = "timing/data_sync_delay_test.yaml"


def test_scenarios_are_read_with_their_expectations() -> None:
    """Every key of an expectation arrives."""
    review = review_rules(TINY_RULES)

    assert review.diagnostics == ()
    assert review.rulebook is not None
    other, scenario = review.scenarios
    assert (scenario.cause, scenario.name) == ("timing.data_sync_delay", "开票两小时后查无此票")
    assert scenario.at == datetime(2026, 3, 5, 10, tzinfo=BEIJING)
    assert scenario.location == Location(SCENARIOS, 2, 5)
    assert scenario.context.inputs.issue_date == "2026-03-05"
    assert scenario.context.outcome.code == "009"
    expect = scenario.expect
    assert expect.probability == {"timing.data_sync_delay": ProbabilityBounds(least=0.5)}
    assert expect.disposition == ExpectedDisposition(
        RemedyAction.WAIT, True, MomentBounds(earliest=datetime(2026, 3, 6, tzinfo=BEIJING))
    )
    assert expect.rules == ("timing.data_sync_delay/issued-today",)
    assert expect.causes() == {"timing.data_sync_delay"}
    assert other.expect.causes() == {"input.amount"}


_VARIED = (
    tiny_text(SCENARIOS)
    + """\
    variants:
      - name: 昨天此时开具
        change: {inputs: {issue_date: 2026-03-04}, timing: {issued_at: null}}
      - name: 第二天再看
        at: 2026-03-06T10:00:00+08:00
        expect: {no_rules: [timing.data_sync_delay/issued-today]}
        todo: 规则还没有改好
"""
)


def test_variants_are_scenarios_of_their_own() -> None:
    """Each has its own name and line, the changed context, and what it does not say from above."""
    _, base, varied, later = review_files(tiny_files({SCENARIOS: _VARIED})).scenarios

    assert varied.name == "开票两小时后查无此票 / 昨天此时开具"
    assert (varied.cause, varied.at, varied.expect) == (base.cause, base.at, base.expect)
    assert varied.location == Location(SCENARIOS, 16, 9)
    assert varied.context.inputs.issue_date == "2026-03-04"
    assert varied.context.inputs.invoice_number == base.context.inputs.invoice_number
    assert varied.context.timing.issued_at is None
    assert (base.todo, varied.todo, later.todo) == ("", "", "规则还没有改好")
    assert later.at == datetime(2026, 3, 6, 10, tzinfo=BEIJING)
    assert later.context == base.context


def test_expectations_of_a_variant_stand_alone() -> None:
    """Nothing is carried over, so that no one expects what they did not write."""
    *_, later = review_files(tiny_files({SCENARIOS: _VARIED})).scenarios

    assert later.expect == Expectation(no_rules=("timing.data_sync_delay/issued-today",))


def test_all_rules_are_named_within_their_cause() -> None:
    """Ids in full are for the engine; `[]` says that there is none."""
    text = tiny_text(SCENARIOS)
    text += "      all_rules: {timing.data_sync_delay: [issued-today], input.amount: []}\n"
    text += "      all_remedies: []\n"

    expect = review_files(tiny_files({SCENARIOS: text})).scenarios[-1].expect

    rules = {"timing.data_sync_delay": ("timing.data_sync_delay/issued-today",)}
    assert expect.all_rules == {**rules, "input.amount": ()}
    assert expect.all_remedies == ()


def test_what_may_fail_is_no_proof_of_a_cause() -> None:
    """A cause whose only scenario is marked is told to have none."""
    marked = tiny_text(SCENARIOS).replace("    at:", "    todo: 以后再改\n    at:")

    review = review_files(tiny_files({SCENARIOS: marked}))

    assert [diagnostic.code for diagnostic in review.diagnostics] == [Code.NO_SCENARIO.value]


def test_a_mistake_in_scenarios_does_not_keep_the_rules_back() -> None:
    """Rules are served even if a test of them is wrong."""
    text = tiny_text(SCENARIOS).replace("first:", "frist:")

    review = review_files(tiny_files({SCENARIOS: text}))

    assert review.rulebook is not None
    assert [diagnostic.code for diagnostic in review.diagnostics] == ["RULE020"]
    assert [scenario.cause for scenario in review.scenarios] == ["input.amount"]


def test_scenarios_are_checked_though_a_rule_is_wrong() -> None:
    """Both kinds of mistakes are told at once."""
    text = tiny_text(SCENARIOS).replace("remedies: [wait]", "remedies: [weit]")
    scale = tiny_text("scale.yaml").replace("contender_share: 0.5", "contender_share: 5")

    review = review_files(tiny_files({SCENARIOS: text, "scale.yaml": scale}))

    assert review.rulebook is None
    assert [diagnostic.code for diagnostic in review.diagnostics] == ["RULE026", "RULE043"]
    assert len(review.scenarios) == 1


def test_scenarios_that_cannot_be_read_are_told_once() -> None:
    """No cause is said to lack a scenario that may be in that file, and the rules are served."""
    files = tiny_files({SCENARIOS: "scenarios: [\n"})
    review = review_files(files)

    assert review.rulebook is not None
    assert load_files(files).diagnostics == ()
    assert [diagnostic.code for diagnostic in review.diagnostics] == ["RULE004"]


def test_rules_of_an_unreadable_cause_may_be_named() -> None:
    """A scenario is not wrong because the rules beside it are."""
    review = review_files(tiny_files({"timing/data_sync_delay.yaml": "cause: [\n"}))

    assert [diagnostic.code for diagnostic in review.diagnostics] == ["RULE004"]


def test_no_folder_is_an_exception(tmp_path: Path) -> None:
    """There is nothing to review."""
    with pytest.raises(RulesUnavailableError):
        review_rules(tmp_path / "nowhere")
