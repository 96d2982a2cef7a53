"""Labelled cases judged, summed up and calibrated."""

from __future__ import annotations

import math
from datetime import timedelta

import pytest

from resolver.inference.evaluate import (
    Bin,
    by_difficulty,
    judge,
    reliability,
    risk_coverage,
    summarize,
)
from resolver.model.context import InvoiceInputs, InvoiceType, LookupContext
from tests.support.answers import NOON
from tests.support.cases import a_case, a_judgement, an_answer_of

RANKED = {"input.amount": 0.6, "input.tax_id": 0.2, "unknown": 0.1, "input.captcha": 0.05}


@pytest.mark.parametrize(
    ("labels", "top1", "top3", "harm"),
    [
        ({}, True, True, None),
        ({"accepted": frozenset({"unknown"})}, False, True, None),
        ({"accepted": frozenset({"input.captcha"})}, False, False, None),
        ({"demanded": frozenset({"input.amount", "unknown"})}, True, True, None),
        ({"demanded": frozenset({"input.amount", "input.captcha"})}, True, False, None),
        ({"forbidden": frozenset({"unknown"})}, True, True, True),
        ({"forbidden": frozenset({"input.captcha"})}, True, True, False),
    ],
)
def test_ranking_is_judged_by_its_first_three(
    labels: dict[str, frozenset[str]], top1: bool, top3: bool, harm: bool | None
) -> None:
    """Accepted first, all demanded among three, none forbidden among three."""
    judged = judge(a_case(**labels), an_answer_of(RANKED))
    assert (judged.top1, judged.top3, judged.harm) == (top1, top3, harm)


def test_logloss_adds_up_what_accepted_causes_were_given() -> None:
    """And is bounded where they were given nothing."""
    both = a_case(accepted=frozenset({"input.amount", "input.tax_id"}))
    assert judge(both, an_answer_of(RANKED)).logloss == pytest.approx(-math.log(0.8))
    none = a_case(accepted=frozenset({"session.expired"}))
    assert judge(none, an_answer_of(RANKED)).logloss == pytest.approx(-math.log(1e-6))


@pytest.mark.parametrize(("named", "late_enough"), [(None, True), (0, True), (-1, False)])
def test_retry_must_not_be_named_too_early(named: int | None, late_enough: bool) -> None:
    """No moment at all is not too early."""
    moment = None if named is None else NOON + timedelta(seconds=named)
    case = a_case(not_before=NOON, retryable=True)
    judged = judge(case, an_answer_of(RANKED, retryable=False, not_before=moment))
    assert judged.not_before is late_enough
    assert judged.retry is False


@pytest.mark.parametrize(
    ("expected", "reported", "found"),
    [
        ("inputs.amount", ("inputs.amount",), True),
        ("inputs.amount", ("inputs.amount_kind",), True),
        ("inputs.invoice_code", ("inputs.invoice_number",), True),
        ("inputs.issue_date", ("inputs.invoice_code",), False),
        ("inputs.amount", (), False),
    ],
)
def test_contradiction_may_be_reported_on_either_field(
    expected: str, reported: tuple[str, ...], found: bool
) -> None:
    """Which of the two is wrong, nobody can tell."""
    case = a_case(findings=frozenset({expected}))
    assert judge(case, an_answer_of(RANKED, findings=reported)).findings is found


@pytest.mark.parametrize(
    ("inputs", "reported", "is_false"),
    [
        (InvoiceInputs(), "inputs.amount", True),
        (InvoiceInputs(amount="12.00"), "inputs.amount", True),
        (InvoiceInputs(amount="12"), "inputs.amount", False),
        (InvoiceInputs(invoice_number="12300000"), "inputs.invoice_number", False),
        (InvoiceInputs(invoice_type=InvoiceType.LOCAL_GENERIC), "inputs.invoice_code", False),
    ],
)
def test_finding_that_nobody_expects_is_false_unless_harmless(
    inputs: InvoiceInputs, reported: str, is_false: bool
) -> None:
    """Some remarks are right although no label asks for them."""
    case = a_case(context=LookupContext(inputs=inputs))
    assert judge(case, an_answer_of(RANKED, findings=(reported,))).false_finding is is_false


def test_old_date_may_be_remarked_on_where_it_is_the_cause() -> None:
    """The window is the accepted cause, so the date is no false finding."""
    case = a_case(accepted=frozenset({"timing.outside_query_window"}))
    assert not judge(case, an_answer_of(RANKED, findings=("inputs.issue_date",))).false_finding


def test_figures_leave_out_cases_that_do_not_ask() -> None:
    """Half of two, and nothing of none."""
    figures = summarize([a_judgement(harm=True), a_judgement(harm=False), a_judgement()])
    assert (figures.harm, figures.retry, figures.top1, figures.n) == (50.0, None, 100.0, 3)


def test_calibration_error_is_the_weighted_distance_of_bins() -> None:
    """Recomputed by hand: two bins of 2 and 1."""
    judgements = [
        a_judgement(probability=0.72, top1=True),
        a_judgement(probability=0.78, top1=False),
        a_judgement(probability=1.0, top1=True),
    ]
    assert reliability(judgements) == [
        Bin(0.7, 0.8, 2, pytest.approx(0.75), 0.5),
        Bin(0.9, 1.0, 1, 1.0, 1.0),
    ]
    figures = summarize(judgements)
    assert figures.ece == pytest.approx(2 / 3 * 0.25)
    assert figures.brier == pytest.approx((0.28**2 + 0.78**2) / 3)


def test_risk_grows_as_less_sure_answers_are_let_through() -> None:
    """Equally sure ones come together."""
    judgements = [
        a_judgement(probability=0.5, top1=False),
        a_judgement(probability=0.9, top1=True),
        a_judgement(probability=0.5, top1=True),
    ]
    curve = [(round(one.coverage, 2), round(one.risk, 2)) for one in risk_coverage(judgements)]
    assert curve == [(0.33, 0.0), (1.0, 0.33)]


def test_difficulties_are_told_apart() -> None:
    """In the order of their names."""
    sparse = a_judgement(case=a_case(difficulty="sparse"))
    assert list(by_difficulty([sparse, a_judgement()])) == ["decisive", "sparse"]


def test_failure_is_any_wrong_ranking() -> None:
    """First, among three, or harmful."""
    assert not a_judgement(harm=False).is_failure
    assert a_judgement(top1=False).is_failure
    assert a_judgement(top3=False).is_failure
    assert a_judgement(harm=True).is_failure
