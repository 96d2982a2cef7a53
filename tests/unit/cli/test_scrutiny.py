"""`test --coverage` and `--mutate`, and the laws that every run tries."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.cli import scrutiny
from resolver.cli.exits import ExitCode
from tests.support.cli import Shell
from tests.support.rulefolders import TINY_RULES, tiny_folder, tiny_text

_AMOUNT = "input/amount.yaml"
_DELAY = "timing/data_sync_delay.yaml"
_DELAY_TEST = "timing/data_sync_delay_test.yaml"


def test_every_run_tells_that_the_laws_hold(shell: Shell) -> None:
    """In one line."""
    ended = shell.run("test", TINY_RULES)
    assert ended.code == ExitCode.FINE
    assert "通用规律：试了 " in ended.out
    assert ended.out.endswith("次，全部成立\n")


def test_two_equals_on_opposite_sides_fail_the_run(shell: Shell, tmp_path: Path) -> None:
    """Both rules, the scenario in which it shows, and what the other order would give."""
    text = tiny_text(_DELAY).replace("{gte: 72}", "{gte: 1}")
    quiet = tiny_text(_DELAY_TEST).replace(
        "      no_rules: [timing.data_sync_delay/long-issued]\n", ""
    )
    folder = tiny_folder(tmp_path, {_DELAY: text, _DELAY_TEST: quiet})
    ended = shell.run("test", folder, "--language", "en")
    assert ended.code == ExitCode.FAILED
    assert (
        "timing.data_sync_delay/issued-today and timing.data_sync_delay/long-issued" in ended.out
    )
    assert f"{folder.as_posix()}/{_DELAY_TEST}:2: " in ended.out
    assert "1 times they do not hold" in ended.out


def test_coverage_counts_and_lists_what_nobody_has_seen(shell: Shell) -> None:
    """A rule that never matched comes with what the nearest scenario lacks."""
    ended = shell.run("test", TINY_RULES, "--coverage", "--language", "en")
    assert ended.code == ExitCode.FINE
    assert "of 5 rules 2 matched, 2 came one condition short, 1 were not reached" in ended.out
    place = f"{TINY_RULES.as_posix()}/{_DELAY}:18: timing.data_sync_delay/long-issued"
    assert place in ended.out
    assert "lacks {timing.invoice_age_hours: {gte: 72}}" in ended.out
    assert "never seen true: {inputs.all_ok: true}" in ended.out


def test_mutate_tells_the_missing_scenario_in_the_authors_words(shell: Shell) -> None:
    """Place, change, the scenario to write, and what the change would do."""
    ended = shell.run("test", TINY_RULES, "--mutate")
    assert ended.code == ExitCode.FINE
    assert "变异测试：规则逐处改动 35 次，场景发现 7 次，没有发现 28 次（得分 20.0%）" in ended.out
    at = TINY_RULES.as_posix()
    told = ended.out.partition(f"{at}/{_DELAY}:18: 规则 ")[2].splitlines()
    assert told[:2] == ["timing.data_sync_delay/long-issued", "    改动：strong against → strong"]
    assert told[2] == (
        f"      缺少场景：同「开票两小时后查无此票」（{at}/{_DELAY_TEST}:2），"
        "但 timing.invoice_age_hours: 72（开票至今的小时数）；期望 first: unknown"
    )
    assert told[3] == (
        "      改动的后果：首要原因由 unknown 变为 timing.data_sync_delay，"
        "timing.data_sync_delay 的可能性由 2.5% 变为 85.1%"
    )
    assert "同一处另有 5 个改动没有发现" in ended.out


def test_mutate_of_one_cause_lists_all_its_own_changes(shell: Shell) -> None:
    """Judged by all scenarios, the others' included."""
    ended = shell.run("test", TINY_RULES, "--mutate", "--only", "amount", "--language", "en")
    changed = [line for line in ended.out.splitlines() if line.startswith("    changed: ")]
    assert len(changed) == 6
    assert "timing.data_sync_delay/issued-today" not in ended.out
    assert "more" not in ended.out.partition("Changes that no scenario noticed")[2]


def test_mutate_says_when_no_scenario_can_tell(shell: Shell) -> None:
    """Two dispositions that differ in their reasons alone."""
    ended = shell.run("test", TINY_RULES, "--mutate", "--only", "amount", "--language", "en")
    assert f"{_AMOUNT}:22: disposition of input.amount" in ended.out
    assert "no scenario was found that shows a difference" in ended.out


def test_long_list_of_places_is_cut_short(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest is counted."""
    monkeypatch.setattr(scrutiny, "PLACES_SHOWN", 2)
    ended = shell.run("test", TINY_RULES, "--mutate", "--language", "en")
    assert "… and 7 more places with changes not noticed" in ended.out
