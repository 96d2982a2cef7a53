"""The types of single values: texts, names, words, dates, conditions."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, datetime
from enum import Enum
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, ValidationInfo, WithJsonSchema

from resolver.model.context import AmountKind, InvoiceLifecycle, InvoiceType, Role
from resolver.model.facts import FactType
from resolver.model.rulebook import AGAINST, Actor, RemedyAction, RuleStatus, TimeNeeded
from resolver.rulefile.codes import Code, Values, word
from resolver.rulefile.conditions import read_condition
from resolver.rulefile.moments import read_moment
from resolver.rulefile.near_misses import only_near_miss
from resolver.rulefile.problems import Problem, suggest, type_problem, unknown
from resolver.rulefile.schema.base import Checked, names_of, refuse, reject

MOMENT_PATTERN = r"^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}.*)?$"
"""What every moment looks like at least, for JSON Schema."""

_Member = TypeVar("_Member", bound=Enum)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _line(value: object) -> str:
    if not isinstance(value, str):
        reject(type_problem((), value, "text"), value)
    text = value.strip()
    if not text:
        reject(Problem((), Code.EMPTY_TEXT), value)
    return text


Line = Annotated[str, BeforeValidator(_line), WithJsonSchema({"type": "string", "pattern": r"\S"})]
"""A text that is not empty; blanks around it do not count."""


def _pattern(pattern: str, example: str) -> dict[str, Any]:
    """Return the schema of texts of a pattern; an example tells an author what is due."""
    told = f"形如 {example} · such as {example}"
    return {"type": "string", "pattern": pattern, "patternErrorMessage": told}


def _name(pattern: str, what: str, example: str) -> Checked:
    shape = re.compile(pattern)

    def check(value: str, _: ValidationInfo) -> str:
        if not shape.fullmatch(value):
            told: Values = {"written": value, "what": word(what), "example": example}
            reject(Problem((), Code.BAD_NAME, told), value)
        return value

    return Checked(check, _pattern(f"^(?:{pattern})$", example))


_KEBAB = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_SNAKE = r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*"

CauseId = Annotated[
    Line, _name(rf"{_SNAKE}\.{_SNAKE}|unknown", "cause_id", "timing.data_sync_delay")
]
RuleName = Annotated[Line, _name(_KEBAB, "rule_name", "issued-today")]
RemedyId = Annotated[Line, _name(_KEBAB, "remedy_id", "wait-for-sync")]
ContactId = Annotated[Line, _name(_KEBAB, "contact_id", "hotline-12366")]
DefinitionName = Annotated[Line, _name(_KEBAB, "definition_name", "nothing-found")]
CategoryId = Annotated[Line, _name(_SNAKE, "category_id", "not_found")]
FindingCode = Annotated[Line, _name(_SNAKE, "finding_code", "amount_not_a_number")]
AttributeName = Annotated[Line, _name(_SNAKE, "attribute_name", "cost_centre_frozen")]
TermName = Annotated[Line, _name(r"[a-z_]+", "word", "tax_side")]
ScaleWord = Annotated[Line, _name(_SNAKE, "word", "strong")]


def _known(names: str, code: Code) -> Checked:
    """Return a check for texts that a list of `Names` holds."""

    def check(value: str, info: ValidationInfo) -> str:
        listed: Collection[str] | None = getattr(names_of(info), names)
        if listed is not None and value not in listed:
            reject(unknown((), code, value, listed), value)
        return value

    return Checked(check, {"x-names": names})


RemedyRef = Annotated[Line, _known("remedies", Code.UNKNOWN_REMEDY)]
ContactRef = Annotated[Line, _known("contacts", Code.UNKNOWN_CONTACT)]
CategoryRef = Annotated[Line, _known("categories", Code.UNKNOWN_CATEGORY)]
FindingRef = Annotated[Line, _known("findings", Code.UNKNOWN_FINDING)]
PriorRef = Annotated[Line, _known("priors", Code.UNKNOWN_PRIOR)]
CauseRef = Annotated[Line, _known("causes", Code.UNKNOWN_CAUSE)]
RuleRef = Annotated[Line, _known("rules", Code.UNKNOWN_RULE)]
ProviderRef = Annotated[Line, _known("providers", Code.UNKNOWN_PROVIDER)]
InstantRef = Annotated[Line, _known("instants", Code.UNKNOWN_INSTANT)]


def _strength(value: str, info: ValidationInfo) -> str:
    strengths = names_of(info).strengths
    name, *rest = value.split()
    if strengths is not None and (name not in strengths or rest not in ([], [AGAINST])):
        known = name in strengths
        close = [name] if known else strengths
        reject(unknown((), Code.UNKNOWN_STRENGTH, value, close), value)
    return " ".join((name, *rest))


Weight = Annotated[Line, Checked(_strength, {"x-names": "weights"})]
"""A strength, with `against` after it for evidence against."""


def one_of(allowed: Collection[str], code: Code = Code.UNKNOWN_WORD) -> Checked:
    """Return a check for texts of a fixed list."""

    def check(value: str, _: ValidationInfo) -> str:
        if value not in allowed:
            reject(unknown((), code, value, allowed), value)
        return value

    return Checked(check, {"enum": list(allowed)})


def fact_values(fact: str) -> Checked:
    """Return a check for texts that are values of an enumerated fact."""

    def check(value: str, info: ValidationInfo) -> str:
        allowed = names_of(info).vocabulary.facts[fact].values or {}
        if value not in allowed:
            reject(unknown((), Code.UNKNOWN_WORD, value, allowed), value)
        return value

    return Checked(check, {"x-values-of": fact})


def member_of(kind: type[_Member], *, by_value: bool = False) -> BeforeValidator:
    """Return a validator that turns a word, in letters of either case, into an enum's member."""
    listed = {str(member.value if by_value else member.name): member for member in kind}
    members = {name.lower(): member for name, member in listed.items()}

    def check(value: object) -> _Member:
        if not isinstance(value, str):
            reject(type_problem((), value, "text"), value)
        member = members.get(value.lower())
        if member is None:
            close = suggest(value.upper() if not by_value else value, listed)
            told: Values = {"written": value, "suggestion": close}
            certain = only_near_miss(value, listed)
            reject(Problem((), Code.UNKNOWN_WORD, told, certain), value)
        return member

    return BeforeValidator(check)


