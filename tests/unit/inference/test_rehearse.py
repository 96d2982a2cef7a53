"""Scenarios against answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from resolver.inference.rehearse import Difference, differences, matched_rules, rehearse
from resolver.inference.score import Scorer
from resolver.model.answer import (
    Answer,
    CauseView,
    Disposition,
    FindingView,
    RankedRemedy,
    StatusView,
)
from resolver.model.beijing import BEIJING, beijing_day
from resolver.model.context import LookupContext
from resolver.model.diagnostics import Location
from resolver.model.rulebook import Actor, RemedyAction
from resolver.model.scenarios import (
    Expectation,
    ExpectedDisposition,
    MomentBounds,
    ProbabilityBounds,
    Scenario,
)
from tests.support.rulefolders import tiny_rulebook

AT = datetime(2026, 3, 5, 10, tzinfo=BEIJING)
FACTS = {"status.category": "not_found", "timing.invoice_age_hours": 2}
DELAY = "timing.data_sync_delay"
WAIT = RankedRemedy("wait", "等", (), Actor.REQUESTER, RemedyAction.WAIT, None, (), (), "")


def answer() -> Answer:
    """Return the answer of the tiny rulebook to an invoice that is two hours old and not found."""
    rulebook = tiny_rulebook()
    ranking = Scorer(rulebook).score([f"{DELAY}/issued-today"], beijing_day(AT))
    first = ranking.causes[0]
    view = CauseView(
        1, first.cause.id, "timing", "", "", first.probability, 0.06, 0.0, (), (WAIT,)
    )
    return Answer(
        lookup_id="",
        revision=rulebook.revision,
        evaluated_at=AT,
        language="zh-CN",
        status=StatusView("not_found", True, ""),
        causes=(view,),
        log_normalizer=ranking.log_normalizer,
        disposition=Disposition(RemedyAction.WAIT, True, AT + timedelta(hours=14), "等"),
        findings=(FindingView("inputs.amount", "not_a_number", "", ""),),
        ranking=ranking.causes,
        facts=FACTS,
    )


class FakeResolver:
    """Gives one answer to everything, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[LookupContext, datetime, str, int]] = []

    def resolve(
        self, context: LookupContext, at: datetime, language: str, max_causes: int
    ) -> Answer:
        """Return the one answer."""
        self.asked.append((context, at, language, max_causes))
        return answer()


def told(expect: Expectation) -> list[Difference]:
    """Return what the one answer lacks."""
    return list(differences(expect, answer()))


def test_a_scenario_is_answered_at_its_own_moment() -> None:
    """The clock of the rehearsal is the scenario's."""
    scenario = Scenario(
        "s", DELAY, AT, LookupContext("id"), Expectation(first=DELAY), Location("f")
    )
    resolver = FakeResolver()

    rehearsal = rehearse(scenario, resolver)

    assert rehearsal.passed
    assert resolver.asked == [(scenario.context, AT, "zh-CN", 20)]


def test_everything_that_is_met_is_silent() -> None:
    """An answer may meet every kind of expectation at once."""
    expect = Expectation(
        first=DELAY,
        first_of=("unknown", DELAY),
        in_first_three=(DELAY, "unknown"),
        probability={DELAY: ProbabilityBounds(0.5, 1.0), "unknown": ProbabilityBounds()},
        disposition=ExpectedDisposition(
            RemedyAction.WAIT, True, MomentBounds(AT, AT + timedelta(days=1))
        ),
        remedies=("wait",),
        no_remedies=("ask",),
        findings=("not_a_number",),
        rules=(f"{DELAY}/issued-today",),
        no_rules=(f"{DELAY}/long-issued", "input.amount/differs"),
        all_rules={DELAY: (f"{DELAY}/issued-today",), "input.amount": ()},
        all_remedies=("wait",),
    )

    assert told(expect) == []


