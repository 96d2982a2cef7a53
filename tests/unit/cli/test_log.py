"""`log` and `replay` on a log of three answers by the tiny rules."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import duckdb
import pytest

from resolver.cli.exits import ExitCode
from tests.support.cli import EARLY_LOOKUP, Shell
from tests.support.decisions import a_log, a_request, id_of
from tests.support.rulefolders import tiny_folder, tiny_text

MISMATCH = {
    "lookup_id": "B-1",
    "inputs": {"amount": "1234.00", "invoice_type": "DIGITAL_GENERAL"},
    "outcome": {"provider": "platform", "code": "006"},
}
NOTHING = {"lookup_id": "C-1"}
SYNC = "timing/data_sync_delay.yaml"
AMOUNT_SCENARIOS = "input/amount_test.yaml"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log of three answers."""
    return a_log(tmp_path, [a_request(one) for one in (EARLY_LOOKUP, MISMATCH, NOTHING)])


def test_a_whole_log_is_verified(shell: Shell, log: Path) -> None:
    """And what that printed can be kept as an anchor."""
    done = shell.run("log", "verify", log, "--language", "en")
    assert (done.code, "3 decisions, whole" in done.out) == (ExitCode.FINE, True)
    anchor = log.parent / "anchor.json"
    anchor.write_text(shell.run("log", "verify", log, "--json").out, "utf-8")
    assert shell.run("log", "verify", log, "--anchor", anchor).code == ExitCode.FINE


def test_what_is_wrong_with_a_log_is_told(shell: Shell, log: Path) -> None:
    """With its place and a stable name; and no other command reads on."""
    segment = log / "00" / "000000000.jsonl"
    segment.write_bytes(segment.read_bytes().replace(b'"B-1"', b'"B-2"'))
    done = shell.run("log", "verify", log, "--language", "en")
    assert done.code == ExitCode.FAILED
    assert "[LINE_ALTERED]" in done.out
    assert shell.run("replay", log).code == ExitCode.FAILED


def test_a_log_cut_short_is_found_by_its_anchor(shell: Shell, log: Path) -> None:
    """Though whoever cut it has cut its head as well."""
    anchor = log.parent / "anchor.json"
    anchor.write_text(shell.run("log", "verify", log, "--json").out, "utf-8")
    segment = log / "00" / "000000000.jsonl"
    lines = segment.read_bytes().splitlines(keepends=True)
    segment.write_bytes(b"".join(lines[:-3]))
    (log / "00" / "head.json").unlink()
    assert shell.run("log", "verify", log).code == ExitCode.FINE
    done = shell.run("log", "verify", log, "--anchor", anchor)
    assert (done.code, "[LINES_MISSING]" in done.out) == (ExitCode.FAILED, True)


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ([], {"A-1", "B-1", "C-1"}),
        (["--cause", "input.amount"], {"B-1"}),
        (["--code", "009"], {"A-1"}),
        (["--rule", "input.amount/differs"], {"B-1"}),
        (["--caller", "nobody"], set()),
        (["--until", "2026-01-01"], set()),
        (["--since", "2026-01-01", "--limit", "1"], {"C-1"}),
    ],
)
def test_decisions_are_found_by_what_is_known_of_them(
    shell: Shell, log: Path, options: list[str], found: set[str]
) -> None:
    """The latest first."""
    done = shell.run("log", "query", log, *options, "--json")
    assert {json.loads(line)["lookup_id"] for line in done.out.splitlines()} == found


def test_any_sql_can_be_asked(shell: Shell, log: Path) -> None:
    """Over one view; and what is wrong with it is told."""
    sql = "SELECT cause, count(*) AS n FROM decisions GROUP BY cause ORDER BY cause"
    assert "input.amount" in shell.run("log", "query", log, "--sql", sql).out
    done = shell.run("log", "query", log, "--sql", "SELECT nonsense FROM decisions")
    assert (done.code, "nonsense" in done.err) == (ExitCode.UNUSABLE, True)


def test_decisions_are_exported(shell: Shell, log: Path) -> None:
    """As Parquet and as CSV, and nothing else."""
    parquet, table = log.parent / "d.parquet", log.parent / "d.csv"
    assert shell.run("log", "export", log, parquet).code == ExitCode.FINE
    assert shell.run("log", "export", log, table, "--cause", "input.amount").code == ExitCode.FINE
    assert duckdb.execute(f"SELECT count(*) FROM '{parquet}'").fetchone() == (3,)  # noqa: S608
    with table.open(encoding="utf-8", newline="") as file:
        assert [row["lookup_id"] for row in csv.DictReader(file)] == ["B-1"]
    assert shell.run("log", "export", log, log.parent / "d.xml").code == ExitCode.UNUSABLE


