"""The plain engine asks `holds()` of every rule."""

from __future__ import annotations

import pytest

from resolver.engine.plain import PlainEngine
from resolver.errors import EngineError
from resolver.model.conditions import Compare, Not, Operator

RULES = [
    ("young", Compare("age", Operator.LT, 24)),
    ("old", Not(Compare("age", Operator.LT, 24))),
]


@pytest.mark.parametrize(("facts", "matched"), [({"age": 3}, {"young"}), ({"age": 24}, {"old"})])
def test_rules_that_are_true_match(facts: dict[str, int], matched: set[str]) -> None:
    """A rule and its negation never match together."""
    assert PlainEngine(RULES).match(facts) == matched


def test_unknown_matches_nothing() -> None:
    """A missing fact makes neither a rule nor its negation true."""
    assert PlainEngine(RULES).match({"other": 1}) == frozenset()


def test_text_in_place_of_a_number_is_an_engine_error() -> None:
    """A value that cannot be ordered is reported, not guessed at."""
    with pytest.raises(EngineError, match="cannot compare"):
        PlainEngine(RULES).match({"age": "old"})


def test_closed_plain_engine_still_answers() -> None:
    """It holds nothing that closing could take away."""
    engine = PlainEngine(RULES)
    engine.close()
    assert engine.match({"age": 3}) == {"young"}
