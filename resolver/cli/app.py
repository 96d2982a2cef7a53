"""Arguments, dispatch and exit codes.

A command's module is imported only when that command is used: `health` runs every few seconds and
needs neither rules nor tables.
"""

from __future__ import annotations

import argparse
import gc
import io
import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, cast

import resolver
from resolver.cli.exits import CommandError, ExitCode
from resolver.cli.language import default_language
from resolver.cli.usage import Parser
from resolver.errors import (
    AddressUnavailableError,
    BundleError,
    InvalidContextError,
    KeyFileError,
    ResolverError,
    RulesRejectedError,
    RulesUnavailableError,
    SettingsError,
)
from resolver.model.texts import Text


class _Module(Protocol):
    """What every command's module offers."""

    def configure(self, parser: Parser) -> None:
        """Add the command's arguments."""
        ...

    def run(self, options: argparse.Namespace) -> ExitCode:
        """Carry the command out."""
        ...


@dataclass(frozen=True, slots=True)
class Command:
    """One command; its module in this package bears its name."""

    name: str
    summary: Text

    def load(self) -> _Module:
        """Return the command's module."""
        return cast("_Module", import_module(f"resolver.cli.{self.name}"))


COMMANDS = (
    Command("serve", Text("启动 gRPC 服务", "start the gRPC server")),
    Command(
        "resolve",
        Text("诊断一次失败的查验：原因、依据、处理办法", "diagnose one failed lookup"),
    ),
    Command(
        "explain",
        Text("说明为什么这样排序，以及怎样会不同", "why causes rank so, and what would change it"),
    ),
    Command("check", Text("检查规则目录，列出全部错误", "find every mistake in a rules folder")),
    Command(
        "fmt",
        Text("整理规则文件的格式，注释保留", "lay rule files out the one way, comments kept"),
    ),
    Command("lock", Text("锁定规则的版本与内容", "lock the text of every version of a rule")),
    Command("test", Text("运行规则旁的场景", "run the scenarios beside the rules")),
    Command(
        "evaluate",
        Text("用带标注的案例评分，并检查概率是否可信", "score labelled cases and calibration"),
    ),
    Command(
        "diff",
        Text("比较两版规则：改了什么，哪些答案随之改变", "what changed between two rulebooks"),
    ),
    Command("log", Text("核对、查询、导出决策日志", "verify, query and export a decision log")),
    Command(
        "replay",
        Text("用别的规则重做决策日志里的答案", "make the answers of a decision log again"),
    ),
    Command(
        "report",
        Text("按决策日志写报告：原因、缺口、规则", "tell a team what a decision log shows"),
    ),
    Command(
        "bundle",
        Text("把规则打成可签名、可验证的规则包", "pack rules into bundles that can be verified"),
    ),
    Command(
        "new",
        Text(
            "新建原因、规则、处理办法、停机或服务商",
            "start a cause, rule, remedy, stop or provider",
        ),
    ),
    Command(
        "schema",
        Text(
            "生成编辑器用的 JSON Schema：补全、悬停说明、查错",
            "write the JSON Schemas that editors complete by",
        ),
    ),
    Command(
        "handbook",
        Text("把规则库写成可浏览的网页手册", "write the rules as pages to browse"),
    ),
    Command(
        "outcomes", Text("备份、恢复、清理登记的结果", "keep the database of outcomes in order")
    ),
    Command(
        "calibrate",
        Text("按登记的结果建议新的先验与强度", "propose priors and strengths by outcomes"),
    ),
    Command("token", Text("为调用方生成令牌", "make a token for a caller")),
    Command("health", Text("查询服务是否就绪", "ask a server whether it serves")),
)

_ABOUT = Text(
    "找出发票查验失败的可能原因，按可能性排序，并说明由谁做什么。",
    "Ranks the likely causes of a failed invoice lookup and says who must do what.",
)
_MORE = Text(
    "每个命令的用法：python -m resolver 命令 --help。退出码见 docs/commands.md。",
    "More on a command: python -m resolver COMMAND --help. Exit codes: docs/commands.md.",
)


_VERSION = Text("显示版本", "show the version")
_COMMAND = Text("命令", "COMMAND")
_HIDDEN = argparse.SUPPRESS

_FAILURES: Mapping[type[ResolverError], tuple[ExitCode, Text]] = {
    InvalidContextError: (
        ExitCode.UNUSABLE,
        Text("请求不可接受：", "the request cannot be accepted:"),
    ),
    SettingsError: (ExitCode.UNUSABLE, Text("设置不可用：", "unusable settings:")),
    RulesUnavailableError: (ExitCode.UNUSABLE, Text("规则目录无法读取：", "")),
    AddressUnavailableError: (ExitCode.FAILED, Text("无法监听：", "")),
}
"""How each class of errors ends a command, and what the user is told before its own words."""

