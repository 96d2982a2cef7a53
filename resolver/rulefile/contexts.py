"""Plain data (of YAML or JSON) to a `LookupContext`, with every mistake by its path.

Keys are those of the request in snake_case or, as proto3 JSON writes them, in lowerCamelCase.
Enum values have their enum's name in front or not. Moments are ISO 8601; one without a zone is
Beijing's. Durations are `"10s"`, `"0.3s"` or a number of seconds. `null` is a value nobody told.
What is odd but readable (a code of eleven digits, a date that does not exist) is no mistake: it is
the case to diagnose.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from functools import partial
from types import NoneType
from typing import Any, TypeAlias, get_args, get_type_hints

from resolver.model.beijing import midnight_of
from resolver.model.context import LookupContext
from resolver.model.texts import Text
from resolver.rulefile.codes import Code, Values
from resolver.rulefile.moments import read_duration, read_moment, to_beijing
from resolver.rulefile.problems import (
    AT_KEY,
    Path,
    Problem,
    suggest,
    type_problem,
    unknown,
    written,
)

_Read: TypeAlias = "Callable[[object, Path, list[Problem]], object]"
"""Turns a value into a field's value; one that cannot be read becomes `None` and a problem."""

_Bounds: TypeAlias = tuple[int, int]

_COUNT: _Bounds = (0, 2**31 - 1)
_INT32: _Bounds = (-(2**31), 2**31 - 1)
_SHARE: _Bounds = (0, 1)
_DIGITS = re.compile(r"-?[0-9]{1,10}")


@dataclass(frozen=True, slots=True)
class ContextReading:
    """A context and what is wrong with it. Paths are those of the data, as its author wrote them.

    A value that cannot be read is left out of the context.
    """

    context: LookupContext
    problems: tuple[Problem, ...]


def read_context(data: object) -> ContextReading:
    """Read a context."""
    problems: list[Problem] = []
    context = _CONTEXT(data, (), problems)
    assert isinstance(context, LookupContext)  # noqa: S101 — what `_CONTEXT` builds
    return ContextReading(context, tuple(problems))


class _Message:
    """Reads a mapping to a dataclass."""

    def __init__(self, kind: type[Any]) -> None:
        hints = get_type_hints(kind)
        self._kind = kind
        self._readers = {
            field.name: _reader_of(field.name, hints[field.name]) for field in fields(kind)
        }
        self._names = {_camel(name): name for name in self._readers} | {
            n: n for n in self._readers
        }

    def __call__(self, data: object, path: Path, problems: list[Problem]) -> object:
        if data is None:
            return self._kind()
        if not isinstance(data, dict):
            problems.append(type_problem(path, data, "mapping"))
            return self._kind()
        values: dict[str, object] = {}
        for key, value in data.items():
            name = self._names.get(key) if isinstance(key, str) else None
            below = (*path, key if isinstance(key, str | int) else str(key))
            if name is None and value is None and " " in written(key):
                problems.append(Problem((*below, AT_KEY), Code.TEXT_CUT, {"key": written(key)}))
            elif name is None:
                problems.append(
                    unknown((*below, AT_KEY), Code.UNKNOWN_KEY, written(key), self._readers)
                )
            elif name in values:
                problems.append(
                    Problem((*below, AT_KEY), Code.DUPLICATE_ENTRY, {"name": written(key)})
                )
            else:
                values[name] = self._readers[name](value, below, problems)
        return self._kind(**{name: value for name, value in values.items() if value is not None})

    def field_paths(self, prefix: str = "") -> Iterator[str]:
        """Yield the paths of all fields in it."""
        for name, reader in self._readers.items():
            if isinstance(reader, _Message):
                yield from reader.field_paths(f"{prefix}{name}.")
            else:
                yield f"{prefix}{name}"


def _reader_of(name: str, hint: object) -> _Read:
    kinds = [kind for kind in get_args(hint) if kind is not NoneType] or [hint]
    kind = kinds[0]
    if is_dataclass(kind):
        return _Message(kind)  # type: ignore[arg-type]  # it is a class
    if isinstance(kind, type) and issubclass(kind, Enum):
        return partial(_member, kind)
    if name in _BY_NAME:
        return _BY_NAME[name]
    return _BY_TYPE[kind]


def _text(value: object, path: Path, problems: list[Problem]) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, date):  # YAML libraries read an unquoted date as one
        return value.isoformat()
    problems.append(type_problem(path, value, "text"))
    return None


