"""Argument parsing in the user's language."""

from __future__ import annotations

import argparse
import os
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

from resolver.cli.complaints import in_chinese
from resolver.cli.language import default_language
from resolver.model.texts import Text, closest_language
from resolver.rulefile.moments import read_moment

DEFAULT_RULES = Path("rules")
"""The rules folder where none is named: that of a checkout, seen from its root."""

_RULES = Text("规则目录（默认 rules）", "the rules folder (default: rules)")
_ACTION = Text("命令", "COMMAND")
_MORE = Text("下列命令之一；各有自己的 --help", "one of these; each has a --help of its own")
_LANGUAGE = Text(
    "输出语言 zh-CN 或 en（默认按系统语言）",
    "language of the output, zh-CN or en (default: that of the locale)",
)


class Parser(argparse.ArgumentParser):
    """An argument parser whose help, headings included, is in one language."""

    def __init__(self, prog: str, about: Text, language: str, more: Text | None = None) -> None:
        self.language = language
        self._commands: argparse._SubParsersAction[Parser] | None = None
        self._usage = Text("用法：", "usage: ").get(language)
        super().__init__(
            prog=prog,
            description=about.get(language),
            epilog=more.get(language) if more else None,
            formatter_class=argparse.RawTextHelpFormatter,
            add_help=False,
            allow_abbrev=False,
        )
        self._values = self.add_argument_group(Text("参数", "arguments").get(language))
        self._options = self.add_argument_group(Text("选项", "options").get(language))
        help_text = Text("显示本帮助", "show this help").get(language)
        self._options.add_argument("-h", "--help", action="help", help=help_text)

    def value(self, name: str, about: Text, **more: Any) -> None:  # noqa: ANN401 - argparse's own
        """Add a positional argument."""
        self._values.add_argument(name, help=about.get(self.language), **more)

    def option(self, name: str, about: Text, **more: Any) -> None:  # noqa: ANN401 - argparse's own
        """Add an option."""
        self._options.add_argument(name, help=about.get(self.language), **more)

    def command(self, name: str, about: Text) -> Parser:
        """Add a command below this one, and return its parser; `options.action` is its name."""
        if self._commands is None:
            title = Text("命令", "commands").get(self.language)
            self._commands = self.add_subparsers(
                title=title,
                dest="action",
                required=True,
                metavar=_ACTION.get(self.language),
                parser_class=Parser,
                help=_MORE.get(self.language),
            )
        summary = about.get(self.language)
        return self._commands.add_parser(name, about=about, language=self.language, help=summary)

    def rules_option(self, default: Path | None = DEFAULT_RULES) -> None:
        """Add `--rules`."""
        self.option("--rules", _RULES, type=Path, metavar="DIR", default=default)

    def language_option(self) -> None:
        """Add `--language`."""
        self.option(
            "--language", _LANGUAGE, type=closest_language, metavar="TAG", default=self.language
        )

    def format_usage(self) -> str:
        """Return the usage line with its heading in the parser's language."""
        return super().format_usage().replace("usage: ", self._usage, 1)

    def format_help(self) -> str:
        """Return the whole help with its usage line in the parser's language."""
        return super().format_help().replace("usage: ", self._usage, 1)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command line and exit with code 2."""
        told = Text(in_chinese(message), message).get(self.language)
        self.exit(2, f"{self.prog}: {told}\n{self.format_usage()}")


def unfit(zh: str, en: str) -> argparse.ArgumentTypeError:
    """Return the error of a value that an option cannot take, in the language of the locale."""
    return argparse.ArgumentTypeError(Text(zh, en).get(default_language(os.environ)))


def whole_number(lowest: int, highest: int) -> Any:  # noqa: ANN401 - argparse's own
    """Return a reader of whole numbers within bounds, for an option."""

    def read(text: str) -> int:
        if not text.isdecimal() or not lowest <= int(text) <= highest:
            raise unfit(
                f"{text!r} 不是 {lowest} 到 {highest} 的整数",
                f"{text!r} is no whole number from {lowest} to {highest}",
            )
        return int(text)

    return read


def seconds(text: str) -> float:
    """Read a time limit for an option."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 < value <= 3600:
        raise unfit(
            f"{text!r} 不是 0 到 3600 的秒数", f"{text!r} is no number of seconds from 0 to 3600"
        )
    return value


def moment(text: str) -> datetime:
    """Read a moment for an option; one without a zone is Beijing's."""
    try:
        return read_moment(text)
    except ValueError:
        raise unfit(
            f"{text!r} 不是时刻：写成 2026-03-05T10:00 或 2026-03-05T10:00:00+08:00",
            f"{text!r} is no moment: write 2026-03-05T10:00 or 2026-03-05T10:00:00+08:00",
        ) from None
