"""Tests of checking and rehearsing rule files, with variants of the tiny rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from resolver.errors import EngineError
from resolver.model.beijing import BEIJING
from resolver.model.context import LookupContext, LookupOutcome
from resolver.model.diagnostics import Severity
from resolver.rulefile.files import revision_of
from resolver.rulefile.lock_renewal import renew_lock
from resolver.runtime.candidate import (
    Lookup,
    Questions,
    Terms,
    check_candidate,
    rehearse_candidate,
)
from tests.support.rulefolders import tiny_files, tiny_text

NOON = datetime(2026, 3, 5, 12, tzinfo=BEIJING)
AMOUNT = "input/amount.yaml"
SCENARIO = "input/amount_test.yaml"
SURER = ("first_of: [input.amount]", "probability: {input.amount: {gte: 0.99}}")
LAX = Terms(require_tests=False, day=NOON.date())
STRICT = replace(LAX, require_tests=True)
ACTIVE = tiny_files()
MISMATCH = Lookup(LookupContext(outcome=LookupOutcome(provider="platform", code="006")), NOON)
SILENT = Lookup(LookupContext(), NOON)

FAILING = tiny_files({SCENARIO: tiny_text(SCENARIO).replace(*SURER)})
BROKEN = tiny_files({AMOUNT: tiny_text(AMOUNT).replace("moderate", "moderat")})
WEAKER = tiny_files({AMOUNT: tiny_text(AMOUNT).replace("weight: moderate", "weight: weak")})


def questions(*lookups: Lookup) -> Questions:
    """Return questions to ask of the tiny rules and of a candidate."""
    return Questions(ACTIVE, lookups, "en")


def test_sound_files_are_accepted() -> None:
    """With how much is in them."""
    verdict = check_candidate(ACTIVE, STRICT)
    assert (verdict.reason, verdict.diagnostics, verdict.scenarios) == ("", (), 2)
    assert verdict.revision == revision_of(ACTIVE)
    assert verdict.counts is not None
    assert verdict.counts.causes == 3


def test_mistakes_are_the_answer() -> None:
    """The revision is told all the same."""
    verdict = check_candidate(BROKEN, LAX)
    assert (verdict.reason, verdict.counts) == ("RULES_REJECTED", None)
    assert verdict.revision == revision_of(BROKEN)
    assert [(one.code, one.location.file) for one in verdict.diagnostics] == [("RULE048", AMOUNT)]


def test_mistake_in_scenarios_alone_counts() -> None:
    """They are checked as `check` checks them."""
    verdict = check_candidate(tiny_files({SCENARIO: "scenarios: 5\n"}), LAX)
    assert verdict.reason == "RULES_REJECTED"


def test_failing_scenario_counts_where_tests_are_required() -> None:
    """It is told with its place, its line, and expected beside got."""
    assert check_candidate(FAILING, LAX).reason == ""
    verdict = check_candidate(FAILING, STRICT)
    assert verdict.reason == "SCENARIOS_FAILED"
    failed = verdict.diagnostics[-1]
    assert (failed.code, failed.severity) == ("RULE088", Severity.ERROR)
    assert (failed.location.file, failed.location.line) == (SCENARIO, 2)
    assert failed.excerpt == "  - name: 平台说不一致"
    assert failed.message.en.endswith("input.amount expected >= 0.99, got 0.4358")


def test_no_scenario_at_all_proves_nothing() -> None:
    """Files that were left out when the rules were shipped are noticed."""
    bare = {path: text for path, text in ACTIVE.items() if not path.endswith("_test.yaml")}
    verdict = check_candidate(bare, STRICT)
    assert verdict.reason == "SCENARIOS_FAILED"
    assert "RULE089" in [one.code for one in verdict.diagnostics]


def test_engine_that_refuses_the_rules_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a reload would tell it."""

    def refuse(*_: object) -> None:
        raise EngineError("error 303")

    monkeypatch.setattr("resolver.runtime.snapshot.DurableEngine", refuse)
    assert check_candidate(ACTIVE, LAX).reason == "ENGINE_FAILED"
    assert rehearse_candidate(ACTIVE, questions(), LAX).verdict.reason == "ENGINE_FAILED"


def test_rehearsal_tells_what_differs_and_why() -> None:
    """A weaker rule moves the lookup that it speaks of, and no other."""
    rehearsed = rehearse_candidate(WEAKER, questions(MISMATCH, SILENT), LAX)
    moved, same = rehearsed.lookups
    assert moved.comparison.differs
    assert [part.name for part in moved.comparison.responsible] == ["input.amount/differs"]
    assert moved.before is not None
    assert moved.after is not None
    assert moved.before.revision == revision_of(ACTIVE) != moved.after.revision
    assert not same.comparison.differs
    assert (same.before, same.after) == (None, None)


def test_answers_that_differ_in_wording_alone_are_shown() -> None:
    """Whoever changed a text wants to read it."""
    reworded = tiny_files({AMOUNT: tiny_text(AMOUNT).replace("Wrong amount", "The amount")})
    (twice,) = rehearse_candidate(reworded, questions(MISMATCH), LAX).lookups
    assert not twice.comparison.differs
    assert twice.after is not None
    assert twice.after.causes[0].title == "The amount"


def test_rehearsal_runs_the_scenarios_of_the_candidate() -> None:
    """Whether or not the server requires them."""
    rehearsed = rehearse_candidate(FAILING, questions(), LAX)
    assert rehearsed.verdict.reason == ""
    (failed,) = rehearsed.failed
    assert failed.name == "平台说不一致"
    assert [one.subject for one in failed.unmet] == ["probability input.amount"]


def test_change_is_rehearsed_before_its_version_is_raised() -> None:
    """While the check goes by the lock, as a server would."""
    locked = {**WEAKER, **renew_lock(ACTIVE).files}
    assert "RULE091" in [one.code for one in check_candidate(locked, LAX).diagnostics]
    rehearsed = rehearse_candidate(locked, questions(MISMATCH), LAX)
    assert rehearsed.verdict.reason == ""
    assert rehearsed.lookups[0].comparison.differs


def test_files_with_mistakes_are_not_rehearsed() -> None:
    """The mistakes are the whole answer."""
    rehearsed = rehearse_candidate(BROKEN, questions(MISMATCH), LAX)
    assert rehearsed.verdict.reason == "RULES_REJECTED"
    assert (rehearsed.failed, rehearsed.lookups) == ((), ())
