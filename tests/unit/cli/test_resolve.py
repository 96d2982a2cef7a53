"""`resolve`, in this process and by a server."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from resolver.cli.exits import ExitCode
from resolver.runtime.snapshot import build_snapshot
from tests.support.cli import AT, EARLY_LOOKUP, Shell, json_file
from tests.support.rulefolders import TINY_RULES, tiny_folder
from tests.support.servers import FakeResolver, a_snapshot, running_server


def test_answer_is_a_table_in_the_language_of_the_locale(shell: Shell, tmp_path: Path) -> None:
    """Cause, probability, evidence, remedy, moment and disposition are all there."""
    file = json_file(tmp_path, EARLY_LOOKUP)
    ended = shell.run("resolve", file, "--rules", TINY_RULES, "--at", AT)
    assert ended.code == ExitCode.FINE
    assert "A-1  对方答复：查无此票" in ended.out
    assert "timing.data_sync_delay" in ended.out
    assert "+2.7 距开票仅 2 小时" in ended.out
    assert "最早 2026-03-06 00:00（北京时间）" in ended.out
    assert "等待 (WAIT)，可以重试" in ended.out


def test_language_option_wins_over_the_locale(shell: Shell, tmp_path: Path) -> None:
    """A reader of English on a Chinese machine gets English."""
    file = json_file(tmp_path, EARLY_LOOKUP)
    ended = shell.run("resolve", file, "--rules", TINY_RULES, "--at", AT, "--language", "en-GB")
    assert "Only 2 h since issue" in ended.out
    assert not any("\u4e00" <= character <= "\u9fff" for character in ended.out)


def test_context_comes_from_standard_input(shell: Shell) -> None:
    """`-` is the pipe."""
    text = json.dumps(EARLY_LOOKUP)
    ended = shell.run("resolve", "-", "--rules", TINY_RULES, "--at", AT, stdin=text)
    assert "timing.data_sync_delay" in ended.out


def test_one_line_of_many_is_named_by_its_number(shell: Shell, tmp_path: Path) -> None:
    """As places are printed elsewhere; a file of lines alone is met with how to name one."""
    lines = [{"context": EARLY_LOOKUP, "evaluation_time": AT}, {"context": {"outcom": {}}}]
    file = tmp_path / "lookups.jsonl"
    file.write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")

    def ask(name: str) -> tuple[int, str]:
        ended = shell.run("resolve", name, "--rules", TINY_RULES)
        return ended.code, ended.out + ended.err

    assert "距开票仅 2 小时" in ask(f"{file}:1")[1]
    assert f"{file}:2" in ask(f"{file}:2")[1]
    assert ask(f"{file}:3") == (ExitCode.UNUSABLE, f"{file}：没有第 3 行\n")
    assert "请写成 文件:行号" in ask(str(file))[1]


def test_request_brings_its_own_moment(shell: Shell) -> None:
    """A saved request, or a line of a case file, is judged by its own time."""
    request = json.dumps({"id": "t1", "context": EARLY_LOOKUP, "evaluationTime": AT})
    ended = shell.run("resolve", "-", "--rules", TINY_RULES, "--json", stdin=request)
    assert json.loads(ended.out)["evaluated_at"] == "2026-03-05T02:00:00Z"


@pytest.mark.parametrize("moment", ["soon", 5, ["2026"]])
def test_request_with_a_senseless_moment_is_unusable(shell: Shell, moment: object) -> None:
    """It is not judged by now instead."""
    request = json.dumps({"context": EARLY_LOOKUP, "evaluation_time": moment})
    ended = shell.run("resolve", "-", "--rules", TINY_RULES, stdin=request)
    assert ended.code == ExitCode.UNUSABLE
    assert "evaluation_time" in ended.err


def test_server_and_process_give_the_same_answer(shell: Shell, tmp_path: Path) -> None:
    """The same rules, asked over gRPC, print the same bytes."""
    file = json_file(tmp_path, EARLY_LOOKUP)
    arguments = ("resolve", file, "--at", AT)
    here = shell.run(*arguments, "--rules", TINY_RULES)
    snapshot = build_snapshot(TINY_RULES)
    with running_server(snapshot) as connection:
        address = f"127.0.0.1:{connection.server.port}"
        there = shell.run(*arguments, "--address", address)
    assert there.code == ExitCode.FINE
    assert there.out == here.out


def test_request_beyond_the_limits_is_told_alike_by_both(shell: Shell, tmp_path: Path) -> None:
    """Every violated field, in the user's language, and the code for unusable input."""
    file = json_file(tmp_path, {"inputs": {"amount": "9" * 2000}})
    here = shell.run("resolve", file, "--rules", TINY_RULES)
    with running_server() as connection:
        there = shell.run("resolve", file, "--address", f"127.0.0.1:{connection.server.port}")
    assert here.code == there.code == ExitCode.UNUSABLE
    assert here.err == there.err
    assert "context.inputs.amount：长度为 2000 个字符" in here.err


def test_absent_server_is_unreachable(shell: Shell, tmp_path: Path) -> None:
    """The exit code tells a script that the answer is not the context's fault."""
    file = json_file(tmp_path, EARLY_LOOKUP)
    ended = shell.run("resolve", file, "--address", "127.0.0.1:1", "--timeout", "5")
    assert ended.code == ExitCode.UNREACHABLE
    assert "127.0.0.1:1 没有应答" in ended.err


def test_failing_server_is_an_internal_error(shell: Shell, tmp_path: Path) -> None:
    """Its message is passed on, its inside is not known."""

    def fail(_: object) -> None:
        raise ZeroDivisionError

    file = json_file(tmp_path, EARLY_LOOKUP)
    with running_server(a_snapshot(FakeResolver(before=fail))) as connection:
        ended = shell.run("resolve", file, "--address", f"127.0.0.1:{connection.server.port}")
    assert ended.code == ExitCode.INTERNAL
    assert "INTERNAL" in ended.err


def test_broken_rules_are_printed_and_end_in_their_own_code(shell: Shell, tmp_path: Path) -> None:
    """The context was fine; the rules were not."""
    rules = tiny_folder(tmp_path, {"scale.yaml": "strengths: 1\n"})
    ended = shell.run("resolve", json_file(tmp_path, EARLY_LOOKUP), "--rules", rules)
    assert ended.code == ExitCode.RULES_REFUSED
    assert f"{rules.as_posix()}/scale.yaml:1:" in ended.err
    assert "未被采用" in ended.err


def test_rules_and_address_exclude_each_other(shell: Shell, tmp_path: Path) -> None:
    """A server judges by rules of its own."""
    file = json_file(tmp_path, EARLY_LOOKUP)
    ended = shell.run("resolve", file, "--rules", TINY_RULES, "--address", "127.0.0.1:1")
    assert ended.code == ExitCode.UNUSABLE


@pytest.mark.parametrize(
    "option",
    [("--max-causes", "0"), ("--max-causes", "x"), ("--at", "soon"), ("--timeout", "-1")],
)
def test_senseless_options_are_wrong_usage(shell: Shell, option: tuple[str, str]) -> None:
    """They are refused before anything is read."""
    assert shell.run("resolve", "none.json", *option).code == ExitCode.UNUSABLE
