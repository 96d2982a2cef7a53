"""`new`: starts a cause, a rule, a remedy, a stop or a provider, with its scenario."""

from __future__ import annotations

import argparse
import shlex
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from rich.console import Console

from resolver.cli.dialogue import Dialogue
from resolver.cli.exits import CommandError, ExitCode
from resolver.cli.render.console import flowing, output_console, styled
from resolver.cli.render.diagnostics import print_diagnostics
from resolver.cli.schema import WORDS, write_schemas
from resolver.cli.sources import folder, replace_text
from resolver.cli.trial import encoded, new_group, print_trial
from resolver.cli.usage import Parser
from resolver.errors import RulesRejectedError
from resolver.model.beijing import BEIJING
from resolver.model.diagnostics import Diagnostic, Severity
from resolver.model.texts import Text
from resolver.rulefile.files import LOCK, SCHEMA_FOLDER, Unreadable, read_folder
from resolver.rulefile.reading import FolderReading, read_rule_files
from resolver.rulefile.report import Report
from resolver.rulefile.scaffold.answers import WrongAnswer, read_answer
from resolver.rulefile.scaffold.drafts import written
from resolver.rulefile.scaffold.ids import check_id
from resolver.rulefile.scaffold.questions import questions_for
from resolver.rulefile.scenario_loader import review_files
from resolver.rulefile.schema.cause import CauseShape

_WHAT = Text(
    "新建什么：cause 原因、rule 规则、remedy 处理办法、stop 停机、status 服务商",
    "what to start: cause, rule, remedy, stop or status (a provider)",
)
_NAME = Text(
    "名称：原因 input.foo，规则 input.amount/some-name，处理办法 some-remedy，"
    "服务商 some_provider；停机不用写",
    "its id: input.foo, input.amount/some-name, some-remedy, some_provider; none for a stop",
)
_SET = Text(
    "直接给出一项的答案，可写多次；不在终端里运行时，需要的都得给",
    "the answer to one question, repeatable; without a terminal all that are needed",
)
_WHOLE = Text("写全名称：new {0} 名称", "give its id: new {0} NAME")
_REFUSED = Text(
    "写出来会有上面的错误，所以什么也没有写。改正后可以这样重来：",
    "nothing was written: it would have these mistakes. Mend this and try again:",
)
_GIVEN_UP = Text("已放弃，什么也没有写", "given up; nothing was written")
_CREATED = Text("新建", "new")
_CHANGED = Text("修改", "changed")
_REMINDERS = Text("check 会提醒：", "check will remind you:")
_NEXT = Text("接下来：", "next:")
_FINISH = Text(
    "改好条件后把 status 改为 active；在那之前规则不参与计算，它的场景也不会通过",
    "once the condition is right, set status to active; "
    "until then the rule takes no part, and its scenario fails",
)

_LOCK = Text("规则启用后，锁定它的版本", "once the rule is active, lock its version")


def configure(parser: Parser) -> None:
    """Add the command's arguments."""
    kinds = ("cause", "rule", "remedy", "stop", "status")
    parser.value("what", _WHAT, choices=kinds, metavar="WHAT")
    parser.value("name", _NAME, metavar="NAME", nargs="?", default="")
    parser.rules_option()
    parser.option("--set", _SET, metavar="KEY=ANSWER", action="append", default=[])
    parser.language_option()


def run(options: argparse.Namespace) -> ExitCode:
    """Ask, write, and tell what to do next; nothing is written unless all of it is right."""
    directory, language, console = folder(options.rules), options.language, output_console()
    contents = read_folder(directory)
    reading = _read(contents)
    if not options.name and options.what != "stop":
        raise CommandError(Text(_WHOLE.zh.format(options.what), _WHOLE.en.format(options.what)))
    try:
        check_id(options.what, options.name, reading.names)
    except WrongAnswer as wrong:
        raise CommandError(wrong.text) from wrong
    questions = questions_for(options.what, reading, _defaults(reading), WORDS)

    def tell(given: Mapping[str, str]) -> None:
        note = new_group(options.name, given.get("rule.group", "").strip(), reading)
        if note is not None:
            console.print(flowing(("! ", "yellow"), note.get(language)))

    given = Dialogue(questions, reading.names, console, language, tell).answers(options.set)
    if given is None:
        console.print(styled(_GIVEN_UP.get(language)))
        return ExitCode.FINE
    answers = {one.key: read_answer(one, given[one.key], reading.names) for one in questions}
    texts = written(options.what, options.name, answers, contents, directory)
    reminders = _review(contents, texts)
    errors = [one for one in reminders if one.severity is Severity.ERROR]
    if errors:
        print_diagnostics(errors, console, language, directory)
        raise CommandError(_refusal(options, given), ExitCode.FAILED)
    _write(texts, contents, directory, console, language)
    active = {**answers, "rule.status": "active"} if "rule.status" in answers else answers
    tried = written(options.what, options.name, active, contents, directory)
    print_trial({**contents, **encoded(tried)}, answers, directory, console, language)
    _print_next(options, answers, reminders, console)
    return ExitCode.FINE


