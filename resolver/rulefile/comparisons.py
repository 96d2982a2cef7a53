"""Comparisons of one fact: a value, or operators with operands, checked by its declaration."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, TypeAlias

from resolver.model.conditions import Compare, Operator
from resolver.model.facts import FactDeclaration, FactType, FactValue, Vocabulary
from resolver.model.texts import Text
from resolver.rulefile.codes import Code, Values, unit_name, word
from resolver.rulefile.fact_names import unknown_fact
from resolver.rulefile.near_misses import only_near_miss
from resolver.rulefile.problems import (
    AT_KEY,
    Path,
    Problem,
    kind_of,
    suggest,
    type_problem,
    wide_key,
    written,
)
from resolver.rulefile.scalars import Trap, read_plain

_OPERATORS = {op.value: op for op in Operator if op is not Operator.EQ}
_ORDER = frozenset({Operator.LT, Operator.LTE, Operator.GT, Operator.GTE})
_HABITS = {  # what authors bring along from other languages
    "<": "lt", "<=": "lte", "≤": "lte", ">": "gt", ">=": "gte", "≥": "gte",
    "less_than": "lt", "greater_than": "gt", "min": "gte", "max": "lte",
    "one_of": "in", "any_of": "in", "present": "exists", "exist": "exists",
}  # fmt: skip
_EQUALITY = frozenset({"eq", "equals", "equal", "is", "=", "=="})
_INEQUALITY = frozenset({"ne", "neq", "not", "not_in", "nin", "!=", "<>", "not_equals"})
_PATTERNS = frozenset(
    {"matches", "match", "regex", "contains", "like", "starts_with", "ends_with"}
)
_WITH_UNIT = re.compile(r"\s*([-+]?\d+(?:\.\d+)?)\s*(\D{1,16})")
_SMALLEST, _LARGEST = 1e-4, 2**53

MAX_CHOICES = 256
"""How many values one `in` may list."""

_Found: TypeAlias = tuple[tuple[Compare, ...], tuple[Problem, ...]]


def read_comparisons(fact: str, data: object, vocabulary: Vocabulary) -> _Found:
    """Return the comparisons under a fact's name, or what is wrong, by paths below the name."""
    declared = vocabulary.facts.get(fact)
    if declared is None:
        return (), (wide_key((), fact, data) or unknown_fact(fact, vocabulary),)
    if isinstance(data, list):
        return (), (_wrong_type(declared, data, ()),)
    if not isinstance(data, dict):
        value = _value(declared, data, ())
        if isinstance(value, Problem):
            return (), (value,)
        return (Compare(fact, Operator.EQ, value),), ()
    if not data:
        return (), (Problem((), Code.EMPTY_CONDITION, {"key": fact}),)
    return _operators(declared, data)


def _operators(fact: FactDeclaration, data: dict[Any, Any]) -> _Found:
    leaves: list[Compare] = []
    problems: list[Problem] = []
    for key, operand in data.items():
        path = (key if isinstance(key, int) else str(key),)
        operator = _OPERATORS.get(key) if isinstance(key, str) else None
        if operator is None:
            strange = _unknown_operator(path, written(key))
            problems.append(wide_key(path, key, operand) or strange)
        elif operator in _ORDER and fact.type is not FactType.NUMBER:
            problems.append(_unfit(path, fact, operator))
        else:
            values, found = _operand(fact, operator, operand, path)
            problems.extend(found)
            leaves.append(Compare(fact.name, operator, values))
    return ((), tuple(problems)) if problems else (tuple(leaves), ())


def _operand(
    fact: FactDeclaration, operator: Operator, data: object, path: Path
) -> tuple[FactValue | tuple[FactValue, ...], list[Problem]]:
    if operator is Operator.EXISTS:
        fine = isinstance(data, bool)
        return fine and bool(data), [] if fine else [type_problem(path, data, "boolean")]
    if operator is not Operator.IN:
        value = _value(fact, data, path)
        return (False, [value]) if isinstance(value, Problem) else (value, [])
    if not isinstance(data, list):
        return (), [type_problem(path, data, "list")]
    if not data:
        return (), [Problem(path, Code.EMPTY_CONDITION, {"key": "in"})]
    if len(data) > MAX_CHOICES:
        sizes = {"size": str(len(data)), "limit": str(MAX_CHOICES)}
        return (), [Problem(path, Code.CONDITION_TOO_LARGE, sizes)]
    return _choices(fact, data, path)


