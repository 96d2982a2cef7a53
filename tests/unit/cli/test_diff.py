"""`diff` from end to end: folders, Git revisions, contexts, budgets and the sheet."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
from pathlib import Path

import pytest

from resolver.cli import lines
from resolver.cli.exits import ExitCode
from tests.support.cli import AT, EARLY_LOOKUP, Shell
from tests.support.rulefolders import TINY_RULES, tiny_folder, tiny_text

SYNC = "timing/data_sync_delay.yaml"
WEAKER = tiny_text(SYNC).replace("weight: strong\n", "weight: weak against\n")
RETRIES = {
    path: tiny_text(path).replace("retryable: false", "retryable: true")
    for path in ("input/amount.yaml", "unknown.yaml")
}
MISMATCH = {"outcome": {"provider": "platform", "code": "006"}}


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """The tiny rules with a rule turned against its cause, and retries allowed."""
    return tiny_folder(tmp_path, {SYNC: WEAKER, **RETRIES})


@pytest.fixture
def contexts(tmp_path: Path) -> Path:
    """Ten contexts, bare ones and whole requests in turn, and an empty line."""
    rows: list[object] = []
    for number in range(5):
        rows.append({"id": f"c{number}", "context": EARLY_LOOKUP, "evaluation_time": AT})
        rows.append(MISMATCH)
    file = tmp_path / "contexts.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)) + "\n\n", "utf-8")
    return file


def git(folder: Path, *arguments: str) -> None:
    """Run git in a folder, as somebody."""
    somebody = {
        f"GIT_{who}_{what}": "a@b.c"
        for who in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    subprocess.run(
        ["git", *arguments],
        cwd=folder,
        check=True,
        capture_output=True,
        env={**os.environ, **somebody, "GIT_CONFIG_GLOBAL": os.devnull},
    )


@pytest.fixture
def repository(tmp_path: Path, changed: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository, the current folder, whose second and last commit turns a rule."""
    git(tmp_path, "init", "-q", "-b", "main")
    for path in (SYNC, *RETRIES):
        (changed / path).write_text(tiny_text(path), "utf-8")
    git(tmp_path, "add", "rules")
    git(tmp_path, "commit", "-qm", "first")
    (changed / SYNC).write_text(WEAKER, "utf-8")
    git(tmp_path, "commit", "-qam", "second")
    git(tmp_path, "tag", "v2")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_same_rules_are_told_to_be(shell: Shell) -> None:
    """And that is fine."""
    ended = shell.run("diff", TINY_RULES, TINY_RULES)
    assert (ended.code, ended.out) == (ExitCode.FINE, "规则没有变化\n")


def test_changes_are_told_in_words(shell: Shell, changed: Path) -> None:
    """In Chinese and in English, with a remark on a version that was not raised."""
    chinese = shell.run("diff", TINY_RULES, changed)
    assert "修改：规则 timing.data_sync_delay/issued-today" in chinese.out
    assert "强度：由 strong 改为 weak against" in chinese.out
    assert "请把 version 加一" in chinese.out
    assert "可否重试（第 2 条）：由 false 改为 true" in chinese.out
    english = shell.run("diff", TINY_RULES, changed, "--language", "en")
    assert "strength: from strong to weak against" in english.out


def test_rules_with_another_version_alone_are_told_together(shell: Shell, tmp_path: Path) -> None:
    """They say what they said; a lock that is behind does not keep from looking."""
    text = tiny_text(SYNC).replace("version: 1", "version: 2", 1)
    folder = tiny_folder(tmp_path, {SYNC: text, "rules.lock": "rubbish\n"})
    ended = shell.run("diff", TINY_RULES, folder)
    assert "另有 1 条规则只改了版本号" in ended.out
    assert "timing.data_sync_delay/issued-today" in ended.out


def test_answers_are_grouped_by_the_rule_responsible(
    shell: Shell, changed: Path, contexts: Path
) -> None:
    """With exact counts, examples, and the dispositions that now allow a retry."""
    ended = shell.run("diff", TINY_RULES, changed, "--contexts", contexts, "--at", AT)
    assert ended.code == ExitCode.FINE
    assert "对比 10 条上下文：10 条答案不同（100.00%），其中 5 条首要原因不同" in ended.out
    assert "timing.data_sync_delay → unknown" in ended.out
    assert "有 5 条由“不要重试”变为“可以重试”" in ended.out
    part = "规则 timing.data_sync_delay/issued-today：5 条答案不同，首要原因变化 5 条"
    assert part in ended.out
    assert "第 1 行（c0）" in ended.out


