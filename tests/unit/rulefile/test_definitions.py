"""Definitions that refer to each other."""

from __future__ import annotations

from resolver.model.conditions import Compare, Named, Not, Operator
from resolver.model.facts import load_vocabulary
from resolver.rulefile.codes import Code
from resolver.rulefile.definitions import read_definitions
from resolver.rulefile.names import Names

NAMES = Names(load_vocabulary())
NIGHT = Compare("calendar.night", Operator.EQ, True)


def test_a_definition_may_stand_before_those_it_uses() -> None:
    """The order of writing does not matter."""
    data = {"by-day": {"not": {"is": "at-night"}}, "at-night": {"calendar.night": True}}

    definitions, problems = read_definitions(data, NAMES)

    assert problems == ()
    assert definitions["by-day"].condition == Not(Named("at-night", NIGHT))


def test_a_cycle_is_told_once_and_at_one_of_its_references() -> None:
    """Who merely uses a definition of a cycle, or is used by one, is not to blame."""
    data = {
        "used": {"calendar.night": True},
        "user": {"is": "a"},
        "a": {"all": [{"is": "used"}, {"is": "b"}]},
        "b": {"not": {"is": "a"}},
        "own": {"is": "own"},
    }

    definitions, problems = read_definitions(data, NAMES)

    assert [(problem.path, problem.code) for problem in problems] == [
        (("own", "is"), Code.DEFINITION_CYCLE),
        (("a", "all", 1, "is"), Code.DEFINITION_CYCLE),
    ]
    assert definitions["user"].condition is None
    assert definitions["used"].condition == NIGHT
    assert dict(problems[1].values)["chain"] == "a → b → a"


def test_large_knots_of_definitions_are_found_in_time() -> None:
    """A cycle of thousands, and hundreds that all use each other, take no longer than to read."""
    long = {f"d{n}": {"is": f"d{(n + 1) % 5000}"} for n in range(5000)}
    dense = {f"e{n}": {"all": [{"is": f"e{m}"} for m in range(200)]} for n in range(200)}

    _, problems = read_definitions({**long, **dense}, NAMES)

    assert sorted(len(str(problem.values["chain"]).split(" → ")) for problem in problems) == [
        2,
        5001,
    ]


def test_a_mistake_is_told_once_at_its_definition() -> None:
    """The definitions above a wrong one are absent without another word."""
    data = {"wrong": {"calendar.nite": True}, "above": {"is": "wrong"}}

    definitions, problems = read_definitions(data, NAMES)

    assert [problem.code for problem in problems] == [Code.UNKNOWN_FACT]
    assert definitions["above"].condition is None


def test_doubling_definitions_are_refused_before_they_grow() -> None:
    """Thirty definitions, each using the one before twice, stay cheap."""
    data: dict[str, object] = {"d0": {"calendar.night": True}}
    for n in range(1, 30):
        data[f"d{n}"] = {"any": [{"is": f"d{n - 1}"}, {"not": {"is": f"d{n - 1}"}}]}

    _, problems = read_definitions(data, NAMES)

    assert {problem.code for problem in problems} <= {Code.CONDITION_TOO_LARGE, Code.NEVER_FALSE}


def test_a_long_chain_of_definitions_is_refused() -> None:
    """A chain of thousands neither exhausts the stack nor passes."""
    data: dict[str, object] = {"d0": {"calendar.night": True}}
    data |= {f"d{n}": {"is": f"d{n - 1}"} for n in range(1, 5000)}

    _, problems = read_definitions(data, NAMES)

    assert [problem.code for problem in problems] == [Code.TOO_DEEP]
