"""Plain data to conditions."""

from __future__ import annotations

import pytest

from resolver.model.conditions import All, AnyOf, Compare, Named, Not, Operator
from resolver.model.facts import load_vocabulary
from resolver.rulefile.codes import Code
from resolver.rulefile.conditions import MAX_LEVELS, ConditionReading, read_condition
from resolver.rulefile.names import Definition, Names
from resolver.rulefile.problems import AT_KEY
from resolver.rulefile.scalars import Trap

NIGHT = Compare("calendar.night", Operator.EQ, True)
NAMES = Names(load_vocabulary(), {"at-night": Definition(NIGHT), "broken": Definition(None)})


def read(data: object) -> ConditionReading:
    """Read a condition with two definitions at hand."""
    return read_condition(data, NAMES)


def told(data: object) -> list[tuple[tuple[str | int, ...], Code]]:
    """Return path and code of every problem of a condition."""
    return [(problem.path, problem.code) for problem in read(data).problems]


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [
        ("是否月末", "是不是想写 `calendar.month_end`（月末最后三天）？"),
        ("发票状态", "是不是想写 `invoice.state`（发票状态）？"),
        ("甲乙丙", "全部事实见手册的“事实”页"),
        ("foo.bar", "全部事实见手册的“事实”页"),
        ("calendar.nite", "是不是想写 `calendar.night`？"),
    ],
)
def test_a_fact_may_be_called_by_what_it_means(name: str, suggestion: str) -> None:
    """What is near in meaning is offered, else it is said where all facts are listed."""
    (problem,) = read({name: True}).problems

    told = problem.values["suggestion"]
    assert not isinstance(told, str)
    assert told.zh.startswith(suggestion)


def test_a_value_means_equality() -> None:
    """`fact: value` is the shortest comparison."""
    assert read({"calendar.night": True}).condition == NIGHT


def test_several_keys_and_several_operators_mean_all_of_them() -> None:
    """A mapping is a conjunction, at either level."""
    condition = read({"calendar.night": True, "timing.attempts": {"gte": 2, "lt": 5}}).condition

    attempts = All(
        (
            Compare("timing.attempts", Operator.GTE, 2),
            Compare("timing.attempts", Operator.LT, 5),
        )
    )
    assert condition == All((NIGHT, attempts))


def test_all_any_not_and_is_nest() -> None:
    """Every combinator is read where it stands."""
    data = {"any": [{"not": {"is": "at-night"}}, {"timing.attempts": {"exists": False}}]}

    condition = read(data).condition

    assert condition == AnyOf(
        (Not(Named("at-night", NIGHT)), Compare("timing.attempts", Operator.EXISTS, False))
    )


def test_enumerated_values_may_be_in_capitals() -> None:
    """The request's own spelling of a value is understood."""
    condition = read({"requester.role": {"in": ["TAX_CLERK", "auditor"]}}).condition

    assert condition == Compare("requester.role", Operator.IN, ("tax_clerk", "auditor"))


def test_any_value_goes_where_a_table_is_not_known() -> None:
    """With categories.yaml broken, no category is refused."""
    assert read({"status.category": "whatever"}).condition is not None


def test_a_broken_definition_is_told_elsewhere() -> None:
    """A rule that uses it is left without a condition and without a complaint."""
    reading = read({"all": [{"is": "broken"}, {"calendar.night": True}]})

    assert reading.condition is None
    assert reading.problems == ()


def test_no_definition_is_refused_where_their_file_cannot_be_read() -> None:
    """One broken file does not make all others wrong."""
    reading = read_condition({"is": "anything"}, Names(load_vocabulary(), definitions=None))

    assert reading.problems == ()


