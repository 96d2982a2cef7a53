"""The id of something new: well formed, in a place that exists, and not taken."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from pydantic import TypeAdapter, ValidationError

from resolver.model.texts import Text
from resolver.rulefile.files import RESERVED_FOLDERS
from resolver.rulefile.names import Names
from resolver.rulefile.problems import suggest
from resolver.rulefile.scaffold.answers import WrongAnswer, told_first
from resolver.rulefile.schema.values import CauseId, Line, RemedyId, RuleName

_WHOLE_RULE = Text(
    "规则要写成 原因/规则名，例如 input.amount/some-name",
    "write the rule as cause/name, such as input.amount/some-name",
)
_TAKEN = Text("{0} 已经有了，换个名称", "{0} exists already; choose another name")


def check_id(what: str, name: str, names: Names) -> None:
    """Check the id of something new: a cause's, a rule's, a remedy's or a provider's.

    Raises:
        WrongAnswer: It will not do.
    """
    if what == "cause":
        _check_shape(CauseId, name, names)
        _refuse_taken(name, names.causes or ())
        _check_family(name, names)
    elif what == "rule":
        cause, slash, rule = name.partition("/")
        if not slash:
            raise WrongAnswer(_WHOLE_RULE)
        _check_cause(cause, names)
        _check_shape(RuleName, rule, names)
        _refuse_taken(name, names.rules or ())
    elif what == "remedy":
        _check_shape(RemedyId, name, names)
        _refuse_taken(name, names.remedies or ())
    elif what == "status":
        _check_shape(Line, name, names)
        _check_file_name(name)
        _refuse_taken(name, {*(names.providers or ()), "generic", "categories"})


def _check_shape(kind: Any, name: str, names: Names) -> None:  # noqa: ANN401 - an annotated type
    try:
        TypeAdapter(kind).validate_python(name, context=names)
    except ValidationError as error:
        raise WrongAnswer(told_first(error)) from error


def _refuse_taken(name: str, taken: Collection[str]) -> None:
    if name in taken:
        raise WrongAnswer(Text(_TAKEN.zh.format(name), _TAKEN.en.format(name)))


def _check_family(name: str, names: Names) -> None:
    family = name.partition(".")[0]
    families = {cause.partition(".")[0] for cause in names.causes or () if "." in cause}
    if family in RESERVED_FOLDERS or family not in families:
        close = suggest(family, sorted(families))
        raise WrongAnswer(
            Text(f"没有 {family} 这个类别；{close.zh}", f"there is no family {family}; {close.en}")
        )


def _check_cause(cause: str, names: Names) -> None:
    if cause not in (names.causes or ()):
        close = suggest(cause, tuple(names.causes or ()))
        raise WrongAnswer(
            Text(f"没有 {cause} 这个原因；{close.zh}", f"there is no cause {cause}; {close.en}")
        )


def _check_file_name(name: str) -> None:
    if not name.replace("_", "").replace("-", "").isalnum() or not name.isascii():
        raise WrongAnswer(
            Text(
                f"{name} 不能作文件名，请用字母、数字和下划线",
                f"{name} cannot name a file; use letters, digits and underscores",
            )
        )
