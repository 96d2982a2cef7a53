"""`token`: what it prints must let its caller in."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from resolver.cli.exits import ExitCode
from resolver.runtime.access.callers import Caller, Scope, read_callers
from tests.support.cli import Shell


def test_printed_line_lets_the_printed_token_in(shell: Shell, tmp_path: Path) -> None:
    """The line goes into the file of callers as it is."""
    ended = shell.run("token", "erp-east", "--scope", "resolve", "--scope", "rules.read")
    assert ended.code == ExitCode.FINE
    (token,) = re.findall(r"^isr_[\w-]{43}$", ended.out, re.MULTILINE)
    file = tmp_path / "callers.yaml"
    file.write_text(ended.out.splitlines()[-1], "utf-8")
    caller = read_callers(file).by_token(token, datetime.now(UTC))
    assert caller == Caller("erp-east", frozenset({Scope.RESOLVE, Scope.RULES_READ}))
    assert "只显示这一次" in ended.out


def test_token_is_kept_in_a_file_that_only_its_maker_can_read(
    shell: Shell, tmp_path: Path
) -> None:
    """It is not shown then, and no file is overwritten."""
    file = tmp_path / "erp.token"
    arguments = ("token", "erp", "--scope", "resolve", "--output", str(file), "--language", "en")
    ended = shell.run(*arguments)
    assert ended.code == ExitCode.FINE
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_text("ascii").strip() not in ended.out
    again = shell.run(*arguments)
    assert again.code == ExitCode.UNUSABLE
    assert f"cannot write {file}" in again.err


@pytest.mark.parametrize("name", ["two words", "", "x" * 129, "a\nb"])
def test_name_that_logs_cannot_carry_is_refused(shell: Shell, name: str) -> None:
    """The server would refuse its line."""
    ended = shell.run("token", name, "--scope", "resolve")
    assert ended.code == ExitCode.UNUSABLE
    assert "isr_" not in ended.out
