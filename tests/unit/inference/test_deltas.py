"""What differs between two conditions, down to the smallest parts."""

from __future__ import annotations

import pytest

from resolver.inference.deltas import Delta, condition_deltas
from resolver.inference.notation import written
from resolver.model.conditions import All, AnyOf, Condition, Named, Not, Operator
from tests.support.prepared import number, one_of
from tests.support.rulebooks import fact_is

GIVEN, OK = fact_is("batch.given"), fact_is("inputs.all_ok")
FEW, MORE = (number("timing.invoice_age_days", Operator.LT, days) for days in (3, 5))


def told(before: Condition | None, after: Condition | None) -> list[tuple[str, str]]:
    """Return the differences in the notation of rule files."""
    return [
        tuple(written(one) if one else "" for one in (delta.before, delta.after))
        for delta in condition_deltas(before, after)
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (All((GIVEN, FEW)), All((GIVEN, MORE)), [(FEW, MORE)]),
        (All((GIVEN, FEW)), All((FEW, GIVEN)), []),
        (All((GIVEN, FEW)), GIVEN, [(FEW, None)]),
        (GIVEN, All((GIVEN, FEW)), [(None, FEW)]),
        (AnyOf((GIVEN, OK)), AnyOf((GIVEN,)), [(OK, None)]),
        (All((GIVEN, AnyOf((OK, FEW)))), All((GIVEN, AnyOf((OK, MORE)))), [(FEW, MORE)]),
        (Not(FEW), Not(MORE), [(Not(FEW), Not(MORE))]),
        (All((GIVEN, OK)), AnyOf((GIVEN, OK)), [(All((GIVEN, OK)), AnyOf((GIVEN, OK)))]),
        (None, GIVEN, [(None, GIVEN)]),
    ],
)
def test_smallest_parts_that_differ_are_told(
    before: Condition, after: Condition, expected: list[tuple[Condition, Condition]]
) -> None:
    """Parts that are on both sides are left out, and their order makes no difference."""
    assert condition_deltas(before, after) == tuple(Delta(*pair) for pair in expected)


def test_parts_about_the_same_fact_are_paired() -> None:
    """Whatever their order, so that a reader sees one change and not two."""
    old = All((one_of("status.category", ["a", "b"]), FEW))
    new = All((MORE, one_of("status.category", ["a", "c"])))
    assert told(old, new) == [
        ("{status.category: {in: [a, b]}}", "{status.category: {in: [a, c]}}"),
        ("{timing.invoice_age_days: {lt: 3}}", "{timing.invoice_age_days: {lt: 5}}"),
    ]


def test_definition_counts_by_its_name() -> None:
    """What it stands for is a change of its own; another name is a change here."""
    old, new = Named("new", FEW), Named("new", MORE)
    assert condition_deltas(old, new) == ()
    assert told(old, Named("old", FEW)) == [("{is: new}", "{is: old}")]
