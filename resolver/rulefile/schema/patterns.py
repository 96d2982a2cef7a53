"""Regular expressions: RE2 for messages; for whole codes, what RE2 and Python share of it."""

from __future__ import annotations

import re
from typing import Annotated

import re2
from pydantic import AfterValidator, ValidationInfo

from resolver.rulefile.codes import Code
from resolver.rulefile.problems import Problem, unknown
from resolver.rulefile.schema.base import names_of, refuse
from resolver.rulefile.schema.values import Line
from resolver.rulefile.terms import expand, terms_in

_OPTIONS = re2.Options()
_OPTIONS.log_errors = False


def _message_pattern(value: str, info: ValidationInfo) -> str:
    terms = names_of(info).terms
    if terms is not None:
        strange = [name for name in terms_in(value) if name not in terms]
        refuse([unknown((), Code.UNKNOWN_TERM, name, terms) for name in strange], value)
        refuse(_flaws(expand(value, terms)), value)
    return value


def _fragment(value: str, info: ValidationInfo) -> str:
    refuse(_syntax_flaws(expand(value, names_of(info).terms or {})), value)
    return value


def _layout(value: str) -> str:
    problems = _flaws(value)
    if not problems:
        try:
            re.compile(value)
        except re.error as error:
            problems = [Problem((), Code.BAD_PATTERN, {"reason": str(error)})]
    refuse(problems, value)
    return value


def _flaws(pattern: str) -> list[Problem]:
    problems = _syntax_flaws(pattern)
    if not problems and re2.compile(pattern, _OPTIONS).search("") is not None:
        problems.append(Problem((), Code.EMPTY_PATTERN))
    return problems


def _syntax_flaws(pattern: str) -> list[Problem]:
    try:
        re2.compile(pattern, _OPTIONS)
    except re2.error as error:
        return [Problem((), Code.BAD_PATTERN, {"reason": _reason(error)})]
    return []


def _reason(error: Exception) -> str:
    reason = error.args[0] if error.args else ""
    return reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)


Pattern = Annotated[Line, AfterValidator(_message_pattern)]
"""A pattern over a message, with `{name}` for terms; it demands at least one character."""

Fragment = Annotated[Line, AfterValidator(_fragment)]
"""A part of patterns that has a name of its own."""

Layout = Annotated[Line, AfterValidator(_layout)]
"""A pattern over a whole code."""
