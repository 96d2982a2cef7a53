"""Facts become small whole numbers that compare as the facts do."""

from __future__ import annotations

import pytest

from resolver.engine.coding import Comparison, Encoder, Scale, scale_of
from resolver.engine.paths import Literal, Relation
from resolver.errors import EngineError
from resolver.model.facts import FactValue

NAN = float("nan")


def literal(relation: Relation, *values: FactValue, fact: str = "f") -> Literal:
    """Return a literal about one fact."""
    return Literal(fact, relation, frozenset(values))


def ordered(*bounds: float) -> Scale:
    """Return the scale of a fact that rules order."""
    return scale_of([literal(Relation.LT, bound) for bound in bounds])


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (-(2**80), 0),
        (-1, 0),
        (0, 1),
        (-0.0, 1),
        (5e-324, 2),
        (2**70, 3),
        (2**70 + 1, 4),
        (2.0**71, 5),
        (float("inf"), 6),
    ],
)
def test_place_of_a_number_among_the_bounds_is_its_code(value: float, code: int) -> None:
    """Bounds have odd codes, what lies between has even ones, and 64 bits are no limit."""
    assert ordered(2**70, 0, 2**71).code(value) == code


def test_values_that_are_only_compared_for_equality_have_no_order() -> None:
    """A listed value has a code of its own; all others share one."""
    scale = scale_of([literal(Relation.ONE_OF, "5"), literal(Relation.ONE_OF, "a", "b")])
    assert sorted(scale.code(value) for value in ("5", "a", "b")) == [1, 2, 3]
    assert {scale.code(value) for value in ("c", 5, 5.0, NAN, True, "\ud800")} == {0}


def test_types_equal_what_they_equal_in_python() -> None:
    """1 is 1.0 and true, but not the text."""
    scale = scale_of([literal(Relation.ONE_OF, 1), literal(Relation.ONE_OF, "1")])
    assert scale.code(1) == scale.code(1.0) == scale.code(True) != scale.code("1")


@pytest.mark.parametrize(
    ("relation", "values", "comparison"),
    [
        (Relation.ONE_OF, [5], Comparison("f", "$eq", 1)),
        (Relation.NONE_OF, [5], Comparison("f", "$neq", 1)),
        (Relation.LT, [7], Comparison("f", "$lt", 3)),
        (Relation.LTE, [7], Comparison("f", "$lte", 3)),
        (Relation.GT, [7], Comparison("f", "$gt", 3)),
        (Relation.GTE, [7], Comparison("f", "$gte", 3)),
        (Relation.PRESENT, [], Comparison("f", "$gte", 0)),
    ],
)
def test_comparison_of_codes_stands_for_one_of_values(
    relation: Relation, values: list[FactValue], comparison: Comparison
) -> None:
    """One value or bound needs no more than the code of the fact."""
    assert ordered(5, 7).comparison(literal(relation, *values)) == comparison


@pytest.mark.parametrize(
    "flagged",
    [
        literal(Relation.ONE_OF, 5, 7),
        literal(Relation.NONE_OF, 5, 7),
        literal(Relation.ABSENT),
        literal(Relation.ONE_OF, "text"),
    ],
)
def test_literal_that_is_no_comparison_has_a_flag(flagged: Literal) -> None:
    """Several values, absence, and a text among numbers."""
    scale = scale_of([literal(Relation.LT, 5), literal(Relation.LT, 7), flagged])
    assert scale.comparison(flagged) == Comparison(flagged, "$eq", 1)


def encoder(*literals: Literal) -> Encoder:
    """Return an encoder that calls the properties a, b, c in the order of the literals."""
    scales = {
        fact: scale_of([each for each in literals if each.fact == fact])
        for fact in {each.fact for each in literals}
    }
    comparisons = [scales[each.fact].comparison(each) for each in literals]
    properties = dict.fromkeys(each.property for each in comparisons)
    return Encoder(scales, dict(zip(properties, "abcdef", strict=False)))


def test_fact_and_its_flags_are_told_to_the_engine() -> None:
    """A flag is there only where it is true."""
    coder = encoder(
        literal(Relation.ONE_OF, "x"),
        literal(Relation.ONE_OF, "x", "y"),
        literal(Relation.NONE_OF, "y", "z"),
    )
    assert coder.encode({"f": "x"}) == ['"a":1,', '"b":1,', '"c":1,']
    assert coder.encode({"f": "y"}) == ['"a":2,', '"b":1,', ""]
    assert coder.encode({"f": "other"}) == ['"a":0,', "", '"c":1,']


@pytest.mark.parametrize("facts", [{}, {"f": None}, {"unread": "x"}])
def test_absence_is_told_only_where_a_rule_asks_for_it(facts: dict[str, FactValue]) -> None:
    """No fact, `None`, and facts that nobody reads are the same."""
    coder = encoder(literal(Relation.ONE_OF, "x"), literal(Relation.ABSENT))
    assert coder.encode(facts) == ["", '"b":1,']
    assert coder.encode({"f": "y"}) == ['"a":0,', ""]


@pytest.mark.parametrize("value", [NAN, "text"])
def test_value_without_a_place_in_the_order_is_an_engine_error(value: FactValue) -> None:
    """What cannot be compared is named, not guessed at."""
    with pytest.raises(EngineError, match="fact f cannot be"):
        encoder(literal(Relation.LT, 5)).encode({"f": value})
