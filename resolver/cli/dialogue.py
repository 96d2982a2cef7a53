"""Gets the answers to questions: given with the command, else asked for on a terminal."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console

from resolver.cli.exits import CommandError
from resolver.cli.render.console import flowing, styled
from resolver.model.texts import Text
from resolver.rulefile.names import Names
from resolver.rulefile.problems import suggest
from resolver.rulefile.scaffold.answers import WrongAnswer, read_answer
from resolver.rulefile.scaffold.questions import Question
from resolver.rulefile.scaffold.spoken import hint

_MAY_BE_LEFT_OUT = Text("可不填", "may be left out")
_SEVERAL = Text("几项用分号隔开", "separate several with semicolons")
_YES_OR_NO = Text("是 或 否", "yes or no")
_DEFAULT = Text("直接回车：{0}", "Enter alone: {0}")
_CHOICES = Text("输入 ? 看可以填什么", "? lists what will do")
_EXAMPLE = Text("输入 ? 看说明和例子", "? explains and gives an example")
_SUMMARY = Text("将要写入：", "what will be written:")
_SETTLE = Text(
    "直接回车：写入；输入编号：改那一项；q：放弃",
    "Enter alone: write it; a number: answer that one again; q: give up",
)
_NO_NUMBER = Text("没有这个编号", "there is no such number")
_NOTHING = Text("（不填）", "(left out)")
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


@dataclass(frozen=True, slots=True)
class Dialogue:
    """Asks questions on a console in one language; `names` are what answers may refer to.

    `tell` prints what else is to be known of all answers before they are taken.
    """

    questions: Sequence[Question]
    names: Names
    console: Console
    language: str
    tell: Callable[[Mapping[str, str]], None] = lambda _: None

    def answers(self, given: Sequence[str]) -> dict[str, str] | None:
        """Return an answer that will do for every question, by its key; `None` if given up.

        `given` are answers as `key=answer`. What they leave open is asked for on a terminal, and
        then everything is shown, to be taken, changed or given up. Without a terminal an empty
        answer stands for what is open.

        Raises:
            CommandError: A given answer will not do, one is missing, or the input ended too soon.
        """
        answers = _given_answers({one.key: one for one in self.questions}, given, self.names)
        still_open = [one for one in self.questions if one.key not in answers]
        if sys.stdin.isatty() and still_open:
            return self._settled(answers | self._asked_answers(still_open))
        missing = [one for one in still_open if one.needed and not one.default]
        if missing:
            zh = "".join(f"\n  --set {one.key}=…  {one.asks.zh}" for one in missing)
            en = "".join(f"\n  --set {one.key}=…  {one.asks.en}" for one in missing)
            raise CommandError(Text(_MISSING.zh + zh, _MISSING.en + en))
        answers |= {one.key: "" for one in still_open}
        self.tell(answers)
        return answers

    def _asked_answers(self, questions: Sequence[Question]) -> dict[str, str]:
        if importlib.util.find_spec("readline"):
            import readline  # noqa: F401, PLC0415 - arrow keys, and deletion of whole characters
        answers: dict[str, str] = {}
        for place, question in enumerate(questions, start=1):
            self.console.print()
            answers[question.key] = self._asked(question, f"[{place}/{len(questions)}] ")
        return answers

    def _settled(self, answers: dict[str, str]) -> dict[str, str] | None:
        """Show all answers until they are taken or given up; any may be given anew."""
        while True:
            self._print_summary(answers)
            self.tell(answers)
            self._say(_SETTLE)
            reply = _typed().strip().lower()
            if not reply:
                return answers
            if reply in {"q", "ｑ"}:
                return None
            if reply.isdecimal() and 1 <= int(reply) <= len(self.questions):
                chosen = self.questions[int(reply) - 1]
                answers[chosen.key] = self._asked(chosen)
            else:
                self._complain(_NO_NUMBER)

    def _asked(self, question: Question, counted: str = "") -> str:
        self.console.print(flowing((counted, "dim"), (question.asks.get(self.language), "bold")))
        told = _hint(question, self.language)
        if told:
            self.console.print(flowing((f"  {told}", "dim")))
        if len(question.choices) <= _LISTED_AT_ONCE:
            self._print_choices(question)
        while True:
            answer = _typed()
            if answer.strip() in {"?", "？"}:
                self._explain(question)
                continue
            try:
                read_answer(question, answer, self.names)
            except WrongAnswer as wrong:
                self._complain(wrong.text)
            else:
                return answer

    def _explain(self, question: Question) -> None:
        self._print_choices(question)
        explained = hint(question.key)
        if explained is not None:
            self.console.print(flowing(f"  {explained.get(self.language)}"))

    def _print_summary(self, answers: Mapping[str, str]) -> None:
        self.console.print()
        self._say(_SUMMARY)
        for number, question in enumerate(self.questions, start=1):
            data = read_answer(question, answers[question.key], self.names)
            written = data if isinstance(data, str) else answers[question.key].strip()
            shown = written or question.default or _NOTHING.get(self.language)
            asks = f"{question.asks.get(self.language)} "
            self.console.print(flowing((f"{number:>3} ", "dim"), asks, (shown, "cyan")))

    def _print_choices(self, question: Question) -> None:
        for name, meaning in question.choices.items():
            told = f"  {meaning.get(self.language)}"
            self.console.print(styled("  ", (name, "cyan"), told), soft_wrap=True)

    def _say(self, text: Text) -> None:
        self.console.print(styled((text.get(self.language), "bold")))

    def _complain(self, text: Text) -> None:
        self.console.print(flowing(("  ✗ ", "bold red"), text.get(self.language)))


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


def _typed() -> str:
    try:
        return input("> ")
    except EOFError:
        raise CommandError(_ENDED) from None


def _hint(question: Question, language: str) -> str:
    hints = [
        (not question.needed, _MAY_BE_LEFT_OUT),
        (question.is_list, _SEVERAL),
        (question.is_boolean, _YES_OR_NO),
        (question.key.endswith("when"), _CONDITION),
        (question.key.endswith("context"), _CONTEXT),
        (len(question.choices) > _LISTED_AT_ONCE, _CHOICES),
        (not question.choices, _EXAMPLE),
        (bool(question.default), _DEFAULT),
    ]
    told = [text.get(language).format(question.default) for holds, text in hints if holds]
    return ("；" if language != "en" else "; ").join(told)
