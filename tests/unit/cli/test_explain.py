"""`explain`, on the screen, as a page and as JSON."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from resolver.cli.exits import ExitCode
from resolver.runtime.snapshot import build_snapshot
from tests.support.cli import AT, EARLY_LOOKUP, Shell, json_file
from tests.support.rulefolders import TINY_RULES
from tests.support.servers import running_server


def test_a_probability_can_be_recomputed_from_what_is_printed(
    shell: Shell, tmp_path: Path
) -> None:
    """Prior, weights, their sum and the normaliser stand below one another."""
    ended = _explained(shell, tmp_path)
    assert ended.code == ExitCode.FINE
    first = ended.out[ended.out.index("先验") - 12 :]
    prior, *weights = (
        float(number) for number in re.findall(r"^ +([-+]\d+\.\d{4}) ", first, re.MULTILINE)
    )
    assert weights
    assert "= 对数几率" in first
    assert "距开票仅 2 小时" in ended.out
    assert prior < 0


def test_each_condition_has_its_verdict_and_the_value(shell: Shell, tmp_path: Path) -> None:
    """True, false and unknown are told apart, with the fact's name and its value."""
    out = _explained(shell, tmp_path).out
    assert "timing.invoice_age_hours" in out
    assert {"✓", "✗"} <= set(out)
    assert "怎样的事实会让另一个原因排到首位" in out


def test_one_cause_is_told_wherever_it_ranks(shell: Shell, tmp_path: Path) -> None:
    """Also one that is not among the first."""
    ended = _explained(shell, tmp_path, "--cause", "unknown")
    assert ended.code == ExitCode.FINE
    assert "unknown" in ended.out


def test_a_misspelt_cause_is_met_with_the_one_meant(shell: Shell, tmp_path: Path) -> None:
    """Nothing is guessed."""
    ended = _explained(shell, tmp_path, "--cause", "timing.data_sync_dely")
    assert ended.code == ExitCode.UNUSABLE
    assert "timing.data_sync_delay" in ended.err


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_page_stands_by_itself(shell: Shell, tmp_path: Path, language: str) -> None:
    """One file, nothing from elsewhere, all that the screen shows."""
    page = tmp_path / "pages" / "why.html"
    ended = _explained(shell, tmp_path, "--html", page, "--language", language)
    assert ended.code == ExitCode.FINE
    assert ended.out.endswith(f"{page}\n")
    html = page.read_text("utf-8")
    assert not re.search(r"(?:src|href)=[\"'](?:https?:)?//", html)
    assert f'lang="{language}"' in html
    assert "timing.invoice_age_hours" in html
    assert "✓" in html


def test_a_page_and_json_are_two_things(shell: Shell, tmp_path: Path) -> None:
    """Both at once make no sense."""
    ended = _explained(shell, tmp_path, "--html", tmp_path / "a.html", "--json")
    assert ended.code == ExitCode.UNUSABLE


def test_json_is_the_answer_in_full(shell: Shell, tmp_path: Path) -> None:
    """With the names of the contract."""
    answer = json.loads(_explained(shell, tmp_path, "--json").out)
    assert {"rule_traces", "counterfactuals", "facts", "scores"} <= answer.keys()


def test_server_and_process_explain_alike(shell: Shell, tmp_path: Path) -> None:
    """The same rules, asked over gRPC, print the same bytes."""
    here = _explained(shell, tmp_path)
    with running_server(build_snapshot(TINY_RULES)) as connection:
        address = f"127.0.0.1:{connection.server.port}"
        file = json_file(tmp_path, EARLY_LOOKUP)
        there = shell.run("explain", file, "--at", AT, "--address", address)
    assert there.out == here.out


def _explained(shell: Shell, folder: Path, *more: object):
    file = json_file(folder, EARLY_LOOKUP)
    return shell.run("explain", file, "--rules", TINY_RULES, "--at", AT, *more)
