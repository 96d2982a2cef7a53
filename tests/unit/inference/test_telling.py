"""What sets two answers apart, and the expectation that notices."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from resolver.inference.prepared import build_judge
from resolver.inference.rehearse import Outcome, unmet
from resolver.inference.telling import effect_of, telling_expectation
from resolver.model.answer import Disposition
from resolver.model.rulebook import RemedyAction
from resolver.model.scenarios import Expectation
from tests.support.prepared import AT, prepared
from tests.support.rulebooks import cause, rule, rulebook

LATER = AT + timedelta(hours=1)
WAIT = Disposition(RemedyAction.WAIT, True, AT, "")


def outcome(ratio: float = 2.0, **changes: object) -> Outcome:
    """Return the answer to a scenario in which one rule of that ratio holds."""
    book = rulebook([cause("a.x", [rule("a.x/r", ratio=ratio)]), cause("b.y", prior=0.04)])
    one = prepared(book, {"batch.given": True})
    plain = build_judge(book).outcome(one, one.matched)
    fields: dict[str, object] = {"disposition": WAIT, **changes}
    return replace(plain, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (outcome(), outcome(rules=frozenset())),
        (outcome(rules=frozenset()), outcome()),
        (outcome(ratio=2), outcome(ratio=1)),
        (outcome(ratio=2), outcome(ratio=3)),
        (outcome(ratio=3), outcome(ratio=2.999999)),
        (outcome(remedies=("wait",)), outcome()),
        (outcome(), outcome(remedies=("wait",))),
        (outcome(), outcome(disposition=replace(WAIT, retryable=False))),
        (outcome(), outcome(disposition=replace(WAIT, action=RemedyAction.STOP))),
        (outcome(), outcome(disposition=replace(WAIT, retry_not_before=LATER))),
        (outcome(disposition=replace(WAIT, retry_not_before=LATER)), outcome()),
        (outcome(), outcome(disposition=replace(WAIT, retry_not_before=None))),
    ],
)
def test_expectation_is_met_by_one_answer_and_not_by_the_other(
    before: Outcome, after: Outcome
) -> None:
    """Whatever it is that differs."""
    expect = telling_expectation(before, after, "a.x")
    assert expect != Expectation()
    assert list(unmet(expect, before)) == []
    assert list(unmet(expect, after)) != []


def test_effect_tells_the_named_cause_or_the_one_that_moves_most() -> None:
    """Probabilities before and after, and which causes lead."""
    before, after = outcome(ratio=2), outcome(ratio=1)
    named, moved = effect_of(before, after, "b.y"), effect_of(before, after)
    assert (named.cause, moved.first) == ("b.y", ("a.x", "b.y"))
    assert named.probability[0] < named.probability[1]
    assert moved.size == named.size > 4


def test_change_of_the_verdict_on_a_retry_weighs_more_than_a_probability() -> None:
    """It costs somebody a lookup."""
    stopped = outcome(disposition=replace(WAIT, retryable=False))
    assert effect_of(outcome(), stopped).size > effect_of(outcome(ratio=2), outcome(ratio=9)).size
