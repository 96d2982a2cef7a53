"""The types of single values: texts, names, words, dates, conditions."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import date, datetime
from enum import Enum
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BeforeValidator, ValidationInfo, WithJsonSchema

from resolver.model.context import AmountKind, InvoiceLifecycle, InvoiceType, Role
from resolver.model.facts import FactType
from resolver.model.rulebook import AGAINST, Actor, RemedyAction, RuleStatus, TimeNeeded
from resolver.rulefile.codes import Code, Values, word
from resolver.rulefile.conditions import read_condition
from resolver.rulefile.moments import read_moment
from resolver.rulefile.names import Names
from resolver.rulefile.problems import Problem, suggest, type_problem, unknown
from resolver.rulefile.schema.base import names_of, refuse, reject

_Member = TypeVar("_Member", bound=Enum)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _line(value: object) -> str:
    if not isinstance(value, str):
        reject(type_problem((), value, "text"), value)
    text = value.strip()
    if not text:
        reject(Problem((), Code.EMPTY_TEXT), value)
    return text


Line = Annotated[str, BeforeValidator(_line)]
"""A text that is not empty; blanks around it do not count."""


def _name(pattern: str, what: str, example: str) -> AfterValidator:
    shape = re.compile(pattern)

    def check(value: str) -> str:
        if not shape.fullmatch(value):
            told: Values = {"written": value, "what": word(what), "example": example}
            reject(Problem((), Code.BAD_NAME, told), value)
        return value

    return AfterValidator(check)


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


def _known(names: Callable[[Names], Collection[str] | None], code: Code) -> AfterValidator:
    def check(value: str, info: ValidationInfo) -> str:
        listed = names(names_of(info))
        if listed is not None and value not in listed:
            reject(unknown((), code, value, listed), value)
        return value

    return AfterValidator(check)


RemedyRef = Annotated[Line, _known(lambda n: n.remedies, Code.UNKNOWN_REMEDY)]
ContactRef = Annotated[Line, _known(lambda n: n.contacts, Code.UNKNOWN_CONTACT)]
CategoryRef = Annotated[Line, _known(lambda n: n.categories, Code.UNKNOWN_CATEGORY)]
FindingRef = Annotated[Line, _known(lambda n: n.findings, Code.UNKNOWN_FINDING)]
PriorRef = Annotated[Line, _known(lambda n: n.priors, Code.UNKNOWN_PRIOR)]
CauseRef = Annotated[Line, _known(lambda n: n.causes, Code.UNKNOWN_CAUSE)]
RuleRef = Annotated[Line, _known(lambda n: n.rules, Code.UNKNOWN_RULE)]
ProviderRef = Annotated[Line, _known(lambda n: n.providers, Code.UNKNOWN_PROVIDER)]
InstantRef = Annotated[Line, _known(lambda n: n.vocabulary.instants, Code.UNKNOWN_INSTANT)]


def _strength(value: str, info: ValidationInfo) -> str:
    strengths = names_of(info).strengths
    name, *rest = value.split()
    if strengths is not None and (name not in strengths or rest not in ([], [AGAINST])):
        known = name in strengths
        close = [name] if known else strengths
        reject(unknown((), Code.UNKNOWN_STRENGTH, value, close), value)
    return " ".join((name, *rest))


Weight = Annotated[Line, AfterValidator(_strength)]
"""A strength, with `against` after it for evidence against."""


def one_of(allowed: Collection[str]) -> AfterValidator:
    """Return a validator for texts of a fixed list."""

    def check(value: str) -> str:
        if value not in allowed:
            reject(unknown((), Code.UNKNOWN_WORD, value, allowed), value)
        return value

    return AfterValidator(check)


def fact_values(fact: str) -> AfterValidator:
    """Return a validator for texts that are values of an enumerated fact."""

    def check(value: str, info: ValidationInfo) -> str:
        allowed = names_of(info).vocabulary.facts[fact].values or {}
        if value not in allowed:
            reject(unknown((), Code.UNKNOWN_WORD, value, allowed), value)
        return value

    return AfterValidator(check)


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
            reject(Problem((), Code.UNKNOWN_WORD, told), value)
        return member

    return BeforeValidator(check)


def _words(kind: type[Enum]) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "enum": [member.name for member in kind]})


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


Day = Annotated[date, BeforeValidator(_day)]
Moment = Annotated[datetime, BeforeValidator(_moment)]


def _condition(value: object, info: ValidationInfo) -> object:
    reading = read_condition(value, names_of(info))
    refuse(reading.problems, value)
    return reading.condition


ConditionField = Annotated[
    Any, BeforeValidator(_condition), WithJsonSchema({"type": "object", "title": "condition"})
]
"""A condition; `None` where a definition within it is wrong, which is told at the definition."""
