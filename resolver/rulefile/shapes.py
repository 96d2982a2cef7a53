"""Plain data against the shape of its kind of file; pydantic's errors become problems."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Annotated, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from resolver.model.texts import LANGUAGES, Text
from resolver.rulefile.codes import Code
from resolver.rulefile.names import Names
from resolver.rulefile.problems import (
    AT_KEY,
    Path,
    Problem,
    type_problem,
    unknown,
    wide_key,
    written,
)
from resolver.rulefile.schema.base import Shape, told_problem
from resolver.rulefile.schema.texts import StepsShape, TextShape

_ShapeT = TypeVar("_ShapeT", bound=Shape)

_TYPES: Mapping[str, str] = {
    "string_type": "text",
    "bool_type": "boolean",
    "int_type": "integer",
    "float_type": "number",
    "list_type": "list",
    "dict_type": "mapping",
    "model_type": "mapping",
    "model_attributes_type": "mapping",
}
_BOUNDS: Mapping[str, tuple[str, str, str]] = {
    "greater_than": ("gt", "大于 {}", "greater than {}"),
    "greater_than_equal": ("ge", "不小于 {}", "{} or more"),
    "less_than": ("lt", "小于 {}", "less than {}"),
    "less_than_equal": ("le", "不大于 {}", "{} or less"),
    "literal_error": ("expected", "为 {} 之一", "one of {}"),
}


def validate(
    shape: type[_ShapeT], data: object, names: Names
) -> tuple[_ShapeT | None, list[Problem]]:
    """Return the file as its shape, and every mistake in it; with a mistake there is no shape."""
    try:
        return shape.model_validate(data, context=names), []
    except ValidationError as error:
        return None, [_problem(shape, details) for details in error.errors(include_url=False)]


def keys_at(shape: type[Shape], path: Path) -> tuple[str, ...]:
    """Return the keys that the mapping around the end of a path may have, in their usual order."""
    keys = (
        field.alias or name
        for owner in _owners(shape, path)
        for name, field in owner.model_fields.items()
    )
    return tuple(dict.fromkeys(keys))


def _problem(shape: type[Shape], error: ErrorDetails) -> Problem:
    path, kind = error["loc"], error["type"]
    told = told_problem(kind, path, error.get("ctx", {}))
    if told is not None and not (told.code is Code.WRONG_SHAPE and error["input"] is None):
        return told
    match kind:
        case "extra_forbidden":
            return _unknown_key(shape, path, error["input"])
        case "missing":
            return _missing_key(shape, path)
        case "too_short":
            return Problem(path, Code.EMPTY_LIST, {"key": _key(path)})
        case _ if kind in _BOUNDS:
            return _out_of_bounds(path, error)
    place = (*path, AT_KEY) if kind == "invalid_key" else path
    return type_problem(place, error["input"], _TYPES.get(kind, "text"))


def _missing_key(shape: type[Shape], path: Path) -> Problem:
    is_text = any(issubclass(owner, TextShape | StepsShape) for owner in _owners(shape, path))
    code = Code.MISSING_LANGUAGE if is_text and path[-1] in LANGUAGES else Code.MISSING_KEY
    return Problem(path, code, {"key": str(path[-1])})


def _out_of_bounds(path: Path, error: ErrorDetails) -> Problem:
    name, zh, en = _BOUNDS[error["type"]]
    value = error["input"]
    if error["type"] == "literal_error" and (value is None or not isinstance(value, int | float)):
        return type_problem(path, value, "number")
    limit = error.get("ctx", {}).get(name, "")
    bound = f"{limit:g}" if isinstance(limit, float) else str(limit).replace(" or ", ", ")
    bounds = Text(zh.format(bound), en.format(bound))
    return Problem(path, Code.OUT_OF_BOUNDS, {"written": written(value), "bounds": bounds})


def _unknown_key(shape: type[Shape], path: Path, value: object) -> Problem:
    owners = tuple(_owners(shape, path))
    key = str(path[-1])
    wide = wide_key(path, key, value)
    if wide is not None:
        return wide
    in_text = any(issubclass(owner, TextShape) for owner in owners)
    if value is None and (in_text or " " in key):
        return Problem((*path, AT_KEY), Code.TEXT_CUT, {"key": key})
    return unknown((*path, AT_KEY), Code.UNKNOWN_KEY, key, keys_at(shape, path))


def _owners(shape: type[Shape], path: Path) -> Iterator[type[BaseModel]]:
    """Yield the models that the mapping around the end of a path may be."""
    kinds: list[object] = [shape]
    for part in path[:-1]:
        kinds = [inner for kind in kinds for inner in _inside(kind, part)]
    for kind in kinds:
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield kind


def _inside(kind: object, part: str | int) -> Iterator[object]:
    """Yield the types that a part of a path leads to within a type."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, field in kind.model_fields.items():
            if part == (field.alias or name):
                yield from _bare(field.annotation)
    elif get_origin(kind) is list:
        yield from _bare(get_args(kind)[0])
    elif get_origin(kind) is dict:
        yield from _bare(get_args(kind)[1])


def _bare(kind: object) -> Iterator[object]:
    if get_origin(kind) is Annotated:
        yield from _bare(get_args(kind)[0])
    elif get_origin(kind) in {Union, UnionType}:
        for part in get_args(kind):
            yield from _bare(part)
    else:
        yield kind


def _key(path: Path) -> str:
    return next((part for part in reversed(path) if isinstance(part, str)), "")