def _given_text(value: object, path: Path, problems: list[Problem]) -> str | None:
    """Read a text where `null` is none: among several, each has to be one."""
    if value is None:
        problems.append(type_problem(path, value, "text"))
    return _text(value, path, problems)


def _boolean(value: object, path: Path, problems: list[Problem]) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    problems.append(type_problem(path, value, "boolean"))
    return None


def _integer(bounds: _Bounds, value: object, path: Path, problems: list[Problem]) -> int | None:
    number = int(value) if isinstance(value, str) and _DIGITS.fullmatch(value) else value
    if isinstance(number, float) and number.is_integer():
        number = int(number)
    if number is None or (isinstance(number, int) and not isinstance(number, bool)):
        return number if _is_within(number, bounds, path, problems) else None
    problems.append(type_problem(path, value, "integer"))
    return None


def _ratio(value: object, path: Path, problems: list[Problem]) -> float | None:
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value if _is_within(value, _SHARE, path, problems) else None
    problems.append(type_problem(path, value, "number"))
    return None


def _is_within(number: float | None, bounds: _Bounds, path: Path, problems: list[Problem]) -> bool:
    lowest, highest = bounds
    if number is None or lowest <= number <= highest:  # not so for NaN
        return True
    told: Values = {
        "written": str(number),
        "bounds": Text(f"在 {lowest} 与 {highest} 之间", f"between {lowest} and {highest}"),
    }
    problems.append(Problem(path, Code.OUT_OF_BOUNDS, told))
    return False


def _moment(value: object, path: Path, problems: list[Problem]) -> datetime | None:
    if value is None:
        return None
    try:
        if isinstance(value, datetime):
            return to_beijing(value)
        if isinstance(value, date):
            return midnight_of(value)
        if isinstance(value, str):
            return read_moment(value)
    except ValueError:
        pass
    problems.append(type_problem(path, value, "moment"))
    return None


def _duration(value: object, path: Path, problems: list[Problem]) -> timedelta | None:
    if value is None:
        return None
    try:
        return read_duration(value)
    except ValueError:
        problems.append(Problem(path, Code.WRONG_DURATION, {"written": written(value)}))
        return None


def _member(kind: type[Enum], value: object, path: Path, problems: list[Problem]) -> Enum | None:
    if value is None:
        return None
    if not isinstance(value, str):
        problems.append(type_problem(path, value, "text"))
        return None
    name = value.upper().removeprefix(_upper_snake(kind.__name__) + "_")
    if name in {"", "UNSPECIFIED"}:
        return None
    if name in kind.__members__:
        return kind[name]
    told: Values = {"written": value, "suggestion": suggest(name, kind.__members__)}
    problems.append(Problem(path, Code.UNKNOWN_WORD, told))
    return None


def _texts(value: object, path: Path, problems: list[Problem]) -> tuple[str, ...] | None:
    if value is None:
        return None
    if not isinstance(value, list | tuple):
        problems.append(type_problem(path, value, "list"))
        return None
    read = [_given_text(item, (*path, place), problems) for place, item in enumerate(value)]
    return tuple(text for text in read if text is not None)


def _text_map(
    value: object, path: Path, problems: list[Problem]
) -> tuple[tuple[str, str], ...] | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        problems.append(type_problem(path, value, "mapping"))
        return None
    pairs: list[tuple[str, str]] = []
    for key, item in value.items():
        below = (*path, key if isinstance(key, str | int) else str(key))
        if item is None and " " in written(key):
            problems.append(Problem((*below, AT_KEY), Code.TEXT_CUT, {"key": written(key)}))
            continue
        name = _given_text(key, (*below, AT_KEY), problems)
        text = _given_text(item, below, problems)
        if name is not None and text is not None:
            pairs.append((name, text))
    return tuple(pairs)


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)


def _upper_snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).upper()


_BY_NAME: dict[str, _Read] = {
    "permissions": _texts,
    "attributes": _text_map,
    "http_status": partial(_integer, _INT32),  # HTTP libraries report -1 for "no answer"
}
_BY_TYPE: dict[Any, _Read] = {
    str: _text,
    bool: _boolean,
    int: partial(_integer, _COUNT),
    float: _ratio,
    datetime: _moment,
    timedelta: _duration,
}
_CONTEXT = _Message(LookupContext)

REQUEST_FIELDS = frozenset(_CONTEXT.field_paths())
"""The path of every field of a context, such as `inputs.amount`."""
