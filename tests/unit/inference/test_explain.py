"""Tests of why rules matched or did not."""

from __future__ import annotations

from datetime import date

from resolver.inference.explain import (
    AllTrace,
    AnyTrace,
    ComparisonTrace,
    DefinitionTrace,
    NegationTrace,
    explain_rules,
    trace,
)
from resolver.model.conditions import All, AnyOf, Compare, Named, Not, Operator
from tests.support.answers import AMOUNT_IS_WRONG, MISMATCH, RULES, a_rule

DAY = date(2025, 3, 14)
NONE: frozenset[str] = frozenset()
"""No rule counted."""


def test_compound_conditions_are_traced_to_their_leaves() -> None:
    """Every part has its own truth, whatever the whole comes to."""
    condition = AnyOf((Not(Named("wrong", AMOUNT_IS_WRONG)), All((MISMATCH,))))
    traced = trace(condition, {"inputs.amount.ok": False, "status.category": "mismatch"})
    leaf = ComparisonTrace(True, "inputs.amount.ok", Operator.EQ, (False,), False)
    category = ComparisonTrace(
        True, "status.category", Operator.IN, ("mismatch", "not_found"), "mismatch"
    )
    assert traced == AnyTrace(
        True,
        (
            NegationTrace(False, DefinitionTrace(True, "wrong", leaf)),
            AllTrace(True, (category,)),
        ),
    )


def test_rule_out_of_force_is_left_out() -> None:
    """Drafts and rules of another time concern no answer of this day."""
    facts = {"inputs.amount.ok": False}
    assert [item.rule.id for item in explain_rules(RULES, facts, DAY, NONE)] == [
        "input.amount/basis",
        "input.amount/fine",
    ]
    early = explain_rules(RULES, facts, date(2024, 12, 31), NONE)
    assert [item.rule.id for item in early] == ["input.amount/fine"]


def test_rule_that_reads_only_unknown_facts_concerns_nobody() -> None:
    """Where nothing that a rule reads is known, it is not listed."""
    assert explain_rules(RULES, {"timing.attempts": 1}, DAY, NONE) == ()


def test_rule_that_holds_because_a_fact_is_absent_is_listed() -> None:
    """A rule may match by what nobody told."""
    rule = a_rule("silent", Compare("status.category", Operator.EXISTS, False))
    (traced,) = explain_rules([rule], {}, DAY, {rule.id})
    assert traced.condition.truth is True
    assert traced.counted