def _choices(
    fact: FactDeclaration, data: list[Any], path: Path
) -> tuple[tuple[FactValue, ...], list[Problem]]:
    values: list[FactValue] = []
    problems: list[Problem] = []
    for place, item in enumerate(data):
        value = _value(fact, item, (*path, place))
        if isinstance(value, Problem):
            problems.append(value)
        elif value in values:
            problems.append(Problem((*path, place), Code.DUPLICATE_ENTRY, {"name": written(item)}))
        else:
            values.append(value)
    return tuple(values), problems


def _value(fact: FactDeclaration, data: object, path: Path) -> FactValue | Problem:
    match fact.type:
        case FactType.BOOLEAN:
            return data if isinstance(data, bool) else _wrong_type(fact, data, path)
        case FactType.NUMBER:
            return _number(fact, data, path)
        case FactType.ENUM:
            return _choice(fact, data, path)


def _number(fact: FactDeclaration, data: object, path: Path) -> FactValue | Problem:
    if isinstance(data, bool) or not isinstance(data, int | float):
        return _wrong_type(fact, data, path)
    if abs(data) > _LARGEST or 0 < abs(data) < _SMALLEST:
        bounds = Text(
            f"为 0，或绝对值在 {_SMALLEST} 与 2⁵³ 之间",
            f"0, or between {_SMALLEST} and 2⁵³ in size",
        )
        return Problem(path, Code.OUT_OF_BOUNDS, {"written": str(data), "bounds": bounds})
    return data


def _choice(fact: FactDeclaration, data: object, path: Path) -> FactValue | Problem:
    if not isinstance(data, str):
        return _wrong_type(fact, data, path)
    values = fact.values
    if not values or data in values:
        return data
    if data.lower() in values:
        return data.lower()
    suggestion = suggest(data, values)
    told: Values = {"fact": fact.name, "written": data, "suggestion": suggestion}
    return Problem(path, Code.UNKNOWN_FACT_VALUE, told, only_near_miss(data, values))


def _wrong_type(fact: FactDeclaration, data: object, path: Path) -> Problem:
    if fact.type is FactType.NUMBER and isinstance(data, str | Trap):
        unit = _WITH_UNIT.fullmatch(written(data))
        if unit:
            told = {
                "fact": fact.name,
                "written": written(data),
                "number": unit[1],
                "unit": unit_name(fact.unit),
            }
            certain = unit[1] if unit[2].strip() in _units(fact) else ""
            return Problem(path, Code.UNIT_IN_VALUE, told, certain)
    expected = "text" if fact.type is FactType.ENUM else fact.type.value
    told_by_type = data is None or isinstance(data, Trap)
    if told_by_type or (expected == "text" and isinstance(data, bool | int | float)):
        return replace(type_problem((fact.name,), data, expected), path=path)
    return Problem(
        path,
        Code.WRONG_FACT_TYPE,
        {
            "fact": fact.name,
            "expected": word(fact.type.value),
            "got": kind_of(data),
            "instead": _instead(fact, data),
        },
        _as_number(data) if fact.type is FactType.NUMBER else "",
    )


def _units(fact: FactDeclaration) -> set[str]:
    """Return what the unit of a fact is called without doubt; `m` may be a minute or a month."""
    name = unit_name(fact.unit)
    short = {"hours": "h", "days": "d", "seconds": "s", "milliseconds": "ms", "percent": "%"}
    return {name.zh, name.en, name.en.removesuffix("s"), short.get(fact.unit, name.en)}


def _as_number(data: object) -> str:
    """Return a number that was put in quotes without them."""
    is_number = isinstance(data, str) and isinstance(read_plain(data or " "), int | float)
    return data if is_number and isinstance(data, str) else ""


def _instead(fact: FactDeclaration, data: object) -> Text:
    if isinstance(data, list):
        return word("one_value")
    if fact.type is FactType.ENUM:
        return suggest("", fact.values or ())
    return word("boolean_form" if fact.type is FactType.BOOLEAN else "number_form")


def _unknown_operator(path: Path, key: str) -> Problem:
    if key in _EQUALITY:
        suggestion = word("plain_equality")
    elif key in _INEQUALITY:
        suggestion = word("use_not")
    elif key in _PATTERNS:
        suggestion = word("no_patterns")
    else:
        suggestion = suggest(_HABITS.get(key, key), _OPERATORS)
    told: Values = {"operator": key, "suggestion": suggestion}
    certain = _HABITS.get(key, "") or only_near_miss(key, _OPERATORS)
    return Problem((*path, AT_KEY), Code.UNKNOWN_OPERATOR, told, certain)


def _unfit(path: Path, fact: FactDeclaration, operator: Operator) -> Problem:
    told: Values = {
        "operator": operator.value,
        "fact": fact.name,
        "type": word(fact.type.value),
        "operators": word("equality_operators"),
    }
    return Problem((*path, AT_KEY), Code.UNFIT_OPERATOR, told)