def test_one_decision_is_shown(shell: Shell, log: Path) -> None:
    """With all that is kept of it."""
    done = shell.run("log", "show", log, id_of(log, "B-1"))
    assert json.loads(done.out)["cause"] == "input.amount"
    assert shell.run("log", "show", log, "f" * 32).code == ExitCode.UNUSABLE


def test_answers_are_made_again_to_the_byte(shell: Shell, log: Path) -> None:
    """By the rules of their day, which the log has kept."""
    done = shell.run("replay", log, "--json")
    verdicts = {"identical": 3, "revision": 0, "defect": 0, "rules_missing": 0}
    assert (done.code, json.loads(done.out)["verdicts"]) == (ExitCode.FINE, verdicts)


def test_other_rules_change_some_answers(shell: Shell, log: Path, tmp_path: Path) -> None:
    """And a budget says how many they may."""
    weaker = tiny_text(SYNC).replace("weight: strong\n", "weight: weak against\n")
    rules = tiny_folder(tmp_path, {SYNC: weaker})
    done = shell.run("replay", log, "--rules", rules, "--json")
    told = json.loads(done.out)
    assert (done.code, told["verdicts"]["revision"]) == (ExitCode.FINE, 1)
    assert told["flips"][0]["before"] == "timing.data_sync_delay"
    done = shell.run("replay", log, "--rules", rules, "--max-flips", "0", "--language", "en")
    assert (done.code, "1 change" in done.out) == (ExitCode.FAILED, True)


def test_other_tables_are_replayed_though_the_context_is_masked(
    shell: Shell, log: Path, tmp_path: Path
) -> None:
    """What was derived from masked values stays; what the tables changed does not."""
    platform = tiny_text("status/platform.yaml")
    assert '"006"' in platform
    rules = tiny_folder(tmp_path, {"status/platform.yaml": platform.replace('"006"', '"906"')})
    told = json.loads(shell.run("replay", log, "--rules", rules, "--json").out)
    assert told["verdicts"] == {"identical": 2, "revision": 1, "defect": 0, "rules_missing": 0}


def test_an_answer_that_is_no_longer_made_is_a_defect(
    shell: Shell, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing changed but the program."""
    monkeypatch.setattr("resolver.cli.replaying.conclusion_digest", lambda _wire: "0" * 32)
    done = shell.run("replay", log, "--json")
    assert (done.code, json.loads(done.out)["verdicts"]["defect"]) == (ExitCode.FAILED, 3)


def test_without_their_rules_answers_are_not_judged(shell: Shell, log: Path) -> None:
    """That is told, and is no defect."""
    for file in (log / "rulebooks").iterdir():
        file.unlink()
    done = shell.run("replay", log, "--json")
    assert (done.code, json.loads(done.out)["verdicts"]["rules_missing"]) == (ExitCode.FINE, 3)


def test_a_decision_becomes_a_scenario_that_passes(
    shell: Shell, log: Path, tmp_path: Path
) -> None:
    """Beside its cause, with the values that the log has not kept, or without them."""
    rules = tiny_folder(tmp_path)
    shown = (log, id_of(log, "B-1"), "--rules", rules)
    done = shell.run("log", "to-scenario", *shown, "--name", "金额", "--language", "en")
    assert (done.code, "inputs.amount" in done.out) == (ExitCode.FINE, True)
    value = ("--set", "inputs.amount=88000.00")
    done = shell.run("log", "to-scenario", *shown, *value, "--language", "en")
    assert (done.code, "has not kept" in done.out) == (ExitCode.FINE, False)
    assert '"88000.00"' in (rules / AMOUNT_SCENARIOS).read_text("utf-8")
    assert shell.run("test", rules).code == ExitCode.FINE


def test_no_scenario_is_written_that_would_fail(shell: Shell, log: Path, tmp_path: Path) -> None:
    """The author is told why not."""
    weaker = tiny_text(SYNC).replace("weight: strong\n", "weight: weak against\n")
    rules = tiny_folder(tmp_path, {SYNC: weaker})
    done = shell.run("log", "to-scenario", log, id_of(log, "A-1"), "--rules", rules)
    assert (done.code, "timing.data_sync_delay" in done.err) == (ExitCode.FAILED, True)


def test_a_folder_without_a_log_is_refused(shell: Shell, tmp_path: Path) -> None:
    """By every command."""
    assert shell.run("replay", tmp_path).code == ExitCode.UNUSABLE
    assert shell.run("log", "verify", tmp_path / "nowhere").code == ExitCode.UNUSABLE
