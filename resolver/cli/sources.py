"""What a command reads, from a file or standard input, and the files that it writes."""

from __future__ import annotations

import codecs
import json
import stat
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from resolver.cli.exits import CommandError
from resolver.model.context import LookupContext
from resolver.model.rulebook import Rulebook
from resolver.model.scenarios import Scenario
from resolver.model.texts import Text, cannot_read
from resolver.rulefile.codes import describe
from resolver.rulefile.contexts import read_context
from resolver.rulefile.moments import read_moment
from resolver.rulefile.problems import AT_KEY, Problem
from resolver.rulefile.scenario_loader import review_rules
from resolver.runtime.disk import replace_file

STDIN = "-"
"""The name that stands for standard input."""

MAX_BYTES = 256 * 1024 * 1024
"""A larger input is refused unread."""

_ONE_LINE = Text(
    "；一行一个的 JSON Lines 文件请写成 文件:行号", "; write FILE:N for line N of JSON lines"
)

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Source:
    """A text and where it came from; `name` is what messages call it."""

    name: str
    text: str


def read_source(name: str) -> Source:
    """Read a file, or standard input for `-`. UTF-8, or UTF-16 as PowerShell writes it.

    Raises:
        CommandError: It cannot be read or is no text.
    """
    shown = Text("标准输入", "standard input") if name == STDIN else Text(name, name)
    try:
        data = _bytes_of(name)
    except OSError as error:
        raise CommandError(cannot_read(name, error)) from error
    if len(data) > MAX_BYTES:
        raise CommandError(
            Text(
                f"{shown.zh}：超过 256 MiB", f"{shown.en}: larger than 256 MiB, which is the limit"
            )
        )
    encoding = "utf-16" if data.startswith(_UTF16_MARKS) else "utf-8-sig"
    try:
        return Source("<stdin>" if name == STDIN else name, data.decode(encoding))
    except UnicodeDecodeError as error:
        raise CommandError(
            Text(
                f"{shown.zh}：不是 UTF-8 编码（第 {error.start} 个字节起），请另存为 UTF-8",
                f"{shown.en}: not UTF-8 from byte {error.start} on; save it as UTF-8",
            )
        ) from error


def parse_json(text: str, name: str, line: int = 1) -> Any:  # noqa: ANN401 - any JSON
    """Return the value of a JSON text that begins at a line of a source.

    Raises:
        CommandError: It is not JSON; the message has place, line and caret.
    """
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        place = f"{name}:{line + error.lineno - 1}:{error.colno}"
        shown = _pointed(text, error)
        aside = _ONE_LINE if error.msg == "Extra data" and error.lineno > 1 else Text("", "")
        raise CommandError(
            Text(
                f"{place}：不是合法的 JSON（{error.msg}）{aside.zh}{shown}",
                f"{place}: this is not JSON: {error.msg}{aside.en}{shown}",
            )
        ) from error
    except RecursionError as error:
        raise CommandError(
            Text(f"{name}:{line}：JSON 嵌套过深", f"{name}:{line}: the JSON is nested too deeply")
        ) from error
    except ValueError as error:  # an integer of more digits than Python converts
        raise CommandError(
            Text(f"{name}:{line}：数字过长", f"{name}:{line}: a number has too many digits")
        ) from error


def context_of(data: object, name: str) -> LookupContext:
    """Return the context that JSON data describes.

    Raises:
        CommandError: With everything in it that cannot be read, by path.
    """
    reading = read_context(data)
    if reading.problems:
        told = [_told(problem) for problem in reading.problems]
        zh = "".join(f"\n  {one.zh}" for one in told)
        en = "".join(f"\n  {one.en}" for one in told)
        raise CommandError(
            Text(f"{name}：上下文有误：{zh}", f"{name}: the context cannot be read:{en}")
        )
    return reading.context


def question_of(data: object, name: str) -> tuple[LookupContext, datetime | None]:
    """Return the context that JSON data describes, and its moment if it is a whole request.

    Raises:
        CommandError: With everything in it that cannot be read, by path.
    """
    if not isinstance(data, dict) or "context" not in data:
        return context_of(data, name), None
    moment_text = data.get("evaluation_time", data.get("evaluationTime"))
    try:
        own_moment = None if moment_text is None else read_moment(moment_text)
    except (ValueError, AttributeError, TypeError) as error:
        text = Text(
            f"{name}：evaluation_time 不是时间：{moment_text!r}",
            f"{name}: evaluation_time is no moment: {moment_text!r}",
        )
        raise CommandError(text) from error
    return context_of(data["context"], name), own_moment


def folder(path: Path) -> Path:
    """Return a folder that a command was given.

    Raises:
        CommandError: There is none.
    """
    if not path.is_dir():
        raise CommandError(
            Text(
                f"{path}：没有这个目录。请在项目根目录运行，或指明规则目录",
                f"{path}: no such folder. Run this at the root of the project, or name the folder",
            )
        )
    return path


def reviewed(directory: Path) -> tuple[Rulebook, Sequence[Scenario]]:
    """Return the rulebook of a folder and its scenarios.

    Raises:
        RulesRejectedError: A rule or a scenario has a mistake; all of them are in the error.
        RulesUnavailableError: The folder cannot be read.
    """
    review = review_rules(directory)
    return review.sound_rulebook(), review.scenarios


def write_text(path: Path, text: str) -> None:
    """Write a file that the user asked for, and the folder for it where there is none.

    Raises:
        CommandError: It cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise _not_written(path, error) from error


def write_bytes(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Write a file in one step, and the folder for it where there is none.

    Raises:
        CommandError: It cannot be written; what was there before still is.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, data, mode)
    except FileExistsError as error:
        parent = path.parent
        raise CommandError(
            Text(f"{parent}：是文件，不是目录", f"{parent}: this is a file and no folder")
        ) from error
    except OSError as error:
        raise _not_written(path, error) from error


def replace_text(path: Path, text: str) -> None:
    """Write a file in one step. A link stays one, and the file it leads to keeps its mode.

    Raises:
        CommandError: It cannot be written; what was there before still is.
    """
    target = path.resolve()
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o644
    write_bytes(target, text.encode(), mode)


def _not_written(path: Path, error: OSError) -> CommandError:
    reason = error.strerror or str(error)
    return CommandError(
        Text(f"{path}：无法写入（{reason}）", f"{path}: cannot be written: {reason}")
    )


def _bytes_of(name: str) -> bytes:
    if name == STDIN:
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    with Path(name).open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _pointed(text: str, error: json.JSONDecodeError) -> str:
    lines = text.splitlines()
    if error.lineno > len(lines):
        return ""
    start = max(0, error.colno - 40)
    part = lines[error.lineno - 1][start : start + 76]
    shown = "".join(c if c.isprintable() else " " for c in part)
    return f"\n  {shown}\n  {' ' * (error.colno - 1 - start)}^"


def _told(problem: Problem) -> Text:
    path = ".".join(str(part) for part in problem.path if part != AT_KEY)
    message, mend = describe(problem.code, problem.values)
    where = f"{path}: " if path else ""
    return Text(
        f"{where}{message.zh}；{mend.zh}" if mend.zh else where + message.zh,
        f"{where}{message.en}; {mend.en}" if mend.en else where + message.en,
    )
