"""`token`: make a token for a caller, and the line by which a server knows it."""

from __future__ import annotations

import argparse
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from resolver.cli.exits import CommandError, ExitCode
from resolver.cli.render.token import print_token
from resolver.cli.usage import Parser, whole_number
from resolver.model.beijing import beijing_day
from resolver.model.texts import Text
from resolver.runtime.access.callers import NAME, Scope
from resolver.runtime.access.tokens import digest_of, new_token

_NAME = Text("调用方名称，会出现在日志中", "name of the caller, as logs will have it")
_SCOPE = Text(
    f"允许做什么：{'、'.join(Scope)}；可重复给出",
    f"what it may do: {', '.join(Scope)}; may be given again",
)
_DAYS = Text("有效天数（默认 365）", "for how many days it is good (default: 365)")
_OUTPUT = Text(
    "把令牌写入该文件（仅本人可读），不显示在屏幕上",
    "write the token to this file, which only you can read, not to the screen",
)
_NO_NAME = Text(
    "名称须为 1–128 个字母、数字或 _ . @ : / + -",
    "a name has 1 to 128 letters, digits or _ . @ : / + -",
)


def configure(parser: Parser) -> None:
    """Add the command's arguments."""
    parser.value("name", _NAME, metavar="NAME")
    parser.option(
        "--scope", _SCOPE, metavar="SCOPE", choices=list(Scope), action="append", required=True
    )
    parser.option("--days", _DAYS, metavar="N", type=whole_number(1, 3650), default=365)
    parser.option("--output", _OUTPUT, metavar="FILE", type=Path)
    parser.language_option()


def run(options: argparse.Namespace) -> ExitCode:
    """Make a token and print the line for the file of callers."""
    if not re.fullmatch(NAME, options.name):
        raise CommandError(_NO_NAME)
    token = new_token()
    last_day = beijing_day(datetime.now(UTC) + timedelta(days=options.days))
    scopes = ", ".join(dict.fromkeys(options.scope))
    line = (
        f'- {{name: "{options.name}", scopes: [{scopes}], token_sha256: "{digest_of(token)}", '
        f"last_day: {last_day}}}"
    )
    if options.output:
        _keep(options.output, token)
    print_token(line, None if options.output else token, options.language)
    return ExitCode.FINE


def _keep(file: Path, token: str) -> None:
    try:
        file.touch(mode=0o600, exist_ok=False)
        file.write_text(f"{token}\n", "ascii")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        text = Text(f"无法写入 {file}：{reason}", f"cannot write {file}: {reason}")
        raise CommandError(text) from error
