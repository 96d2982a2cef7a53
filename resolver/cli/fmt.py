"""`fmt`: lays rule files out the one way; comments stay, and so does what the files say."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from rich.console import Console

from resolver.cli.exits import CommandError, ExitCode
from resolver.cli.render.console import output_console, styled
from resolver.cli.render.diagnostics import print_diagnostics
from resolver.cli.sources import replace_text
from resolver.cli.usage import DEFAULT_RULES, Parser
from resolver.model.texts import Text
from resolver.rulefile.files import Kind, Unreadable, kind_of, read_folder
from resolver.rulefile.layout.format import formatted, schema_beside
from resolver.rulefile.reading import read_file
from resolver.rulefile.report import Report

_PATHS = Text(
    "规则目录或其中的文件（默认 rules）",
    "rules folders, or files in one (default: rules)",
)
_CHECK = Text(
    "只检查，不改文件；有待整理的就算不通过",
    "change nothing, and fail where a file is not laid out",
)
_DIFF = Text("只显示会改什么，不改文件", "show what would change, and change nothing")
_DONE = Text("已整理", "laid out")
_DUE = Text("待整理", "to be laid out")
_SUMMARY = Text(
    "{files} 个文件：{changed} 个{verb}，{wrong} 个有错误未动",
    "{files} files: {changed} {verb}, {wrong} left alone for their mistakes",
)


@dataclass(frozen=True, slots=True)
class _File:
    """A rule file, by its rules folder and its path in it."""

    root: Path
    path: str
    kind: Kind
    content: bytes | Unreadable

    @property
    def place(self) -> Path:
        """Where it is."""
        return self.root / self.path


def configure(parser: Parser) -> None:
    """Add the command's arguments."""
    parser.value("paths", _PATHS, metavar="PATH", nargs="*", type=Path, default=[DEFAULT_RULES])
    parser.option("--check", _CHECK, action="store_true")
    parser.option("--diff", _DIFF, action="store_true")
    parser.language_option()


def run(options: argparse.Namespace) -> ExitCode:
    """Lay the files out, or tell which are not; a file with mistakes is left alone and told."""
    console, language = output_console(), options.language
    files = [file for path in options.paths for file in _files(path)]
    writes = not (options.check or options.diff)
    verb = (_DONE if writes else _DUE).get(language)
    changed, wrong = 0, 0
    for file in files:
        text = _laid_out(file, console, language)
        if text is None:
            wrong += 1
        elif text.encode() != file.content:
            changed += 1
            console.print(styled((verb, "yellow"), f" {file.place.as_posix()}"), soft_wrap=True)
            if options.diff:
                _print_diff(file, text, console)
            if writes:
                replace_text(file.place, text)
    counts = {"files": len(files), "changed": changed, "verb": verb, "wrong": wrong}
    fails = wrong > 0 or (changed > 0 and not writes)
    summary = _SUMMARY.get(language).format(**counts)
    console.print(styled((summary, "bold red" if fails else "bold green")))
    return ExitCode.FAILED if fails else ExitCode.FINE


def _files(path: Path) -> Iterator[_File]:
    """Yield the rule files of a folder, or the one file that was named."""
    root = path if path.is_dir() else _rules_folder_of(path)
    for name, content in read_folder(root).items():
        kind = kind_of(name)
        named = path.is_dir() or (root / name).samefile(path)
        if kind is not None and named:
            yield _File(root, name, kind, content)


def _rules_folder_of(path: Path) -> Path:
    """Return the rules folder that a file lies in: the one with a scale.

    Raises:
        CommandError: There is no such file, or it lies in none.
    """
    if not path.is_file():
        raise CommandError(Text(f"{path}：没有这个文件或目录", f"{path}: no such file or folder"))
    above = (path.parent, path.parent.parent)
    root = next((one for one in above if (one / Kind.SCALE.value).is_file()), None)
    if root is None:
        raise CommandError(
            Text(
                f"{path}：不在规则目录里（规则目录有 scale.yaml）",
                f"{path}: it lies in no rules folder, which would have a scale.yaml",
            )
        )
    return root


def _laid_out(file: _File, console: Console, language: str) -> str | None:
    """Return the text of a file in its layout; mistakes that forbid it are printed."""
    report = Report()
    if not isinstance(file.content, Unreadable):
        schema = schema_beside(file.root, file.path, file.kind)
        text = formatted(file.content, file.kind, schema).text
        if text is not None:
            return text
    read_file(file.path, file.kind, file.content, report)
    if not report.has_errors:
        raise RuntimeError(f"the layout of {file.place} would change what it says; left alone")
    print_diagnostics(report.diagnostics(), console, language, file.root)
    return None


def _print_diff(file: _File, text: str, console: Console) -> None:
    before = file.content.decode("utf-8-sig") if isinstance(file.content, bytes) else ""
    name = file.place.as_posix()
    lines: Sequence[str] = list(
        unified_diff(before.splitlines(), text.splitlines(), name, name, lineterm="")
    )
    styles = {"+": "green", "-": "red", "@": "cyan"}
    for line in lines:
        console.print(styled((line, styles.get(line[:1], ""))), soft_wrap=True)
