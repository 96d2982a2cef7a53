"""What Git remembers of a rules folder."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest

from resolver.cli.history import COMMITS_PER_FILE, Commit, read_history

WHO = ("-c", "user.name=王芳", "-c", "user.email=wang@example.com")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A new repository with a rules folder."""
    git(tmp_path, "init", "-q")
    (tmp_path / "rules" / "input").mkdir(parents=True)
    return tmp_path


def git(repository: Path, *arguments: str) -> None:
    """Run Git as somebody with a Chinese name."""
    subprocess.run(["git", "-C", str(repository), *WHO, *arguments], check=True)


def commit(repository: Path, file: str, content: str, subject: str) -> None:
    """Change a file and commit it on a certain day."""
    (repository / file).write_text(content, "utf-8")
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", subject, "--date", "2026-03-05T01:00:00+08:00")


def test_commits_are_told_by_file_the_latest_first(repository: Path) -> None:
    """With the author's day and name; paths are those within the folder."""
    commit(repository, "rules/input/金额.yaml", "1", "写下金额规则")
    commit(repository, "rules/input/金额.yaml", "2", "改|强度\\n")
    commit(repository, "elsewhere.txt", "3", "not about rules")
    history = read_history(repository / "rules")
    assert history is not None
    assert list(history) == ["input/金额.yaml"]
    told = history["input/金额.yaml"]
    assert [one.subject for one in told] == ["改|强度\\n", "写下金额规则"]
    assert told[0] == Commit(told[0].id, date(2026, 3, 5), "王芳", "改|强度\\n")


def test_history_of_a_file_is_bounded(repository: Path) -> None:
    """Only the latest commits are told."""
    for number in range(COMMITS_PER_FILE + 1):
        commit(repository, "rules/scale.yaml", str(number), f"change {number}")
    history = read_history(repository / "rules")
    assert history is not None
    assert len(history["scale.yaml"]) == COMMITS_PER_FILE


def test_no_repository_has_no_history(tmp_path: Path) -> None:
    """Which is no error."""
    assert read_history(tmp_path) is None


def test_repository_without_commits_has_no_history(repository: Path) -> None:
    """There is nothing to tell yet."""
    assert read_history(repository / "rules") is None


def test_machine_without_git_has_no_history(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The handbook is written all the same."""
    monkeypatch.setenv("PATH", "")
    assert read_history(repository / "rules") is None
