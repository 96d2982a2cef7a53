"""`check` on good, doubtful and broken rules."""

from __future__ import annotations

import json
from pathlib import Path

from resolver.cli.exits import ExitCode
from resolver.cli.render.code_pages import pages_as_markdown
from tests.support.cli import Shell
from tests.support.rulefolders import TINY_RULES, tiny_folder, tiny_text

BROKEN = {
    "input/amount.yaml": tiny_text("input/amount.yaml").replace("prior: common", "prior: comon"),
    "timing/data_sync_delay.yaml": tiny_text("timing/data_sync_delay.yaml").replace(
        "timing.invoice_age_hours: {gte: 72}", "timing.invoice_age_hour: {gte: 72}"
    ),
}
DOUBTFUL = {"definitions.yaml": f"{tiny_text('definitions.yaml')}  idle: {{batch.given: true}}\n"}


def test_good_rules_are_counted_and_fine(shell: Shell) -> None:
    """The reader sees that something was read."""
    ended = shell.run("check", TINY_RULES)
    assert ended.code == ExitCode.FINE
    assert ended.out.startswith("3 个原因，")
    assert ended.out.endswith("：没有发现问题\n")


def test_every_mistake_is_told_with_place_line_and_mend(shell: Shell, tmp_path: Path) -> None:
    """Both files are wrong, and both are told at once."""
    folder = tiny_folder(tmp_path, BROKEN)
    ended = shell.run("check", folder, "--language", "en")
    assert ended.code == ExitCode.FAILED
    assert f"{folder.as_posix()}/input/amount.yaml:5:8: error RULE049" in ended.out
    assert "timing.invoice_age_hour:" in ended.out
    assert "→ did you mean `timing.invoice_age_hours`?" in ended.out


def test_caret_stands_below_the_place(shell: Shell, tmp_path: Path) -> None:
    """A Chinese character is two cells wide."""
    text = "contacts:\n  hotline: {text: {zh-CN: 拨打, en: call}, source: a, sorce: x}\n"
    folder = tiny_folder(tmp_path, {"contacts.yaml": text})
    lines = shell.run("check", folder, "--language", "en").out.splitlines()
    (line,) = [line for line in lines if "拨打" in line]
    caret = lines[lines.index(line) + 1]
    assert caret.index("^") == line.index("sorce") + len("拨打")


def test_warnings_fail_only_where_that_is_asked(shell: Shell, tmp_path: Path) -> None:
    """`--strict` is for CI."""
    folder = tiny_folder(tmp_path, DOUBTFUL)
    assert shell.run("check", folder).code == ExitCode.FINE
    strict = shell.run("check", folder, "--strict")
    assert strict.code == ExitCode.FAILED
    assert strict.out.endswith("1 个提醒\n")


def test_json_lists_diagnostics_for_programs(shell: Shell, tmp_path: Path) -> None:
    """Counts first, then each with its place."""
    folder = tiny_folder(tmp_path, BROKEN)
    ended = shell.run("check", folder, "--format", "json", "--language", "en")
    told = json.loads(ended.out)
    assert told["errors"] == len(told["diagnostics"]) >= 2
    first = told["diagnostics"][0]
    assert first["file"] == f"{folder.as_posix()}/input/amount.yaml"
    assert (first["line"], first["column"], first["code"]) == (5, 8, "RULE049")


def test_ignored_warnings_are_listed_with_their_reasons(shell: Shell, tmp_path: Path) -> None:
    """They fail nothing, and nothing is hidden."""
    comment = "idle: {batch.given: true}  # check: ignore RULE102 — 下周启用"
    definitions = DOUBTFUL["definitions.yaml"].replace("idle: {batch.given: true}", comment)
    folder = tiny_folder(tmp_path, {"definitions.yaml": definitions})
    assert shell.run("check", folder, "--strict").out.endswith("（另有 1 个按注明的理由忽略）\n")
    told = json.loads(shell.run("check", folder, "--format", "json").out)
    assert (told["warnings"], told["diagnostics"]) == (0, [])
    assert [row["reason"] for row in told["ignored"]] == ["下周启用"]
    sarif = json.loads(shell.run("check", folder, "--format", "sarif").out)
    (result,) = sarif["runs"][0]["results"]
    assert result["suppressions"] == [{"kind": "inSource", "justification": "下周启用"}]


def test_github_format_escapes_what_would_end_a_command(shell: Shell, tmp_path: Path) -> None:
    """One line each; a line break or colon in a property is escaped."""
    folder = tiny_folder(tmp_path, BROKEN)
    ended = shell.run("check", folder, "--format", "github", "--language", "en")
    first = ended.out.splitlines()[0]
    assert first.startswith(f"::error file={folder.as_posix()}/input/amount.yaml,line=5,col=8,")
    assert "%0A" in first


def test_sarif_format_is_json(shell: Shell, tmp_path: Path) -> None:
    """What is in it is tested where it is made."""
    folder = tiny_folder(tmp_path, BROKEN)
    ended = shell.run("check", folder, "--format", "sarif")
    assert ended.code == ExitCode.FAILED
    assert len(json.loads(ended.out)["runs"][0]["results"]) == 2


def test_code_is_explained_in_the_language_of_the_user(shell: Shell) -> None:
    """By code or by name; no folder is read."""
    by_code = shell.run("check", "nowhere", "--explain", "rule008")
    by_name = shell.run("check", "nowhere", "--explain", "unquoted", "--language", "en")
    assert by_code.code == by_name.code == ExitCode.FINE
    assert by_code.out.startswith("RULE008 unquoted  错误\n")
    assert "\n错: status/platform.yaml\n    - code: 006\n" in by_code.out
    assert 'How to mend it: quote it: `"…"`' in by_name.out


def test_unknown_code_is_answered_with_the_nearest(shell: Shell) -> None:
    """A typing error costs no search."""
    ended = shell.run("check", "--explain", "unqoted", "--language", "en")
    assert ended.code == ExitCode.UNUSABLE
    assert ended.err == "there is no code unqoted; did you mean `unquoted`?\n"


def test_all_codes_are_explained_as_one_document(shell: Shell) -> None:
    """`make docs` keeps it."""
    assert shell.run("check", "--explain", "all").out == pages_as_markdown()


def test_fix_mends_and_shows_what_it_did(shell: Shell, tmp_path: Path) -> None:
    """What is left is told as ever, and a second run changes nothing."""
    folder = tiny_folder(tmp_path, BROKEN)
    ended = shell.run("check", folder, "--fix", "--language", "en")
    assert ended.code == ExitCode.FINE
    assert "-prior: comon\n+prior: common\n" in ended.out
    assert f"+++ {folder.as_posix()}/timing/data_sync_delay.yaml\n" in ended.out
    assert (folder / "input/amount.yaml").read_text("utf-8") == tiny_text("input/amount.yaml")
    again = shell.run("check", folder, "--fix", "--format", "json")
    assert (json.loads(again.out)["errors"], again.err) == (0, "")


def test_fix_keeps_the_output_of_other_formats_clean(shell: Shell, tmp_path: Path) -> None:
    """The diff goes to standard error."""
    folder = tiny_folder(tmp_path, BROKEN)
    ended = shell.run("check", folder, "--fix", "--format", "json")
    assert json.loads(ended.out)["errors"] == 0
    assert "+prior: common\n" in ended.err


def test_missing_folder_is_unusable(shell: Shell, tmp_path: Path) -> None:
    """It is not an empty rulebook."""
    ended = shell.run("check", tmp_path / "none")
    assert ended.code == ExitCode.UNUSABLE
    assert "没有这个目录" in ended.err
