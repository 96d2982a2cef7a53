"""`outcomes`: migrated, exported, imported and erased."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from resolver.cli.exits import ExitCode
from resolver.runtime.outcomes.store import open_store
from tests.support.cli import Shell
from tests.support.outcomes import NOW, an_outcome

REPORTS = [
    an_outcome(),
    an_outcome(
        request_id="report-0002", remedy_id="", failed_remedy_ids=(), observed_at=None,
        recorded_at=NOW + timedelta(days=1), reported_by="u-2",
    ),
]  # fmt: skip


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of the database that the environment names."""
    url = f"sqlite:///{tmp_path}/outcomes.sqlite3"
    monkeypatch.setenv("RESOLVER_OUTCOMES", url)
    return url


@pytest.fixture
def filled(database: str) -> str:
    """The same with two reports in it."""
    store = open_store(database)
    for one in REPORTS:
        store.record(one)
    store.close()
    return database


def kept(url: str) -> list[object]:
    """Return what a database has."""
    store = open_store(url)
    found: list[object] = list(store.outcomes())
    store.close()
    return found


def test_what_was_exported_is_restored_as_it_was(
    shell: Shell, filled: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Into another database, and once, however often it is imported."""
    backup, other = tmp_path / "backup.jsonl", f"sqlite:///{tmp_path}/other.sqlite3"
    assert shell.run("outcomes", "export", backup).out == f"已导出 2 条到 {backup}\n"
    assert backup.stat().st_mode & 0o777 == 0o600
    monkeypatch.setenv("RESOLVER_OUTCOMES", other)
    first = shell.run("outcomes", "import", backup, "--language", "en")
    assert first.out.startswith("2 imported, 0 were there before, 0 differ")
    again = shell.run("outcomes", "import", backup, "--language", "en")
    assert again.out.startswith("0 imported, 2 were there before, 0 differ")
    assert kept(other) == kept(filled) == REPORTS


def test_part_of_the_time_is_exported(shell: Shell, filled: str, tmp_path: Path) -> None:
    """From a moment on, until before another."""
    file = tmp_path / "day.jsonl"
    shell.run("outcomes", "export", file, "--since", "2026-03-06T00:00")
    assert [line.count("report-0002") for line in file.read_text("utf-8").splitlines()] == [1]


def test_a_report_that_differs_is_left_and_told(shell: Shell, filled: str, tmp_path: Path) -> None:
    """A backup must not overwrite what was learnt since."""
    file = tmp_path / "backup.jsonl"
    shell.run("outcomes", "export", file)
    file.write_text(file.read_text("utf-8").replace("input.amount", "unknown", 1), "utf-8")
    ended = shell.run("outcomes", "import", file, "--language", "en")
    assert ended.code == ExitCode.FAILED
    assert "1 differ" in ended.out
    assert kept(filled) == REPORTS


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "line 1: Invalid JSON"),
        ('{"caller": "91310000MA1FL3XN4T"}', "line 1: request_id Field required"),
        ("\x00", "line 1: Invalid JSON"),
    ],
)
def test_a_line_that_is_no_outcome_is_told_and_nothing_is_imported(
    shell: Shell, database: str, tmp_path: Path, line: str, told: str
) -> None:
    """With its number, and without what stands in it."""
    file = tmp_path / "bad.jsonl"
    file.write_text(f"{line}\n", "utf-8")
    ended = shell.run("outcomes", "import", file)
    assert ended.code == ExitCode.UNUSABLE
    assert told in ended.err
    assert "91310000MA1FL3XN4T" not in ended.err
    assert kept(database) == []


def test_erasing_needs_to_be_told_what(shell: Shell, filled: str) -> None:
    """So that a slip of the hand erases nothing."""
    assert shell.run("outcomes", "erase").code == ExitCode.UNUSABLE
    assert kept(filled) == REPORTS
    assert shell.run("outcomes", "erase", "--reported-by", "u-2").out == "已删除 1 条\n"
    assert kept(filled) == REPORTS[:1]
    assert shell.run("outcomes", "erase", "--before", "2026-03-06").out == "已删除 1 条\n"
    assert kept(filled) == []


def test_tables_are_made_once(shell: Shell, database: str) -> None:
    """By whoever may, before the service comes that perhaps may not."""
    for _ in range(2):
        ended = shell.run("outcomes", "migrate")
        assert (ended.code, ended.out) == (ExitCode.FINE, "结果库已是当前版本\n")


@pytest.mark.parametrize(
    ("url", "code", "told"),
    [
        ("sqlite:////nowhere/outcomes.sqlite3", ExitCode.UNREACHABLE, "unable to open"),
        ("none", ExitCode.UNUSABLE, "none"),
        ("mysql://db/x", ExitCode.UNUSABLE, "RESOLVER_OUTCOMES"),
    ],
)
def test_a_database_that_cannot_be_used_is_told(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, url: str, code: ExitCode, told: str
) -> None:
    """With the reason that it gives itself."""
    monkeypatch.setenv("RESOLVER_OUTCOMES", url)
    ended = shell.run("outcomes", "migrate")
    assert ended.code == code
    assert told in ended.err
