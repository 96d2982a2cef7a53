"""Lines of JSON to checked values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from pydantic import BaseModel, ValidationError

_Model = TypeVar("_Model", bound=BaseModel)


class BadLineError(ValueError):
    """A line is not what it should be. The message names fields and reasons, quoting no value."""


def read_models(model: type[_Model], lines: Iterable[str]) -> Iterator[_Model]:
    """Yield what every line that is not empty holds.

    Raises:
        BadLineError: A line does not hold such a value.
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _read(model, line, number)


def _read(model: type[_Model], line: str, number: int) -> _Model:
    try:
        return model.model_validate_json(line)
    except ValidationError as error:
        told = [
            f"{'.'.join(map(str, item['loc']))} {item['msg']}".strip() for item in error.errors()
        ]
        raise BadLineError(f"line {number}: {'; '.join(told)}") from error
