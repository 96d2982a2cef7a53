"""`lock` as a rule author runs it."""

from __future__ import annotations

from pathlib import Path

from resolver.cli.exits import ExitCode
from tests.support.cli import Shell
from tests.support.rulefolders import tiny_folder

DELAY = "timing/data_sync_delay.yaml"


def change(folder: Path, old: str, new: str) -> None:
    """Change the cause of the tiny rules in a folder."""
    file = folder / DELAY
    file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")


def test_first_lock_is_written(shell: Shell, tmp_path: Path) -> None:
    """And a second run has nothing to change."""
    folder = tiny_folder(tmp_path)
    assert shell.run("lock", folder).out == f"{folder.as_posix()}/rules.lock：5 条规则\n"
    written = (folder / "rules.lock").read_bytes()
    assert shell.run("lock", folder, "--language", "en").out.endswith("nothing has changed\n")
    assert (folder / "rules.lock").read_bytes() == written
    assert [file.name for file in folder.glob(".*")] == []


def test_changed_rule_is_refused_until_its_version_is_raised(shell: Shell, tmp_path: Path) -> None:
    """`--raise` does it, and says so."""
    folder = tiny_folder(tmp_path)
    shell.run("lock", folder)
    change(folder, "lt: 24", "lt: 12")
    refused = shell.run("lock", folder)
    assert refused.code == ExitCode.RULES_REFUSED
    assert "RULE091" in refused.err
    ended = shell.run("lock", folder, "--raise", "--language", "en")
    assert ended.out.startswith("timing.data_sync_delay/issued-today  version 1 → 2\n")
    assert "version: 2" in (folder / DELAY).read_text("utf-8")
    assert shell.run("check", folder, "--strict").code == ExitCode.FINE


def test_every_kind_of_change_is_told(shell: Shell, tmp_path: Path) -> None:
    """New, gone, another state, another draft."""
    folder = tiny_folder(tmp_path)
    change(folder, "version: 1\n", "version: 1\n    status: draft\n")
    shell.run("lock", folder)
    change(folder, "lt: 24", "lt: 12")
    change(folder, "rule: long-issued", "rule: issued-long-ago")
    first = shell.run("lock", folder, "--language", "en").out.splitlines()
    change(folder, "    status: draft\n", "")
    second = shell.run("lock", folder, "--language", "en").out.splitlines()
    assert first[:3] == [
        "timing.data_sync_delay/issued-long-ago  new",
        "timing.data_sync_delay/issued-today  the draft was changed",
        "timing.data_sync_delay/long-issued  removed; its id stays taken",
    ]
    assert second[0] == "timing.data_sync_delay/issued-today  draft → active"