def test_result_is_the_same_for_any_number_of_processes(
    shell: Shell, changed: Path, contexts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And for gzipped contexts, and for those of standard input."""
    monkeypatch.setattr(lines, "LINES_A_CHUNK", 2)
    command = ("diff", TINY_RULES, changed, "--json", "--at", AT, "--contexts")
    alone = shell.run(*command, contexts, "--jobs", 1)
    assert json.loads(alone.out)["answers"]["differing"] == 10
    packed = contexts.with_suffix(".gz")
    packed.write_bytes(gzip.compress(contexts.read_bytes()))
    assert shell.run(*command, packed, "--jobs", 2).out == alone.out
    assert shell.run(*command, "-", "--jobs", 1, stdin=contexts.read_bytes()).out == alone.out


def test_line_that_cannot_be_read_is_told_and_does_not_stop_the_run(
    shell: Shell, changed: Path, tmp_path: Path
) -> None:
    """By its number; what can be read is counted, and the exit code tells."""
    file = tmp_path / "rubbish.jsonl"
    good = json.dumps(MISMATCH).encode()
    file.write_bytes(b"\xef\xbb\xbf" + good + b'\n{"inputs": \n[1]\n\xff\n{"input": {}}\n' + good)
    ended = shell.run("diff", TINY_RULES, changed, "--contexts", file, "--json")
    assert ended.code == ExitCode.UNUSABLE
    answers = json.loads(ended.out)["answers"]
    assert (answers["contexts"], answers["unreadable"]) == (2, 4)
    assert [remark["line"] for remark in answers["remarks"]] == [2, 3, 4, 5]
    assert "4 行无法读取" in ended.err


@pytest.mark.parametrize(
    ("limit", "code"),
    [
        ("5", ExitCode.FINE),
        ("4", ExitCode.FAILED),
        ("50%", ExitCode.FINE),
        ("49.9%", ExitCode.FAILED),
        ("timing.data_sync_delay=5", ExitCode.FINE),
        ("timing.data_sync_delay=0", ExitCode.FAILED),
        ("input.amount=0", ExitCode.FINE),
    ],
)
def test_budget_of_flips_decides_the_exit_code(
    shell: Shell, changed: Path, contexts: Path, limit: str, code: ExitCode
) -> None:
    """In all, as a share, and for one cause; what is exceeded is told."""
    ended = shell.run(
        "diff", TINY_RULES, changed, "--contexts", contexts, "--max-flips", limit, "--at", AT
    )
    assert ended.code == code
    assert (f"--max-flips {limit}：" in ended.err) is (code is ExitCode.FAILED)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--max-flips", "1"), "--max-flips 需要 --contexts"),
        (("--sheet", "sheet.pdf"), ".html 或 .md"),
        (("--contexts", "nowhere.jsonl"), "nowhere.jsonl：无法读取"),
        (("--contexts", "-", "--max-flips", "input.amuont=1"), "是不是想写 `input.amount`"),
        (("--contexts", "-", "--max-flips", "many"), "不是限额"),
        (("--least-move", "0"), "不是 0 到 100 的百分点"),
    ],
)
def test_wrong_use_is_told(shell: Shell, arguments: tuple[str, ...], told: str) -> None:
    """With what to write instead, before any work is done."""
    ended = shell.run("diff", TINY_RULES, TINY_RULES, *arguments)
    assert ended.code == ExitCode.UNUSABLE
    assert told in ended.err


def test_gzip_file_that_breaks_off_is_told(shell: Shell, tmp_path: Path) -> None:
    """It is not taken for a shorter one."""
    file = tmp_path / "half.gz"
    file.write_bytes(gzip.compress(b"{}\n" * 1000)[:-9])
    ended = shell.run("diff", TINY_RULES, TINY_RULES, "--contexts", file)
    assert ended.code == ExitCode.UNUSABLE
    assert "half.gz：无法读取" in ended.err


def test_side_with_mistakes_is_named(shell: Shell, tmp_path: Path) -> None:
    """The other side may be in order."""
    broken = tiny_folder(tmp_path, {SYNC: "cause: [\n"})
    ended = shell.run("diff", TINY_RULES, broken)
    assert ended.code == ExitCode.RULES_REFUSED
    assert f"{broken} 有错误" in ended.err
    assert f"{TINY_RULES} 有错误" not in ended.err


def test_revisions_are_read_from_git(shell: Shell, repository: Path) -> None:
    """By branch, tag or commit, from anywhere in the repository, without the work tree."""
    (repository / "rules" / SYNC).write_text("not: [yaml", "utf-8")
    for old, new in (("HEAD~1", "v2"), ("main~1:rules", "main:rules/")):
        ended = shell.run("diff", old, new)
        assert ended.code == ExitCode.FINE, ended.err
        assert "规则的变化：1 处" in ended.out
    assert (repository / "rules" / SYNC).read_text("utf-8") == "not: [yaml"


def test_folder_wins_over_a_revision_of_its_name(shell: Shell, repository: Path) -> None:
    """`main` is a branch here, and a folder with other rules."""
    (repository / "rules").rename(repository / "main")
    ended = shell.run("diff", "v2", "main")
    assert ended.out == "规则没有变化\n"
    (repository / "main" / SYNC).write_text(tiny_text(SYNC), "utf-8")
    assert "规则的变化：1 处" in shell.run("diff", "v2", "main").out


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("nowhere", "没有名为“nowhere”的 Git 版本"),
        ("--output=x", "没有名为"),
        ("v2:elsewhere", "版本 v2 中没有目录 elsewhere"),
    ],
)
def test_revision_that_is_not_there_is_told(
    shell: Shell, repository: Path, name: str, told: str
) -> None:
    """With what to write."""
    ended = shell.run("diff", "rules", "--", name)
    assert ended.code == ExitCode.UNUSABLE
    assert told in ended.err


def test_without_a_repository_or_git_a_name_must_be_a_folder(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And each is told."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert "不在 Git 仓库中" in shell.run("diff", TINY_RULES, "v1").err
    monkeypatch.setenv("PATH", "")
    assert "先安装 git" in shell.run("diff", TINY_RULES, "v1").err


@pytest.mark.parametrize(
    "options",
    [("sheet.html", "zh-CN"), ("sheet.html", "en"), ("sheet.md", "zh-CN"), ("sheet.md", "en")],
)
def test_sheet_tells_whoever_approves_everything(
    shell: Shell, changed: Path, contexts: Path, tmp_path: Path, options: tuple[str, str]
) -> None:
    """Rules, answers, scenarios and mutants, and where to sign."""
    name, language = options
    sheet = tmp_path / name
    more = ("--sheet", sheet, "--sheet-language", language, "--max-flips", "1", "--at", AT)
    shell.run("diff", TINY_RULES, changed, "--contexts", contexts, *more)
    text = sheet.read_text("utf-8")
    wanted = {
        "zh-CN": (
            "规则变更审批单",
            "首要原因的来去",
            "首要原因最多可以改变多少",
            "开票两小时后查无此票",
            "审批人签字",
        ),
        "en": ("Approval of a change", "First causes", "How many first", "scenario", "Signature"),
    }
    assert [one for one in wanted[language] if one not in text] == []
    assert "sha256:" in text
    assert "issued-today" in text


def test_sheet_speaks_plainly_of_rules_and_codes(shell: Shell, tmp_path: Path) -> None:
    """Titles, conditions in words, no paths of tables; a code that no scenario has is told."""
    code = '{code: "0098", category: mismatch, meaning: {zh-CN: 金额不符, en: wrong amount}}'
    platform = tiny_text("status/platform.yaml").replace("marks:", f"  - {code}\nmarks:")
    rule = tiny_text("timing/data_sync_delay.yaml").replace("{gte: 72}", "{gte: 48}")
    rule = rule.replace("strong against", "weak against")
    folder = tiny_folder(
        tmp_path, {"status/platform.yaml": platform, "timing/data_sync_delay.yaml": rule}
    )
    sheet = tmp_path / "sheet.md"
    shell.run("diff", TINY_RULES, folder, "--sheet", sheet)
    text = sheet.read_text("utf-8").replace("\\", "")

    assert "规则 timing.data_sync_delay/long-issued（数据尚未同步）" in text
    assert "不小于 48 小时" in text
    assert "强度：由 反证，强 改为 反证，弱" in text
    assert "查验平台的代码 0098，中文含义：增加 金额不符" in text
    assert "没有场景用到新代码 0098" in text
    assert "codes[" not in text


def test_sheet_escapes_what_others_wrote(shell: Shell, changed: Path, tmp_path: Path) -> None:
    """An id of a context is no markup."""
    file, sheet = tmp_path / "c.jsonl", tmp_path / "sheet.html"
    row = {"id": "<script>x</script>", "context": EARLY_LOOKUP, "evaluation_time": AT}
    file.write_text(json.dumps(row), "utf-8")
    shell.run("diff", TINY_RULES, changed, "--contexts", file, "--sheet", sheet)
    assert "<script>" not in sheet.read_text("utf-8")
    assert "&lt;script&gt;" in sheet.read_text("utf-8")
