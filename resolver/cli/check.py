"""`check`: every mistake of a rules folder at once, its scenarios included."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from resolver.cli.exits import CommandError, ExitCode
from resolver.cli.render import diagnostics as render
from resolver.cli.render.changes import print_change
from resolver.cli.render.code_pages import pages_as_markdown, print_page
from resolver.cli.render.console import error_console, output_console
from resolver.cli.render.review import print_attempt, print_review, print_unavailable
from resolver.cli.render.sarif import as_sarif
from resolver.cli.sources import folder, replace_text
from resolver.cli.usage import DEFAULT_RULES, Parser
from resolver.cli.watching import repeat_on_change
from resolver.model.diagnostics import Diagnostic, Severity
from resolver.model.texts import Text
from resolver.rulefile.codes import code_entries
from resolver.rulefile.files import read_folder
from resolver.rulefile.fixes import fixed
from resolver.rulefile.pages import pages
from resolver.rulefile.problems import suggest
from resolver.rulefile.scenario_loader import review_rules

_DIRECTORY = Text("规则目录（默认 rules）", "the rules folder (default: rules)")
_STRICT = Text("有提醒也算不通过", "let warnings fail too")
_FORMAT = Text(
    "输出格式：text、json、github（在代码评审页标出）或 sarif（代码平台和编辑器通用），默认 text",
    "text, json, github (marks the lines on review pages) or sarif (for code hosts and editors);"
    " default: text",
)
_FIX = Text(
    "先改好不会有歧义的错误（引号、名称的笔误、半角标点等），列出改动",
    "first mend what leaves no doubt (quotes, slips in names, half-width marks), and print it",
)
_WATCH = Text(
    "规则一有改动就重新检查，直到按 Ctrl-C", "check again after each change, until Ctrl-C"
)
_EXPLAIN = Text(
    "不检查，只说明一个代码（如 RULE012）；all 输出全部，即 docs/diagnostics.md",
    "check nothing and explain a code, such as RULE012; `all` prints docs/diagnostics.md",
)
_UNKNOWN_CODE = Text("没有代码 {code}。{suggestion}", "there is no code {code}; {suggestion}")
_ONLY_TEXT = Text(
    "--watch 是给人看的，只能与 --format text 一起用",
    "--watch is for people and goes with --format text only",
)


def configure(parser: Parser) -> None:
    """Add the command's arguments."""
    parser.value("rules", _DIRECTORY, metavar="DIR", nargs="?", type=Path, default=DEFAULT_RULES)
    parser.option("--strict", _STRICT, action="store_true")
    formats = ("text", "json", "github", "sarif")
    parser.option("--format", _FORMAT, choices=formats, default="text")
    parser.option("--fix", _FIX, action="store_true")
    parser.option("--watch", _WATCH, action="store_true")
    parser.option("--explain", _EXPLAIN, metavar="CODE")
    parser.language_option()


def run(options: argparse.Namespace) -> ExitCode:
    """Read the folder and print what is wrong with it, once or after each change; or explain."""
    if options.explain:
        return _explain(options.explain, options.language)
    directory = folder(options.rules)
    if options.fix:
        _fix(directory, is_text=options.format == "text")
    if options.watch:
        _watch(directory, options)
    return _check(directory, options)


def _check(directory: Path, options: argparse.Namespace) -> ExitCode:
    review = review_rules(directory)
    found, language = review.diagnostics, options.language
    fails = _fails(found, options.strict)
    if options.format == "json":
        print(render.as_json(review, language, directory))
    elif options.format == "sarif":
        print(as_sarif((*found, *review.ignored), language, directory))
    elif options.format == "github":
        for diagnostic in found:
            print(render.as_github(diagnostic, language, directory))
    else:
        print_review(review, output_console(), language, directory, fails=fails)
    return ExitCode.FAILED if fails else ExitCode.FINE


def _fix(directory: Path, *, is_text: bool) -> None:
    contents = read_folder(directory)
    console = output_console() if is_text else error_console()
    for path, content in sorted(fixed(contents).items()):
        before = contents[path]
        assert isinstance(before, bytes)  # noqa: S101 - nothing else is mended
        replace_text(directory / path, content.decode())
        print_change((directory / path).as_posix(), before, content, console)


def _watch(directory: Path, options: argparse.Namespace) -> None:
    if options.format != "text":
        raise CommandError(_ONLY_TEXT)

    def check() -> None:
        print_attempt(output_console(), directory, options.language)
        _check(directory, options)

    repeat_on_change(
        directory,
        check,
        lambda error: print_unavailable(error, output_console(), options.language),
    )


def _explain(name: str, language: str) -> ExitCode:
    if name.lower() == "all":
        print(pages_as_markdown(), end="")
        return ExitCode.FINE
    by_name = {word: one for one in code_entries().values() for word in (one.code.value, one.name)}
    wanted = name.upper() if name.upper() in by_name else name.lower()
    if wanted not in by_name:
        told = suggest(name, list(by_name))
        zh = _UNKNOWN_CODE.zh.format(code=name, suggestion=told.zh)
        en = _UNKNOWN_CODE.en.format(code=name, suggestion=told.en)
        raise CommandError(Text(zh, en))
    print_page(pages()[by_name[wanted].code], output_console(), language)
    return ExitCode.FINE


def _fails(diagnostics: Sequence[Diagnostic], strict: bool) -> bool:
    return any(strict or one.severity is Severity.ERROR for one in diagnostics)
