"""`fmt` on folders, files and what is neither."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.cli.exits import ExitCode
from tests.support.cli import Shell
from tests.support.rulefolders import tiny_folder, tiny_text

MESSY = tiny_text("contacts.yaml").replace("contacts:\n", "contacts:   # whom\n\n\n")


@pytest.fixture
def messy(tmp_path: Path, shell: Shell) -> Path:
    """Return a rules folder that is laid out but for one file."""
    folder = tiny_folder(tmp_path)
    shell.run("fmt", folder)
    (folder / "contacts.yaml").write_text(MESSY, "utf-8")
    return folder


def test_a_messy_file_is_laid_out_and_the_rest_left(shell: Shell, messy: Path) -> None:
    """Comments stay."""
    ended = shell.run("fmt", messy)

    assert ended.code == ExitCode.FINE
    assert ended.out.startswith(f"已整理 {(messy / 'contacts.yaml').as_posix()}\n")
    assert "1 个已整理" in ended.out
    assert (messy / "contacts.yaml").read_text("utf-8").startswith("contacts:   # whom\n  ")


def test_a_second_run_changes_nothing(shell: Shell, messy: Path) -> None:
    """And writes nothing."""
    shell.run("fmt", messy)
    ended = shell.run("fmt", messy, "--check", "--language", "en")

    assert ended.code == ExitCode.FINE
    assert "files: 0 to be laid out" in ended.out


@pytest.mark.parametrize("option", ["--check", "--diff"])
def test_without_writing_a_messy_file_fails(shell: Shell, messy: Path, option: str) -> None:
    """For CI, and for those who look before they leap."""
    ended = shell.run("fmt", messy, option)

    assert ended.code == ExitCode.FAILED
    assert "待整理" in ended.out
    assert (messy / "contacts.yaml").read_text("utf-8") == MESSY
    assert ("\n-\n" in ended.out) == (option == "--diff")


def test_one_file_is_laid_out_by_its_place_in_its_folder(shell: Shell, messy: Path) -> None:
    """The folder is found above it."""
    ended = shell.run("fmt", messy / "contacts.yaml", messy / "timing/data_sync_delay.yaml")

    assert ended.code == ExitCode.FINE
    assert ended.out.count("\n") == 2
    assert "2 个文件：1 个已整理" in ended.out


def test_a_file_with_mistakes_is_told_and_left_alone(shell: Shell, messy: Path) -> None:
    """The others are laid out all the same."""
    (messy / "remedies.yaml").write_text("remedies: [\n", "utf-8")
    ended = shell.run("fmt", messy)

    assert ended.code == ExitCode.FAILED
    assert "RULE004" in ended.out
    assert "1 个已整理，1 个有错误未动" in ended.out
    assert (messy / "remedies.yaml").read_text("utf-8") == "remedies: [\n"


def test_a_file_that_is_no_mapping_is_told(shell: Shell, messy: Path) -> None:
    """YAML alone makes no rule file."""
    (messy / "remedies.yaml").write_text("- a\n", "utf-8")

    assert "RULE022" in shell.run("fmt", messy).out


def test_a_link_stays_a_link(shell: Shell, messy: Path, tmp_path: Path) -> None:
    """What it leads to is laid out; permissions stay."""
    target = tmp_path / "contacts.yaml"
    target.write_text(MESSY, "utf-8")
    target.chmod(0o640)
    (messy / "contacts.yaml").unlink()
    (messy / "contacts.yaml").symlink_to(target)
    shell.run("fmt", messy)

    assert (messy / "contacts.yaml").is_symlink()
    assert target.read_text("utf-8") != MESSY
    assert target.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("name", "reason"), [("no.yaml", "没有这个文件"), ("a.yaml", "scale.yaml")]
)
def test_what_is_no_rule_file_is_refused(
    shell: Shell, tmp_path: Path, name: str, reason: str
) -> None:
    """A file that does not exist, or lies in no rules folder."""
    (tmp_path / "a.yaml").write_text("a: 1\n", "utf-8")
    ended = shell.run("fmt", tmp_path / name)

    assert ended.code == ExitCode.UNUSABLE
    assert reason in ended.err