@pytest.mark.parametrize(
    ("expect", "difference"),
    [
        (Expectation(first="unknown"), Difference("first", "unknown", DELAY)),
        (
            Expectation(first_of=("unknown", "input.amount")),
            Difference("first_of", "unknown, input.amount", DELAY),
        ),
        (
            Expectation(in_first_three=("input.captcha",)),
            Difference(
                "in_first_three input.captcha", "input.captcha", f"{DELAY}, unknown, input.amount"
            ),
        ),
        (
            Expectation(not_in_first_three=("unknown",)),
            Difference(
                "not_in_first_three unknown", "not unknown", f"{DELAY}, unknown, input.amount"
            ),
        ),
        (
            Expectation(probability={"unknown": ProbabilityBounds(least=0.9)}),
            Difference("probability unknown", ">= 0.9", "0.1212"),
        ),
        (
            Expectation(probability={DELAY: ProbabilityBounds(0.1, 0.2)}),
            Difference(f"probability {DELAY}", ">= 0.1 and <= 0.2", "0.8513"),
        ),
        (
            Expectation(probability={"input.captcha": ProbabilityBounds(least=0.1)}),
            Difference("probability input.captcha", ">= 0.1", "no such cause"),
        ),
        (
            Expectation(disposition=ExpectedDisposition(action=RemedyAction.STOP)),
            Difference("disposition.action", "STOP", "WAIT"),
        ),
        (
            Expectation(disposition=ExpectedDisposition(retryable=False)),
            Difference("disposition.retryable", "false", "true"),
        ),
        (
            Expectation(disposition=ExpectedDisposition(retry_not_before=MomentBounds(latest=AT))),
            Difference(
                "disposition.retry_not_before",
                "<= 2026-03-05T10:00:00+08:00",
                "2026-03-06T00:00:00+08:00",
            ),
        ),
        (Expectation(remedies=("ask",)), Difference("remedies ask", "ask", "wait")),
        (Expectation(no_remedies=("wait",)), Difference("no_remedies wait", "not wait", "wait")),
        (
            Expectation(findings=("missing_required",)),
            Difference("findings missing_required", "missing_required", "not_a_number"),
        ),
        (
            Expectation(rules=(f"{DELAY}/long-issued",)),
            Difference(
                f"rules {DELAY}/long-issued", f"{DELAY}/long-issued", f"{DELAY}/issued-today"
            ),
        ),
        (
            Expectation(no_rules=(f"{DELAY}/issued-today",)),
            Difference(
                f"no_rules {DELAY}/issued-today",
                f"not {DELAY}/issued-today",
                f"{DELAY}/issued-today",
            ),
        ),
        (
            Expectation(all_rules={DELAY: (f"{DELAY}/issued-today", f"{DELAY}/long-issued")}),
            Difference(f"all_rules {DELAY}", "issued-today, long-issued", "issued-today"),
        ),
        (
            Expectation(all_rules={DELAY: ()}),
            Difference(f"all_rules {DELAY}", "none", "issued-today"),
        ),
        (
            Expectation(all_remedies=("ask", "wait")),
            Difference("all_remedies", "ask, wait", "wait"),
        ),
        (Expectation(all_remedies=()), Difference("all_remedies", "none", "wait")),
    ],
)
def test_what_is_not_met_is_told_beside_what_came(
    expect: Expectation, difference: Difference
) -> None:
    """Expected and got stand side by side."""
    assert told(expect) == [difference]


def test_no_moment_is_not_within_bounds() -> None:
    """A retry time that is expected has to be there."""
    stopped = replace(answer(), disposition=Disposition(RemedyAction.WAIT, True, None, ""))
    expect = Expectation(disposition=ExpectedDisposition(retry_not_before=MomentBounds()))

    assert list(differences(expect, stopped)) == [
        Difference("disposition.retry_not_before", "any", "no moment")
    ]


def test_rules_that_are_not_in_force_do_not_match() -> None:
    """Facts alone are not enough."""
    early = replace(answer(), evaluated_at=AT.replace(year=2020), facts={"inputs.all_ok": True})
    late = replace(early, evaluated_at=AT)

    assert matched_rules(early) == frozenset()
    assert matched_rules(late) == {"input.amount/values-pass"}


def test_an_answer_without_causes_meets_no_expectation_of_one() -> None:
    """Nothing came first."""
    empty = replace(answer(), causes=(), ranking=())

    assert list(differences(Expectation(first=DELAY, remedies=("wait",)), empty)) == [
        Difference("first", DELAY, "none"),
        Difference("remedies wait", "wait", "none"),
    ]