_SELDOM = 50_000, 20, 20
"""When to look for garbage: commands read much, keep it, and end, and a fifth of their time went
into looking for what is not there (measured by `diff` and `test --mutate`)."""

_BUG = Text("程序内部错误，请报告：", "internal error, please report it: ")


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command line and return its exit code; `None` stands for the process's own."""
    _accept_every_character()
    language = default_language(os.environ)
    try:
        command, options = _parse(sys.argv[1:] if arguments is None else arguments, language)
    except SystemExit as ended:  # help has been printed, or what is wrong with the arguments
        return int(ended.code or 0)
    if command.name != "serve":
        gc.set_threshold(*_SELDOM)
    try:
        code = command.load().run(options)
        sys.stdout.flush()  # so that a closed pipe is noticed here, not while Python shuts down
    except KeyboardInterrupt:
        return int(ExitCode.INTERRUPTED)
    except BrokenPipeError:
        _let_go_of_output()
        return int(ExitCode.PIPE_CLOSED)
    except RulesRejectedError as error:
        _print_refusal(error, options)
        return int(ExitCode.RULES_REFUSED)
    except Exception as error:  # noqa: BLE001 - users get no traceback
        code, text = _told(error)
        print(text.get(getattr(options, "language", language)), file=sys.stderr)
    return int(code)


def command_parser(command: Command, language: str) -> Parser:
    """Return the parser of one command, with its help in a language of `LANGUAGES`."""
    parser = Parser(f"python -m resolver {command.name}", command.summary, language)
    command.load().configure(parser)
    return parser


def _parse(arguments: Sequence[str], language: str) -> tuple[Command, argparse.Namespace]:
    parser = Parser("python -m resolver", _ABOUT, language, more=_MORE)
    parser.usage = f"%(prog)s [-h] [--version] {_COMMAND.get(language)} …"
    parser.option("--version", _VERSION, action="version", version=resolver.__version__)
    listed = "\n".join(f"{one.name:<10}{one.summary.get(language)}" for one in COMMANDS)
    by_name = {command.name: command for command in COMMANDS}
    parser.add_argument_group(Text("命令", "commands").get(language), listed)
    parser.add_argument("command", choices=by_name, metavar=_COMMAND.get(language), help=_HIDDEN)
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help=_HIDDEN)
    if not arguments:
        parser.print_help()
        parser.exit(ExitCode.UNUSABLE)
    first = parser.parse_args(arguments)
    command = by_name[first.command]
    return command, command_parser(command, language).parse_args(first.arguments)


def _told(error: Exception) -> tuple[ExitCode, Text]:
    """Return how a command ends that failed by an error, and what the user is told."""
    if isinstance(error, CommandError):
        return error.code, error.text
    if isinstance(error, KeyFileError):
        return ExitCode.UNUSABLE, error.text
    if isinstance(error, BundleError):
        return _code_of(error), _refused(error)
    code, before = next(
        (row for kind, row in _FAILURES.items() if isinstance(error, kind)),
        (ExitCode.INTERNAL, _BUG),
    )
    after = Text(str(error), str(error))
    if isinstance(error, InvalidContextError):
        after = _violations(error)
    elif isinstance(error, SettingsError):
        listed = "".join(f"\n  {problem}" for problem in error.problems)
        after = Text(listed, listed)
    elif code is ExitCode.INTERNAL:
        place = _place(error)
        after = Text(place, place)
    return code, Text(before.zh + after.zh, before.en + after.en)


def _code_of(error: BundleError) -> ExitCode:
    from resolver.bundle.reasons import Reason  # noqa: PLC0415 - rarely needed

    unavailable = error.reason == Reason.UNAVAILABLE
    return ExitCode.UNUSABLE if unavailable else ExitCode.RULES_REFUSED


def _refused(error: BundleError) -> Text:
    return Text(
        f"规则包不可用：{error.text.zh} [{error.reason}]",
        f"the bundle cannot be used: {error.text.en} [{error.reason}]",
    )


def _violations(error: InvalidContextError) -> Text:
    listed = error.violations
    return Text(
        "".join(
            f"\n  {one.field_path}：{one.description_zh or one.description}" for one in listed
        ),
        "".join(f"\n  {one.field_path}: {one.description}" for one in listed),
    )


def _print_refusal(error: RulesRejectedError, options: argparse.Namespace) -> None:
    from resolver.cli.render.diagnostics import print_refusal  # noqa: PLC0415 - rarely needed

    print_refusal(error.diagnostics, options.rules, options.language)


def _place(error: Exception) -> str:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({frame.filename}:{frame.lineno})"


def _accept_every_character() -> None:
    """Let output that the terminal's encoding cannot show degrade, not fail."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _let_go_of_output() -> None:
    """Keep Python from complaining, as it ends, that nobody reads what is left."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
