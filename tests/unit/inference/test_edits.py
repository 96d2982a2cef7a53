"""The small changes of conditions and weights."""

from __future__ import annotations

import math

import pytest

from resolver.inference.edits import EditKind, condition_edits, weight_edits
from resolver.model.conditions import All, AnyOf, Compare, Condition, Named, Not, Operator
from tests.support.prepared import number, one_of
from tests.support.rulebooks import SCALE, fact_is, rule

HOURS = "timing.invoice_age_hours"
A, B = fact_is("batch.given"), fact_is("client.is_bot")


def told(condition: Condition) -> list[tuple[str, str, str]]:
    """Return every change of a condition: its kind, and both sides in words."""
    return [(edit.kind.value, edit.before, edit.after) for edit, _ in condition_edits(condition)]


@pytest.mark.parametrize(
    ("operator", "turned"), [("lt", "lte"), ("lte", "lt"), ("gt", "gte"), ("gte", "gt")]
)
def test_order_loses_or_gains_its_bound_and_moves_a_unit_both_ways(
    operator: str, turned: str
) -> None:
    """Three changes of one comparison."""
    before = f"{{{HOURS}: {{{operator}: 24}}}}"
    assert told(number(HOURS, Operator(operator), 24)) == [
        ("operator", before, f"{{{HOURS}: {{{turned}: 24}}}}"),
        ("threshold", before, f"{{{HOURS}: {{{operator}: 23}}}}"),
        ("threshold", before, f"{{{HOURS}: {{{operator}: 25}}}}"),
    ]


@pytest.mark.parametrize(
    "leaf",
    [
        A,
        one_of("status.category", ("mismatch", "not_found")),
        Compare("batch.given", Operator.EXISTS, True),
        Named("some-definition", A),
    ],
)
def test_other_conditions_are_turned_round(leaf: Condition) -> None:
    """A definition as a whole; a `not` is taken away."""
    ((edit, changed),) = condition_edits(leaf)
    assert (edit.kind, changed) == (EditKind.NEGATION, Not(leaf))
    ((edit, changed),) = condition_edits(Not(leaf))
    assert (edit.kind, changed) == (EditKind.NEGATION, leaf)


def test_each_part_of_all_and_any_is_left_out() -> None:
    """What is left of two is one."""
    changed = [
        (edit.before, condition)
        for edit, condition in condition_edits(All((A, AnyOf((A, B, Not(B))))))
        if edit.kind is EditKind.DROPPED
    ]
    assert changed == [
        ("{batch.given: true}", AnyOf((A, B, Not(B)))),
        ("{batch.given: true}", All((A, AnyOf((B, Not(B)))))),
        ("{client.is_bot: true}", All((A, AnyOf((A, Not(B)))))),
        ("{not: {client.is_bot: true}}", All((A, AnyOf((A, B))))),
        ("{any: [{batch.given: true}, {client.is_bot: true}, {not: {client.is_bot: true}}]}", A),
    ]


def test_change_below_a_not_stays_below_it() -> None:
    """The rest of the condition is as it was."""
    order = number(HOURS, Operator.LT, 1)
    changed = [condition for _, condition in condition_edits(Not(All((order, A))))]
    assert Not(All((number(HOURS, Operator.LTE, 1), A))) in changed
    assert Not(A) in changed


def test_edit_names_the_facts_of_the_changed_part() -> None:
    """And of no other."""
    edits = [edit for edit, _ in condition_edits(All((A, B)))]
    assert [edit.facts for edit in edits] == [("batch.given",)] * 2 + [("client.is_bot",)] * 2


@pytest.mark.parametrize(
    ("strength", "changed"),
    [
        ("weak", {"moderate", "weak against"}),
        ("strong", {"moderate", "decisive", "strong against"}),
        ("decisive against", {"strong against", "decisive"}),
    ],
)
def test_weight_moves_a_step_and_changes_sides(strength: str, changed: set[str]) -> None:
    """There is no step beyond the ends of the scale."""
    found = dict(weight_edits(rule("a.x/r", strength=strength), SCALE))
    assert {edit.after for edit in found} == changed
    for edit, one in found.items():
        name, *against = edit.after.split()
        size = math.log(SCALE.strengths[name])
        assert one.weight == pytest.approx(-size if against else size)
        assert one.strength == edit.after
