"""Conditions and expectations in the notation of rule files."""

from __future__ import annotations

from datetime import datetime

import pytest
import yaml

from resolver.inference.notation import written, written_expectation, written_value
from resolver.model.beijing import BEIJING
from resolver.model.conditions import All, AnyOf, Compare, Condition, Named, Not, Operator
from resolver.model.facts import load_vocabulary
from resolver.model.rulebook import RemedyAction
from resolver.model.scenarios import (
    Expectation,
    ExpectedDisposition,
    MomentBounds,
    ProbabilityBounds,
)
from resolver.rulefile.conditions import read_condition
from resolver.rulefile.names import Definition, Names
from tests.support.prepared import number, one_of
from tests.support.rulebooks import fact_is

AT = datetime(2026, 3, 6, tzinfo=BEIJING)
GIVEN = fact_is("batch.given")
HOURS = number("timing.invoice_age_hours", Operator.LT, 1.5)


@pytest.mark.parametrize(
    "condition",
    [
        All((GIVEN, AnyOf((HOURS, Not(GIVEN))))),
        Not(Named("given", GIVEN)),
        one_of("status.provider_kind", ("cloud", "reseller")),
        Compare("batch.size", Operator.EXISTS, False),
        All((number("batch.size", Operator.GTE, 2), number("batch.size", Operator.LTE, 9))),
    ],
)
def test_condition_reads_back_as_it_was_written(condition: Condition) -> None:
    """An author may copy it into a rule file."""
    names = Names(load_vocabulary(), {"given": Definition(GIVEN)})
    assert read_condition(yaml.safe_load(written(condition)), names).condition == condition


def test_long_list_of_values_is_cut_short() -> None:
    """The reader sees that there is more."""
    assert written(one_of("f", "abcdefgh")) == "{f: {in: [a, b, c, d, e, f, …]}}"


def test_values_are_written_as_yaml_has_them() -> None:
    """An absent one is null."""
    values = (True, False, None, 3.0, 2.5, "not_found")
    assert [written_value(v) for v in values] == ["true", "false", "null", "3", "2.5", "not_found"]


def test_expectation_is_yaml_on_one_line() -> None:
    """As it stands below `expect`."""
    bounds = MomentBounds(earliest=AT, latest=AT)
    expect = Expectation(
        first="a.x",
        rules=("a.x/r", "a.x/s"),
        no_remedies=("wait",),
        disposition=ExpectedDisposition(RemedyAction.WAIT, True, bounds),
        probability={"a.x": ProbabilityBounds(0.5, 0.00001)},
    )
    moment = "2026-03-06T00:00:00+08:00"
    text = written_expectation(expect)
    assert text == (
        "first: a.x, rules: [a.x/r, a.x/s], no_remedies: [wait], disposition: {action: WAIT, "
        f"retryable: true, retry_not_before: {{gte: {moment}, lte: {moment}}}}}, "
        "probability: {a.x: {gte: 0.5, lte: 0.00001}}"
    )
    assert yaml.safe_load(f"{{{text}}}")["probability"] == {"a.x": {"gte": 0.5, "lte": 0.00001}}


def test_open_sides_are_not_written() -> None:
    """Only what is expected."""
    open_end = ExpectedDisposition(retry_not_before=MomentBounds(latest=AT))
    bounds = {"a.x": ProbabilityBounds(least=0.5), "b.y": ProbabilityBounds(greatest=1.0)}
    assert written_expectation(Expectation(disposition=open_end, probability=bounds)) == (
        "disposition: {retry_not_before: {lte: 2026-03-06T00:00:00+08:00}}, "
        "probability: {a.x: {gte: 0.5}, b.y: {lte: 1}}"
    )