def _write(
    texts: Mapping[str, str],
    contents: Mapping[str, bytes | Unreadable],
    directory: Path,
    console: Console,
    language: str,
) -> None:
    for path, text in texts.items():
        (directory / path).parent.mkdir(parents=True, exist_ok=True)
        replace_text(directory / path, text)
        verb = (_CHANGED if path in contents else _CREATED).get(language)
        console.print(styled((verb, "green"), f" {(directory / path).as_posix()}"), soft_wrap=True)
    if (directory / SCHEMA_FOLDER).is_dir():
        write_schemas(directory, directory / SCHEMA_FOLDER, console, language)


def _read(contents: Mapping[str, bytes | Unreadable]) -> FolderReading:
    """Return the folder as it is, which has to be without mistakes."""
    report = Report()
    reading = read_rule_files(contents, report)
    if report.has_errors:
        raise RulesRejectedError(report.diagnostics())
    return reading


def _defaults(reading: FolderReading) -> Mapping[str, str]:
    """Return what an empty answer means where only the moment knows."""
    owners = Counter(
        shape.owner for shape in reading.shapes.values() if isinstance(shape, CauseShape)
    )
    today = datetime.now(BEIJING).replace(hour=10, minute=0, second=0, microsecond=0)
    return {"owner": owners.most_common(1)[0][0], "now": today.isoformat()}


def _refusal(options: argparse.Namespace, given: Mapping[str, str]) -> Text:
    """Return why nothing was written, with a command that gives all answers again."""
    again = ["new", options.what, options.name, "--rules", str(options.rules)]
    for key, answer in given.items():
        again += ["--set", f"{key}={answer}"] if answer else []
    command = "\n  python -m resolver " + shlex.join(part for part in again if part)
    return Text(_REFUSED.zh + command, _REFUSED.en + command)


def _review(
    contents: Mapping[str, bytes | Unreadable], texts: Mapping[str, str]
) -> list[Diagnostic]:
    """Return what `check` will say that it does not say yet."""
    before = {_what(one) for one in review_files(contents).diagnostics}
    changed = {**contents, **encoded(texts)}
    return [one for one in review_files(changed).diagnostics if _what(one) not in before]


def _what(diagnostic: Diagnostic) -> tuple[str, str, str]:
    return diagnostic.code, diagnostic.location.file, diagnostic.message.en


def _print_next(
    options: argparse.Namespace,
    answers: Mapping[str, object],
    reminders: Sequence[Diagnostic],
    console: Console,
) -> None:
    language = options.language
    if reminders:
        console.print(styled((_REMINDERS.get(language), "yellow")))
        print_diagnostics(reminders, console, language, options.rules)
    console.print(styled((_NEXT.get(language), "bold")))
    if answers.get("rule.status") == "draft":
        console.print(styled(f"  {_FINISH.get(language)}"), soft_wrap=True)
    console.print(styled(f"  python -m resolver check {options.rules}"), soft_wrap=True)
    cause = str(answers.get("cause") or options.name).partition("/")[0].replace(".", "/")
    only = f" --only {cause}" if options.what in {"cause", "rule", "remedy"} else ""
    console.print(styled(f"  python -m resolver test {options.rules}{only}"), soft_wrap=True)
    if options.what in {"cause", "rule"} and (options.rules / LOCK).exists():
        why = (f"  # {_LOCK.get(language)}", "dim")
        console.print(styled(f"  python -m resolver lock {options.rules}", why), soft_wrap=True)
