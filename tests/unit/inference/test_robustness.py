"""What becomes of answers when one field is not told."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given

from resolver.inference.robustness import drop_each_field, summarize_drops, without_each_field
from resolver.model.answer import Answer
from resolver.model.context import LookupContext, LookupOutcome, LookupTiming, Requester
from resolver.service.convert.context import read_context
from resolver.v1 import context_pb2
from tests.support.cases import a_case, an_answer_of
from tests.support.wire import contexts

CONTEXT = LookupContext(
    lookup_id="a",
    outcome=LookupOutcome(code="009"),
    timing=LookupTiming(attempts=0),
    requester=Requester(permissions=("look_up",), user_id="u"),
    attributes=(("site", "north"),),
)


def test_each_field_that_is_told_is_left_out_once() -> None:
    """Zero is told; names of lookup and user are no evidence."""
    changed = dict(without_each_field(CONTEXT))
    assert list(changed) == [
        "outcome.code",
        "timing.attempts",
        "requester.permissions",
        "attributes.site",
    ]
    assert changed["outcome.code"].outcome == LookupOutcome()
    assert changed["outcome.code"].timing == CONTEXT.timing
    assert changed["attributes.site"].attributes == ()


@given(contexts())
def test_leaving_out_never_adds(wire: context_pb2.LookupContext) -> None:
    """Each change leaves one field fewer than there was."""
    context = read_context(wire)
    total = len(list(without_each_field(context)))
    for _, changed in without_each_field(context):
        assert len(list(without_each_field(changed))) == total - 1


def test_change_to_a_forbidden_cause_is_counted() -> None:
    """Without its code the lookup looks like a forgery, which the labels forbid."""

    def resolve(context: LookupContext, _: datetime) -> Answer:
        if context.outcome.code is None:
            return an_answer_of({"invoice.suspected_forgery": 0.5})
        return an_answer_of({"input.amount": 0.9})

    case = a_case(context=CONTEXT, forbidden=frozenset({"invoice.suspected_forgery"}))
    figures = summarize_drops(drop_each_field([case], resolve))
    assert (figures.n, figures.changed, figures.forbidden) == (4, 1, 1)
    assert figures.mean_before == 0.9
    assert figures.mean_after == pytest.approx(0.8)
