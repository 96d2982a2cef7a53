"""What all shapes share: strictness, and how a validator tells problems."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn

from pydantic import (
    BaseModel,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidationError,
    ValidationInfo,
)
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError, core_schema

from resolver.rulefile.codes import Code
from resolver.rulefile.names import Names
from resolver.rulefile.problems import Problem


class Shape(BaseModel):
    """A mapping with known keys only; no value is converted silently."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


@dataclass(frozen=True, slots=True)
class Checked:
    """A check of a text, and what its JSON Schema says of it beside `type: string`.

    A schema that names a list (`x-names`) or the values of a fact (`x-values-of`) is filled in
    from a rulebook by `resolver.rulefile.editor`.
    """

    check: Callable[[str, ValidationInfo], str]
    json: Mapping[str, object] = field(default_factory=dict, hash=False)

    def __get_pydantic_core_schema__(
        self,
        source: Any,  # noqa: ANN401 - pydantic's own
        handler: GetCoreSchemaHandler,
    ) -> CoreSchema:
        """Run the check after those of the type itself."""
        return core_schema.with_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Tell what the check allows."""
        return {**handler(schema), **self.json}


def names_of(info: ValidationInfo) -> Names:
    """Return the names that a validation was started with."""
    assert isinstance(info.context, Names)  # noqa: S101 — every validation of ours gives them
    return info.context


def refuse(problems: Sequence[Problem], data: object) -> None:
    """Raise the problems of one value, if there are any, as the library wants them told."""
    if problems:
        raise ValidationError.from_exception_data(
            "value", [_details(problem, data) for problem in problems]
        )


def reject(problem: Problem, data: object) -> NoReturn:
    """Raise the one problem of a value."""
    raise ValidationError.from_exception_data("value", [_details(problem, data)])


def told_problem(
    error_type: str, location: tuple[str | int, ...], context: dict[str, object]
) -> Problem | None:
    """Return the problem that `refuse` told; `None` for an error of the library's own."""
    problem = context.get("problem")
    if error_type in _CODES and isinstance(problem, Problem):
        return problem.moved(*location)
    return None


_CODES = frozenset(code.value for code in Code)


def _details(problem: Problem, data: object) -> InitErrorDetails:
    error = PydanticCustomError(problem.code.value, "see the code", {"problem": problem})
    return InitErrorDetails(type=error, loc=problem.path, input=data)
