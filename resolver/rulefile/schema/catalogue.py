"""status/*.yaml: categories, providers, and the patterns that read the messages of all others."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationInfo

from resolver.model.context import TransportError
from resolver.model.spelling import bare_code
from resolver.rulefile.codes import Code, Values
from resolver.rulefile.problems import Problem, unknown
from resolver.rulefile.schema.base import Checked, Shape, names_of, refuse, reject
from resolver.rulefile.schema.cause import PeriodShape
from resolver.rulefile.schema.patterns import Fragment, Pattern
from resolver.rulefile.schema.texts import TextShape
from resolver.rulefile.schema.values import (
    CategoryId,
    CategoryRef,
    InvoiceTypeWord,
    LifecycleWord,
    Line,
    ProviderRef,
    TermName,
    fact_values,
    one_of,
)

_CERTAINTIES = ("certain", "likely", "possible")


def _grpc_status(value: str, info: ValidationInfo) -> str:
    known = [
        name.upper() for name in names_of(info).vocabulary.facts["status.grpc_status"].values or ()
    ]
    refuse([] if value in known else [unknown((), Code.UNKNOWN_WORD, value, known)], value)
    return value


def _transport_status(value: str, info: ValidationInfo) -> str:
    return value if value.isdecimal() and len(value) == 3 else _grpc_status(value, info)


def _code(value: str, _: ValidationInfo) -> str:
    bare = bare_code(value)
    if value != bare:
        told: Values = {"written": value, "code": f'"{bare}"'}
        reject(Problem((), Code.ODD_CODE, told, f'"{bare}"' if bare else ""), value)
    return value


_PLAIN = r"^[^“”‘’「」『』《》〈〉【】\uff01-\uff5e]*\S$"
_PLAIN_TOLD = "半角书写，不带中文引号 · half-width, without Chinese quotation marks"

ProviderCode = Annotated[
    Line, Checked(_code, {"pattern": _PLAIN, "patternErrorMessage": _PLAIN_TOLD})
]
"""A code as a provider sends it: nothing around it, all half-width."""


class CategoryShape(TextShape):
    """A kind of answer.

    `answered: false` means that only the transport spoke, `doubts_values` that it finds fault with
    what was entered.
    """

    answered: bool = True
    doubts_values: bool = False


class CategoriesShape(Shape):
    """status/categories.yaml."""

    categories: dict[CategoryId, CategoryShape]


class CodeShape(PeriodShape):
    """One code of a provider."""

    code: ProviderCode
    category: CategoryRef
    operation: Line | None = None
    certainty: Annotated[Line, one_of(_CERTAINTIES)] = "certain"
    meaning: TextShape
    source: Line | None = None


class PatternsShape(Shape):
    """Wordings of one category. Weight 1 is a hint, 2 a usual wording, 4 an unmistakable one."""

    category: CategoryRef
    weight: Literal[1, 2, 3, 4] = 2
    match: Annotated[list[Pattern], Field(min_length=1)]


class MarkShape(Shape):
    """A provider's raw mark of a record's state."""

    mark: Line
    state: LifecycleWord


class WindowShape(PeriodShape):
    """How many days a provider looks back."""

    days: Annotated[int, Field(ge=1, le=36_600)]


class ProviderShape(Shape):
    """status/<provider>.yaml."""

    provider: Line
    name: TextShape
    kind: Annotated[Line, fact_values("status.provider_kind")]
    date_form: Literal["", "YYYYMMDD", "YYYY-MM-DD"] = ""
    amount_form: Literal["", "two_decimals", "whole_fen"] = ""
    aliases: list[Line] = Field(default_factory=list)
    includes: list[ProviderRef] = Field(default_factory=list)
    charges_failures: bool | None = None
    same_day: bool | None = None
    windows: list[WindowShape] = Field(default_factory=list)
    type_numbers: dict[ProviderCode, InvoiceTypeWord] = Field(default_factory=dict)
    codes: list[CodeShape] = Field(default_factory=list)
    patterns: list[PatternsShape] = Field(default_factory=list)
    marks: list[MarkShape] = Field(default_factory=list)


class MarkPatternsShape(Shape):
    """Wordings of one state of a record."""

    state: LifecycleWord
    match: Annotated[list[Pattern], Field(min_length=1)]


HttpStatus = Annotated[int, Field(ge=100, le=599)]
GrpcStatus = Annotated[Line, Checked(_grpc_status, {"x-names": "grpc_statuses"})]
TransportStatus = Annotated[Line, AfterValidator(_transport_status)]
TransportWord = Annotated[Line, one_of([member.name for member in TransportError])]


class GenericShape(Shape):
    """status/generic.yaml: what reads the messages of providers nobody has catalogued."""

    terms: dict[TermName, Fragment] = Field(default_factory=dict)
    ignored: list[Pattern] = Field(default_factory=list)
    vague: list[CategoryRef] = Field(default_factory=list)
    doubtful: list[TransportStatus] = Field(default_factory=list)
    http: dict[HttpStatus, CategoryRef] = Field(default_factory=dict)
    grpc: dict[GrpcStatus, CategoryRef] = Field(default_factory=dict)
    transport: dict[TransportWord, CategoryRef] = Field(default_factory=dict)
    patterns: list[PatternsShape] = Field(default_factory=list)
    marks: list[MarkShape] = Field(default_factory=list)
    mark_patterns: list[MarkPatternsShape] = Field(default_factory=list)
