"""`schema`: JSON Schemas of a rules folder, by which editors complete, explain and underline."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console

from resolver.cli.exits import ExitCode
from resolver.cli.render.console import output_console, styled
from resolver.cli.render.words import ACTIONS, ACTORS, TIMES_NEEDED
from resolver.cli.sources import folder, replace_text
from resolver.cli.usage import DEFAULT_RULES, Parser
from resolver.errors import RulesRejectedError
from resolver.model.rulebook import TimeNeeded
from resolver.model.texts import Text
from resolver.rulefile.editor.meanings import Meanings
from resolver.rulefile.editor.schemas import schema_texts
from resolver.rulefile.files import SCHEMA_FOLDER, Kind, read_folder
from resolver.rulefile.reading import read_rule_files
from resolver.rulefile.report import Report
from resolver.v1 import answer_pb2 as pb

_DIRECTORY = Text("规则目录（默认 rules）", "the rules folder (default: rules)")
_OUTPUT = Text(
    "写到哪个目录（默认为规则目录下的 schema）",
    "where to write (default: schema in the rules folder)",
)
_CHECK = Text(
    "只检查，不写文件；有过时的就算不通过", "write nothing, and fail where a schema is out of date"
)
_STALE = Text("过时", "out of date")
_WRITTEN = Text("已写", "written")
_CURRENT = Text("{0} 个 JSON Schema 都是最新的", "{0} JSON Schemas are up to date")
_RUN = Text("运行 python -m resolver schema {0} 更新", "run python -m resolver schema {0}")

WORDS: Mapping[str, Meanings] = {
    "Actor": ACTORS,
    "RemedyAction": ACTIONS,
    "TimeNeeded": {
        needed.value: TIMES_NEEDED[pb.TimeNeeded.Value(f"TIME_NEEDED_{needed.name}")]
        for needed in TimeNeeded
    },
}


def configure(parser: Parser) -> None:
    """Add the command's arguments."""
    parser.value("rules", _DIRECTORY, metavar="DIR", nargs="?", type=Path, default=DEFAULT_RULES)
    parser.option("--output", _OUTPUT, metavar="FOLDER", type=Path)
    parser.option("--check", _CHECK, action="store_true")
    parser.language_option()


def run(options: argparse.Namespace) -> ExitCode:
    """Write the schemas that are out of date, or tell which they are."""
    directory, language = folder(options.rules), options.language
    output = options.output or directory / SCHEMA_FOLDER
    console = output_console()
    if options.check:
        texts = fresh_schemas(directory)
        stale = _stale(texts, output)
        _print_files(_STALE, output, stale, console, language)
    else:
        stale = write_schemas(directory, output, console, language)
    if stale and options.check:
        console.print(styled(_RUN.get(language).format(directory)), soft_wrap=True)
        return ExitCode.FAILED
    if not stale:
        console.print(styled((_CURRENT.get(language).format(len(Kind)), "green")))
    return ExitCode.FINE


def write_schemas(directory: Path, output: Path, console: Console, language: str) -> list[str]:
    """Write the schemas of a rules folder that are out of date; return their names.

    Raises:
        RulesRejectedError: The folder has mistakes.
    """
    texts = fresh_schemas(directory)
    stale = _stale(texts, output)
    output.mkdir(parents=True, exist_ok=True)
    for name in stale:
        replace_text(output / name, texts[name])
    _print_files(_WRITTEN, output, stale, console, language)
    return stale


def fresh_schemas(directory: Path) -> dict[str, str]:
    """Return the text of every schema of a rules folder by the name of its file.

    Raises:
        RulesRejectedError: The folder has mistakes.
    """
    report = Report()
    reading = read_rule_files(read_folder(directory), report)
    if report.has_errors:
        raise RulesRejectedError(report.diagnostics())
    return schema_texts(reading, WORDS)


def _stale(texts: Mapping[str, str], output: Path) -> list[str]:
    return [name for name, text in texts.items() if _text_of(output / name) != text]


def _print_files(
    done: Text, output: Path, names: Sequence[str], console: Console, language: str
) -> None:
    for name in names:
        place = (output / name).as_posix()
        console.print(styled((done.get(language), "yellow"), f" {place}"), soft_wrap=True)


def _text_of(path: Path) -> str | None:
    try:
        return path.read_text("utf-8")
    except OSError:
        return None
