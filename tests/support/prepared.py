"""Scenarios made of facts, for tests of what is done with many scenarios at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from resolver.inference.prepared import Prepared, RulePredicates
from resolver.model.answer import Derivation
from resolver.model.beijing import BEIJING
from resolver.model.conditions import Compare, Condition, Operator
from resolver.model.context import LookupContext
from resolver.model.diagnostics import Location
from resolver.model.facts import FactValue
from resolver.model.rulebook import Rulebook
from resolver.model.scenarios import Expectation, Scenario

AT = datetime(2026, 3, 5, 10, tzinfo=BEIJING)
DAY = date(2026, 3, 5)


def scenario(name: str, expect: Expectation | None = None, cause: str = "a.x") -> Scenario:
    """Return a scenario without a context."""
    return Scenario(
        name=name,
        cause=cause,
        at=AT,
        context=LookupContext(),
        expect=expect or Expectation(),
        location=Location(f"{cause.replace('.', '/')}_test.yaml", 2, 5),
    )


def prepared(
    book: Rulebook,
    facts: Mapping[str, FactValue],
    expect: Expectation | None = None,
    name: str = "one",
) -> Prepared:
    """Return a scenario with these facts."""
    derived = Derivation(dict(facts))
    matched = RulePredicates(book.rules()).matched(facts, DAY)
    return Prepared(scenario(name, expect), derived, DAY, matched)


def defining(book: Rulebook, definitions: Mapping[str, Condition]) -> Rulebook:
    """Return a book with definitions, one a line."""
    locations = {
        name: Location("definitions.yaml", line) for line, name in enumerate(definitions, start=2)
    }
    return replace(book, definitions=definitions, definition_locations=locations)


def number(fact: str, operator: Operator, bound: float) -> Compare:
    """Return a comparison of a number."""
    return Compare(fact, operator, bound)


def one_of(fact: str, values: Iterable[FactValue]) -> Compare:
    """Return a comparison with several values."""
    return Compare(fact, Operator.IN, tuple(values))