def test_every_mistake_of_a_condition_is_told() -> None:
    """The first mistake does not hide the second."""
    data = {
        "all": [
            {"calendar.nigth": True},
            {"timing.attempts": {"gte": "3", "above": 1}},
            {"requester.role": {"in": ["tax_clerk", "boss", "tax_clerk"]}},
            {"is": "at-nite"},
        ]
    }

    assert told(data) == [
        (("all", 0, "calendar.nigth", AT_KEY), Code.UNKNOWN_FACT),
        (("all", 1, "timing.attempts", "gte"), Code.WRONG_FACT_TYPE),
        (("all", 1, "timing.attempts", "above", AT_KEY), Code.UNKNOWN_OPERATOR),
        (("all", 2, "requester.role", "in", 1), Code.UNKNOWN_FACT_VALUE),
        (("all", 2, "requester.role", "in", 2), Code.DUPLICATE_ENTRY),
        (("all", 3, "is"), Code.UNKNOWN_DEFINITION),
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("calendar.night", Code.CONDITION_SHAPE),
        (None, Code.CONDITION_SHAPE),
        ([{"calendar.night": True}], Code.CONDITION_SHAPE),
        ({}, Code.EMPTY_CONDITION),
        ({"any": []}, Code.EMPTY_CONDITION),
        ({"all": {"calendar.night": True}}, Code.WRONG_SHAPE),
        ({"not": None}, Code.CONDITION_SHAPE),
        ({"is": 5}, Code.UNQUOTED),
        ({"is": None}, Code.NO_VALUE),
        ({5: True}, Code.UNQUOTED),
        ({"calendar.night": {}}, Code.EMPTY_CONDITION),
        ({"calendar.night": Trap("yes", "true", is_word=True)}, Code.YES_NO),
        ({"calendar.night": None}, Code.NO_VALUE),
        ({"calendar.night": "true"}, Code.WRONG_FACT_TYPE),
        ({"calendar.night": {"lt": 3}}, Code.UNFIT_OPERATOR),
        ({"calendar.night": {True: 3}}, Code.UNKNOWN_OPERATOR),
        ({"timing.attempts": True}, Code.WRONG_FACT_TYPE),
        ({"timing.attempts": Trap("010", "8")}, Code.ODD_NUMBER),
        ({"timing.attempts": {"gte": "5 times"}}, Code.UNIT_IN_VALUE),
        ({"timing.attempts": 2**60}, Code.OUT_OF_BOUNDS),
        ({"timing.attempts": {"in": 5}}, Code.WRONG_SHAPE),
        ({"timing.attempts": {"in": []}}, Code.EMPTY_CONDITION),
        ({"timing.attempts": {"exists": "no"}}, Code.WRONG_SHAPE),
        ({"timing.attempts": {"equals": 5}}, Code.UNKNOWN_OPERATOR),
        ({"timing.attempts": {"!=": 5}}, Code.UNKNOWN_OPERATOR),
        ({"place.invoice_province": 11}, Code.UNQUOTED),
        ({"requester.role": ["auditor"]}, Code.WRONG_FACT_TYPE),
        ({"requester.role": {"matches": "a.*"}}, Code.UNKNOWN_OPERATOR),
    ],
)
def test_a_wrong_condition_has_one_problem(data: object, code: Code) -> None:
    """Each kind of mistake has a code of its own."""
    reading = read(data)

    assert [problem.code for problem in reading.problems] == [code]
    assert reading.condition is None


def test_a_dead_branch_is_told_where_it_stands() -> None:
    """An alternative that can never be true is not hidden by one that can."""
    dead = {"timing.attempts": {"lt": 1, "gt": 5}}

    assert told({"any": [{"calendar.night": True}, dead]}) == [(("any", 1), Code.NEVER_TRUE)]


def test_an_idle_part_is_told_where_it_stands() -> None:
    """A part of an `all` that can never be false tells nothing."""
    idle = {"calendar.night": {"in": [True, False]}}

    assert told({"all": [idle, {"timing.attempts": 1}]}) == [(("all", 0), Code.NEVER_FALSE)]


def test_definitions_cannot_multiply_a_condition_without_bound() -> None:
    """What a condition costs is counted with its definitions written out."""
    names = Names(load_vocabulary(), {"large": Definition(NIGHT, size=200)})

    reading = read_condition({"any": [{"is": "large"}, {"is": "large"}]}, names)

    assert [problem.code for problem in reading.problems] == [Code.CONDITION_TOO_LARGE]


def test_definitions_cannot_nest_without_bound() -> None:
    """A chain of definitions ends before it could exhaust the stack."""
    names = Names(load_vocabulary(), {"deep": Definition(NIGHT, depth=MAX_LEVELS)})

    reading = read_condition({"not": {"is": "deep"}}, names)

    assert [problem.code for problem in reading.problems] == [Code.TOO_DEEP]
