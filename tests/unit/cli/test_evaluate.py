"""`evaluate` on a few labelled cases."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from resolver.cli.exits import ExitCode
from tests.support.cli import AT, EARLY_LOOKUP, Shell
from tests.support.rulefolders import TINY_RULES

RIGHT = {
    "id": "right",
    "difficulty": "decisive",
    "context": EARLY_LOOKUP,
    "evaluation_time": AT,
    "accept_top1": ["timing.data_sync_delay"],
    "must_top3": ["timing.data_sync_delay"],
    "must_not_top3": [],
    "expect": {"retryable": True, "retry_not_before_min": "2026-03-06T00:00:00+08:00"},
}
WRONG = {
    "id": "wrong",
    "difficulty": "misleading",
    "context": EARLY_LOOKUP,
    "evaluation_time": AT,
    "accept_top1": ["input.amount"],
    "must_not_top3": ["timing.data_sync_delay"],
    "why": "只是为了测试",
}


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    """A file of one case that the tiny rules get right and one that they get wrong."""
    file = tmp_path / "cases.jsonl"
    file.write_text("\n".join(json.dumps(case) for case in (RIGHT, WRONG)) + "\n\n", "utf-8")
    return file


def test_figures_are_printed_by_difficulty(shell: Shell, cases: Path) -> None:
    """All first, then each difficulty, then reliability and risk."""
    ended = shell.run("evaluate", cases, "--rules", TINY_RULES)
    assert ended.code == ExitCode.FINE
    lines = ended.out.splitlines()
    assert lines[0].split()[:3] == ["top1", "top3", "harm"]
    assert lines[1].split()[:2] == ["全部", "50.0"]
    assert lines[2].split()[:2] == ["decisive", "100.0"]
    assert "概率是否可信（首位原因）" in lines


def test_failures_are_shown_with_the_reason_of_the_label(shell: Shell, cases: Path) -> None:
    """What was got, wanted and forbidden."""
    ended = shell.run("evaluate", cases, "--rules", TINY_RULES, "--failures", "5")
    assert "wrong  [misleading]" in ended.out
    assert "得到 timing.data_sync_delay" in ended.out
    assert "只是为了测试" in ended.out
    assert "right" not in ended.out


def test_json_holds_the_same_figures(shell: Shell, cases: Path) -> None:
    """For a script that watches them."""
    ended = shell.run("evaluate", cases, "--rules", TINY_RULES, "--json", "--robustness")
    told = json.loads(ended.out)
    assert told["figures"]["all"]["top1"] == 50.0
    assert told["failures"] == ["wrong"]
    assert told["robustness"]["n"] == 12


def test_robustness_is_told_in_words(shell: Shell, cases: Path) -> None:
    """How often the first cause changes when a field is not told."""
    ended = shell.run("evaluate", cases, "--rules", TINY_RULES, "--robustness")
    assert "逐个去掉字段" in ended.out


def test_plot_is_a_picture_of_its_own(shell: Shell, cases: Path, tmp_path: Path) -> None:
    """Well-formed SVG that loads nothing."""
    picture = tmp_path / "calibration.svg"
    shell.run("evaluate", cases, "--rules", TINY_RULES, "--plot", picture)
    root = ET.parse(picture).getroot()  # noqa: S314 - written by ourselves
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "href" not in picture.read_text("utf-8")


def test_plot_is_written_as_svg_only(shell: Shell, cases: Path) -> None:
    """Said before the work, not after it."""
    ended = shell.run("evaluate", cases, "--rules", TINY_RULES, "--plot", "a.png")
    assert ended.code == ExitCode.UNUSABLE


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "cases.jsonl:2:"),
        ("[]", "cases.jsonl:2"),
        ('{"context": {}}', "accept_top1"),
        ('{"context": {"outcom": {}}, "accept_top1": []}', "`outcome`"),
    ],
)
def test_line_that_is_no_case_is_named(
    shell: Shell, tmp_path: Path, line: str, words: str
) -> None:
    """File, line and what is missing."""
    file = tmp_path / "cases.jsonl"
    file.write_text(f"{json.dumps(RIGHT)}\n{line}\n", "utf-8")
    ended = shell.run("evaluate", file, "--rules", TINY_RULES, "--language", "en")
    assert ended.code == ExitCode.UNUSABLE
    assert words in ended.err


def test_no_case_at_all_is_unusable(shell: Shell) -> None:
    """Figures of nothing would be misleading."""
    ended = shell.run("evaluate", "-", "--rules", TINY_RULES, stdin="\n")
    assert ended.code == ExitCode.UNUSABLE
