"""`test` on scenarios that pass and fail."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from resolver.cli.exits import ExitCode
from tests.support.cli import Shell
from tests.support.rulefolders import TINY_RULES, tiny_folder, tiny_text

_SCENARIO = "input/amount_test.yaml"
_FAILING = {_SCENARIO: tiny_text(_SCENARIO).replace("[input.amount]", "[timing.data_sync_delay]")}


def test_passing_scenarios_are_counted(shell: Shell) -> None:
    """One line and code 0."""
    ended = shell.run("test", TINY_RULES)
    assert ended.code == ExitCode.FINE
    assert ended.out.startswith("2 个场景，2 个通过，0 个不符")


def test_failing_scenario_shows_expected_beside_got_and_why(shell: Shell, tmp_path: Path) -> None:
    """Its place, the difference, and the evidence of the leading causes."""
    folder = tiny_folder(tmp_path, _FAILING)
    ended = shell.run("test", folder, "--language", "en")
    assert ended.code == ExitCode.FAILED
    assert f"{folder.as_posix()}/{_SCENARIO}:2: 平台说不一致" in ended.out
    assert "expected timing.data_sync_delay" in ended.out
    assert "got input.amount" in ended.out
    assert "+1.6 The platform says: the values differ" in ended.out
    assert "2 scenarios: 1 passed, 1 failed" in ended.out


def test_only_runs_what_it_names(shell: Shell) -> None:
    """By file or by name."""
    assert shell.run("test", TINY_RULES, "--only", "amount_test").out.startswith("1 个场景")
    assert shell.run("test", TINY_RULES, "--only", "查无此票").out.startswith("1 个场景")


@pytest.mark.parametrize(
    "only",
    [
        "input.amount",
        "input.amount/differs",
        "input.*/diff*",
        "input/amount_test.yaml:2",
        "平台*不一致",
    ],
)
def test_only_takes_causes_rules_and_places(shell: Shell, tmp_path: Path, only: str) -> None:
    """As they are called everywhere else; a star stands for anything."""
    expecting = tiny_text(_SCENARIO) + "      rules: [input.amount/differs]\n"
    folder = tiny_folder(tmp_path, {_SCENARIO: expecting})
    assert shell.run("test", folder, "--only", only).out.startswith("1 个场景")


def test_failing_scenario_tells_why_an_expected_rule_does_not_match(
    shell: Shell, tmp_path: Path
) -> None:
    """The first condition that fails, in plain words, and whether its fact is merely unknown."""
    expecting = tiny_text(_SCENARIO).replace(
        "first_of: [input.amount]",
        "first: timing.data_sync_delay\n"
        "      rules: [timing.data_sync_delay/issued-today, timing.data_sync_delay/long-issued]",
    )
    folder = tiny_folder(tmp_path, {_SCENARIO: expecting})
    ended = shell.run("test", folder, "--language", "en", "--only", "input.amount")
    told = " ".join(ended.out.split())
    assert "✗ timing.data_sync_delay/issued-today: needs: nothing-found (but status.cat" in told
    assert "✗ timing.data_sync_delay/long-issued: cannot be told: " in told
    assert "(timing.invoice_age_hours: unknown)" in told
    assert "1 scenario: 0 passed, 1 failed, in " in told


def test_what_fits_nothing_is_told_with_what_is_near(shell: Shell) -> None:
    """A slip in a rule's name is met like any other."""
    ended = shell.run("test", TINY_RULES, "--only", "input.amuont", "--language", "en")
    assert ended.code == ExitCode.FAILED
    assert "no scenario fits input.amuont; did you mean `input.amount`?" in ended.err


def test_run_without_scenarios_fails(shell: Shell) -> None:
    """Nothing was proved."""
    ended = shell.run("test", TINY_RULES, "--only", "nothing like it")
    assert ended.code == ExitCode.FAILED
    assert "没有场景符合 nothing like it" in ended.err


def test_mistakes_are_refused_before_any_scenario_runs(shell: Shell, tmp_path: Path) -> None:
    """A scenario that cannot be read must not look like one that passed."""
    folder = tiny_folder(tmp_path, {_SCENARIO: "scenarios:\n  - nam: x\n"})
    ended = shell.run("test", folder)
    assert ended.code == ExitCode.RULES_REFUSED
    assert f"{_SCENARIO}:2:" in ended.err
    assert ended.out == ""


def test_junit_report_tells_the_same(shell: Shell, tmp_path: Path) -> None:
    """A suite a file, a case a scenario, the difference as its failure."""
    folder = tiny_folder(tmp_path, _FAILING)
    report = tmp_path / "junit.xml"
    shell.run("test", folder, "--junit", report)
    root = ET.parse(report).getroot()  # noqa: S314 - written by ourselves
    assert (root.get("tests"), root.get("failures")) == ("2", "1")
    (failure,) = root.iter("failure")
    assert "got input.amount" in (failure.text or "")
    assert [suite.get("name") for suite in root] == [
        f"{folder.as_posix()}/{_SCENARIO}",
        f"{folder.as_posix()}/timing/data_sync_delay_test.yaml",
    ]


def test_marked_scenario_may_fail_and_is_counted(shell: Shell, tmp_path: Path) -> None:
    """It is listed with its reason, skipped in JUnit, and the run is fine."""
    marked = _FAILING[_SCENARIO].replace("    at:", "    todo: 等平台答复\n    at:")
    folder, report = tiny_folder(tmp_path, {_SCENARIO: marked}), tmp_path / "junit.xml"
    ended = shell.run("test", folder, "--junit", report)
    assert ended.code == ExitCode.FINE
    assert f"{_SCENARIO}:2: 平台说不一致：待办：等平台答复\n" in ended.out
    assert "2 个场景，1 个通过，0 个不符，1 个待办" in ended.out
    root = ET.parse(report).getroot()  # noqa: S314 - written by ourselves
    assert (root.get("failures"), root.get("skipped")) == ("0", "1")
    (skipped,) = root.iter("skipped")
    assert skipped.get("message") == "todo: 等平台答复"


def test_marked_scenario_that_passes_is_told_to_lose_its_mark(
    shell: Shell, tmp_path: Path
) -> None:
    """The run is fine: whoever mended the rule need not know of the mark."""
    marked = tiny_text(_SCENARIO).replace("    at:", "    todo: 等平台答复\n    at:")
    ended = shell.run("test", tiny_folder(tmp_path, {_SCENARIO: marked}), "--language", "en")
    assert "平台说不一致: passes by now: take the mark away (todo: 等平台答复)" in ended.out
    assert "2 scenarios: 2 passed, 0 failed, in" in ended.out


def test_variant_that_fails_is_shown_at_its_own_line(shell: Shell, tmp_path: Path) -> None:
    """By its name within the scenario."""
    variant = """\
    variants:
      - {name: 没有代码, change: {outcome: null}, expect: {first: input.amount}}
"""
    ended = shell.run("test", tiny_folder(tmp_path, {_SCENARIO: tiny_text(_SCENARIO) + variant}))
    assert ended.code == ExitCode.FAILED
    assert f"{_SCENARIO}:9: 平台说不一致 / 没有代码" in ended.out
    assert "3 个场景，2 个通过，1 个不符" in ended.out
