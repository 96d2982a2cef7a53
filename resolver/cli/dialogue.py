"""Gets the answers to questions: given with the command, else asked for on a terminal."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Mapping, Sequence

from rich.console import Console

from resolver.cli.exits import CommandError
from resolver.cli.render.console import flowing, styled
from resolver.model.texts import Text
from resolver.rulefile.names import Names
from resolver.rulefile.problems import suggest
from resolver.rulefile.scaffold.answers import WrongAnswer, read_answer
from resolver.rulefile.scaffold.questions import Question

_MAY_BE_LEFT_OUT = Text("可不填", "may be left out")
_SEVERAL = Text("几项用分号隔开", "separate several with semicolons")
_YES_OR_NO = Text("是 或 否", "yes or no")
_DEFAULT = Text("直接回车：{0}", "Enter alone: {0}")
_CHOICES = Text("输入 ? 看可以填什么", "? lists what will do")
_CONDITION = Text(
    "写成 {{status.category: not_found}} 或 {{all: [{{is: nothing-found}}, …]}}",
    "write {{status.category: not_found}} or {{all: [{{is: nothing-found}}, …]}}",
)
_CONTEXT = Text(
    '照抄对方返回的提示语，或写成 {{outcome: {{code: "009", message: 查无此票}}}}',
    'the provider\'s message, or {{outcome: {{code: "009", message: 查无此票}}}}',
)
_MISSING = Text(
    "还缺这些，请用 --set 给出，或在终端里运行：",
    "these are missing; give them by --set, or run this on a terminal:",
)
_ENDED = Text("没有答完，什么也没有写", "not finished; nothing was written")
_LISTED_AT_ONCE = 12


def answers_to(
    questions: Sequence[Question],
    given: Sequence[str],
    names: Names,
    console: Console,
    language: str,
) -> dict[str, str]:
    """Return an answer that will do for every question, by its key.

    `given` are answers as `key=answer`. What they leave open is asked for on a terminal; without
    one an empty answer stands for it.

    Raises:
        CommandError: A given answer will not do, one is missing, or the input ended too soon.
    """
    answers = _given_answers({one.key: one for one in questions}, given, names)
    still_open = [one for one in questions if one.key not in answers]
    if sys.stdin.isatty():
        return answers | _asked_answers(still_open, names, console, language)
    missing = [one for one in still_open if one.needed and not one.default]
    if missing:
        zh = "".join(f"\n  --set {one.key}=…  {one.asks.zh}" for one in missing)
        en = "".join(f"\n  --set {one.key}=…  {one.asks.en}" for one in missing)
        raise CommandError(Text(_MISSING.zh + zh, _MISSING.en + en))
    return answers | {one.key: "" for one in still_open}


def _given_answers(
    by_key: Mapping[str, Question], given: Sequence[str], names: Names
) -> dict[str, str]:
    answers: dict[str, str] = {}
    for one in given:
        key, _, answer = one.partition("=")
        if key not in by_key:
            close = suggest(key, tuple(by_key))
            raise CommandError(
                Text(f"--set {key}：没有这一项；{close.zh}", f"--set {key}: no key; {close.en}")
            )
        try:
            read_answer(by_key[key], answer, names)
        except WrongAnswer as wrong:
            told = wrong.text
            raise CommandError(
                Text(f"--set {key}：{told.zh}", f"--set {key}: {told.en}")
            ) from wrong
        answers[key] = answer
    return answers


def _asked_answers(
    questions: Sequence[Question], names: Names, console: Console, language: str
) -> dict[str, str]:
    if importlib.util.find_spec("readline"):
        import readline  # noqa: F401, PLC0415 - arrow keys, and deletion of whole characters
    answers: dict[str, str] = {}
    for place, question in enumerate(questions, start=1):
        console.print()
        counted = f"[{place}/{len(questions)}] "
        console.print(flowing((counted, "dim"), (question.asks.get(language), "bold")))
        hint = _hint(question, language)
        if hint:
            console.print(flowing((f"  {hint}", "dim")))
        if len(question.choices) <= _LISTED_AT_ONCE:
            _print_choices(question, console, language)
        answers[question.key] = _asked(question, names, console, language)
    return answers


def _asked(question: Question, names: Names, console: Console, language: str) -> str:
    while True:
        try:
            answer = input("> ")
        except EOFError:
            raise CommandError(_ENDED) from None
        if answer.strip() in {"?", "？"}:
            _print_choices(question, console, language)
            continue
        try:
            read_answer(question, answer, names)
        except WrongAnswer as wrong:
            console.print(flowing(("  ✗ ", "bold red"), wrong.text.get(language)))
        else:
            return answer


def _hint(question: Question, language: str) -> str:
    hints = [
        (not question.needed, _MAY_BE_LEFT_OUT),
        (question.is_list, _SEVERAL),
        (question.is_boolean, _YES_OR_NO),
        (question.key.endswith("when"), _CONDITION),
        (question.key.endswith("context"), _CONTEXT),
        (len(question.choices) > _LISTED_AT_ONCE, _CHOICES),
        (bool(question.default), _DEFAULT),
    ]
    told = [text.get(language).format(question.default) for holds, text in hints if holds]
    return ("；" if language != "en" else "; ").join(told)


def _print_choices(question: Question, console: Console, language: str) -> None:
    for name, meaning in question.choices.items():
        console.print(styled("  ", (name, "cyan"), f"  {meaning.get(language)}"), soft_wrap=True)
