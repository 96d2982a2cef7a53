"""Answers as people type them, to data of a rule file, each checked as the loader would."""

from __future__ import annotations

from pydantic import ValidationError

from resolver.model.texts import Text
from resolver.rulefile.codes import Code, describe
from resolver.rulefile.names import Names
from resolver.rulefile.problems import Problem
from resolver.rulefile.scaffold.questions import Question
from resolver.rulefile.scaffold.spoken import moment_as_written, word_as_written
from resolver.rulefile.schema.base import told_problem
from resolver.rulefile.source import compose, data_of

_BOOLEANS = {
    **dict.fromkeys(("是", "y", "yes", "true", "可以", "能"), True),
    **dict.fromkeys(("否", "n", "no", "false", "不", "不能"), False),
}
_SEPARATORS = ("；", ";", "|")
_YES_OR_NO = Text("请回答 是 或 否", "answer yes or no")
_NEEDED = Text("这一项不能空着", "this cannot be left out")


class WrongAnswer(ValueError):  # noqa: N818 — it is told to the one who answered, not raised further
    """An answer that will not do; `text` says why, and what would."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def read_answer(question: Question, answer: str, names: Names) -> object:
    """Return the data that an answer means; `None` if it is left out.

    Lists are separated by `;`, `；` or `|`, or are lists of YAML in brackets. A context may be
    the provider's message alone.

    Raises:
        WrongAnswer: It will not do.
    """
    text = answer.strip() or question.default
    if not text:
        if question.needed:
            raise WrongAnswer(_NEEDED)
        return None
    data = _data(question, text)
    _check(question, data, names)
    return data


def _data(question: Question, text: str) -> object:
    if question.is_boolean:
        if text.lower() not in _BOOLEANS:
            raise WrongAnswer(_YES_OR_NO)
        return _BOOLEANS[text.lower()]
    if question.is_list and not text.startswith("["):
        return [_chosen(question, part) for part in _parts(text)]
    if question.is_moment:
        return moment_as_written(text)
    if question.is_text:
        return _chosen(question, text)
    if question.key.endswith("context") and not text.startswith("{"):
        return {"outcome": {"message": text}}
    return _yaml(text)


def _parts(text: str) -> list[str]:
    for separator in _SEPARATORS[1:]:
        text = text.replace(separator, _SEPARATORS[0])
    return [part.strip() for part in text.split(_SEPARATORS[0]) if part.strip()]


def _chosen(question: Question, text: str) -> str:
    """Return a choice in the letters of the list; what it means in Chinese will do as well."""
    same = (
        choice
        for choice, meaning in question.choices.items()
        if text.lower() == choice.lower() or text == meaning.zh
    )
    return next(same, None) or word_as_written(text, question.choices)


def _yaml(text: str) -> object:
    composed = compose(text)
    if composed.flaws or composed.root is None:
        flaw = composed.flaws[0]
        raise WrongAnswer(_told(Problem((), flaw.code, flaw.values)))
    return data_of(composed.root)


def told_first(error: ValidationError) -> Text:
    """Return what is wrong with a value that its shape refuses, and how to mend it."""
    found = error.errors(include_url=False)[0]
    problem = told_problem(found["type"], found["loc"], found.get("ctx", {}))
    return _told(problem or Problem((), Code.OUT_OF_BOUNDS, {"written": "", "bounds": ""}))


def _check(question: Question, data: object, names: Names) -> None:
    try:
        question.adapter.validate_python(data, context=names)
    except ValidationError as error:
        raise WrongAnswer(told_first(error)) from error


def _told(problem: Problem) -> Text:
    message, mend = describe(problem.code, problem.values)
    return Text(
        f"{message.zh}；{mend.zh}" if mend.zh else message.zh,
        f"{message.en}; {mend.en}" if mend.en else message.en,
    )