def _words(kind: type[Enum]) -> WithJsonSchema:
    names = [member.name for member in kind]
    return WithJsonSchema({"type": "string", "enum": names, "title": kind.__name__})


ActorWord = Annotated[Actor, member_of(Actor)]
ActionWord = Annotated[RemedyAction, member_of(RemedyAction)]
TimeWord = Annotated[TimeNeeded, member_of(TimeNeeded, by_value=True)]
StatusWord = Annotated[RuleStatus, member_of(RuleStatus, by_value=True)]
FactTypeWord = Annotated[FactType, member_of(FactType, by_value=True)]
InvoiceTypeWord = Annotated[InvoiceType, member_of(InvoiceType), _words(InvoiceType)]
AmountKindWord = Annotated[AmountKind, member_of(AmountKind), _words(AmountKind)]
LifecycleWord = Annotated[InvoiceLifecycle, member_of(InvoiceLifecycle), _words(InvoiceLifecycle)]
RoleWord = Annotated[Role, member_of(Role), _words(Role)]


def _day(value: object) -> date:
    day = _read_day(value)
    if day is None:
        reject(type_problem((), value, "date"), value)
    return day


def _read_day(value: object) -> date | None:
    try:
        fits = isinstance(value, str) and _DAY.fullmatch(value)
        return date.fromisoformat(str(value)) if fits else None
    except ValueError:
        return None


def _moment(value: object) -> datetime:
    moment = _read_recent_moment(value)
    if moment is None:
        reject(type_problem((), value, "moment"), value)
    return moment


def _read_recent_moment(value: object) -> datetime | None:
    """Return a moment of the years in which a lookup can be judged."""
    try:
        moment = read_moment(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return moment if moment is not None and 1900 < moment.year < 2200 else None


Day = Annotated[
    date,
    BeforeValidator(_day),
    WithJsonSchema(_pattern(r"^\d{4}-\d{2}-\d{2}$", "2026-03-05")),
]
Moment = Annotated[
    datetime,
    BeforeValidator(_moment),
    WithJsonSchema(_pattern(MOMENT_PATTERN, "2026-03-05T10:00:00+08:00")),
]


def _condition(value: object, info: ValidationInfo) -> object:
    reading = read_condition(value, names_of(info))
    refuse(reading.problems, value)
    return reading.condition


ConditionField = Annotated[
    Any, BeforeValidator(_condition), WithJsonSchema({"type": "object", "title": "condition"})
]
"""A condition; `None` where a definition within it is wrong, which is told at the definition."""
