"""Arguments, dispatch and exit codes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from resolver.cli.app import COMMANDS, Command, command_parser
from resolver.cli.exits import CommandError, ExitCode
from resolver.errors import (
    AddressUnavailableError,
    BundleError,
    EngineError,
    KeyFileError,
    RulesUnavailableError,
)
from resolver.model.texts import LANGUAGES, Text
from tests.support.cli import Shell, parsers_below

ROOT = Path(__file__).parents[3]


def test_no_command_prints_all_of_them_and_is_wrong_usage(shell: Shell) -> None:
    """A user who types nothing is told what can be typed."""
    ended = shell.run()
    assert ended.code == ExitCode.UNUSABLE
    assert all(command.name in ended.out for command in COMMANDS)
    assert "查询服务是否就绪" in ended.out


def test_help_speaks_the_language_of_the_locale(shell: Shell) -> None:
    """Headings, texts and usage are in the same language."""
    assert "用法：" in shell.run("check", "--help").out
    shell.speak("en_US.UTF-8")
    english = shell.run("check", "--help")
    assert english.code == ExitCode.FINE
    assert "usage: " in english.out
    assert "let warnings fail too" in english.out


def test_unknown_command_is_wrong_usage(shell: Shell) -> None:
    """It names the commands there are."""
    ended = shell.run("chek")
    assert ended.code == ExitCode.UNUSABLE
    assert "'check'" in ended.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("chek",), "命令：没有 'chek'，可以写 "),
        (("bundle", "biuld"), "命令：没有 'biuld'，可以写 "),
        (("check", "--lnaguage", "en"), "不认识的参数：--lnaguage"),
        (("check", "--language"), "--language：后面要写一个值"),
        (("check", "--watch=yes"), "--watch：不带值，不能写 'yes'"),
        (("diff",), "缺少参数："),
        (("diff", "a", "b", "--at", "noon"), "--at：'noon' 不是时刻：写成 2026-03-05T10:00 或 "),
    ],
)
def test_wrong_usage_is_told_in_chinese(
    arguments: tuple[str, ...], told: str, shell: Shell
) -> None:
    """As everything is in a Chinese locale; in an English one it is told in English."""
    ended = shell.run(*arguments)
    assert ended.code == ExitCode.UNUSABLE
    assert told in ended.err
    assert "argument" not in ended.err
    shell.speak("en_US.UTF-8")
    assert shell.run(*arguments).err.splitlines()[0].isascii()


def test_version_is_that_of_the_project(shell: Shell) -> None:
    """The package and its metadata agree."""
    version = shell.run("--version").out.strip()
    assert f'version = "{version}"' in (ROOT / "pyproject.toml").read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_option_has_help_in_every_language(command: Command, language: str) -> None:
    """An option that says nothing of itself is no use."""
    for parser in parsers_below(command_parser(command, language)):
        assert all(action.help for action in parser._actions)


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (CommandError(Text("不行", "no")), ExitCode.UNUSABLE, "不行"),
        (CommandError(Text("连不上", "gone"), ExitCode.UNREACHABLE), ExitCode.UNREACHABLE, "连"),
        (RulesUnavailableError("gone"), ExitCode.UNUSABLE, "规则目录无法读取：gone"),
        (
            BundleError("BUNDLE_UNSIGNED", Text("没有签名", "not signed")),
            ExitCode.RULES_REFUSED,
            "规则包不可用：没有签名 [BUNDLE_UNSIGNED]",
        ),
        (BundleError("BUNDLE_UNAVAILABLE", Text("没有", "none")), ExitCode.UNUSABLE, "没有"),
        (KeyFileError(Text("不是公钥", "no key")), ExitCode.UNUSABLE, "不是公钥"),
        (AddressUnavailableError("taken"), ExitCode.FAILED, "无法监听：taken"),
        (EngineError("broken"), ExitCode.INTERNAL, "请报告"),
        (ZeroDivisionError("oops"), ExitCode.INTERNAL, "ZeroDivisionError: oops"),
    ],
)
def test_errors_end_in_their_code_without_traceback(
    shell: Shell, error: Exception, code: ExitCode, words: str
) -> None:
    """Users get a sentence and a code that scripts can tell apart."""

    def fail(_: object) -> ExitCode:
        raise error

    shell.monkeypatch.setattr("resolver.cli.check.run", fail)
    ended = shell.run("check")
    assert ended.code == code
    assert words in ended.err
    assert "Traceback" not in ended.err


def test_interrupted_command_says_nothing(shell: Shell) -> None:
    """Ctrl-C is no error to complain of."""

    def interrupt(_: object) -> ExitCode:
        raise KeyboardInterrupt

    shell.monkeypatch.setattr("resolver.cli.check.run", interrupt)
    ended = shell.run("check")
    assert (ended.code, ended.out, ended.err) == (ExitCode.INTERRUPTED, "", "")


def test_closed_pipe_ends_quietly() -> None:
    """`resolver … | head` prints no complaint when head has seen enough."""
    command = [sys.executable, "-m", "resolver", "check", "rules", "--format", "json"]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        _, err = process.communicate(timeout=60)
    assert process.returncode == ExitCode.PIPE_CLOSED
    assert err == b""
