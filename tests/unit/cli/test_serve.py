"""`serve`: its settings, and what keeps it from serving. Serving itself is tested end to end."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.cli.exits import ExitCode
from resolver.runtime.settings import Settings
from tests.support.cli import Shell
from tests.support.rulefolders import TINY_RULES, tiny_folder


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """The settings that a server would have been started with."""
    settings: list[Settings] = []
    monkeypatch.setattr("resolver.cli.serve.serve", settings.append)
    monkeypatch.setattr("resolver.cli.serve.configure_logs", lambda _: None)
    return settings


def test_options_win_over_the_environment(shell: Shell, served: list[Settings]) -> None:
    """The rest keeps what the environment says."""
    shell.monkeypatch.setenv("RESOLVER_ADDRESS", "0.0.0.0:1")
    shell.monkeypatch.setenv("RESOLVER_THREADS", "7")
    ended = shell.run("serve", "--address", "127.0.0.1:2", "--rules", TINY_RULES)
    assert ended.code == ExitCode.FINE
    (settings,) = served
    assert (settings.address, settings.threads) == ("127.0.0.1:2", 7)
    assert settings.rules == TINY_RULES


def test_unknown_setting_is_told(shell: Shell, served: list[Settings]) -> None:
    """A misspelt variable must not be passed over in silence."""
    shell.monkeypatch.setenv("RESOLVER_THREAD", "7")
    ended = shell.run("serve", "--rules", TINY_RULES)
    assert ended.code == ExitCode.UNUSABLE
    assert "RESOLVER_THREAD is no setting" in ended.err
    assert served == []


def test_broken_rules_are_printed_and_nothing_is_served(shell: Shell, tmp_path: Path) -> None:
    """Every mistake, with its place."""
    rules = tiny_folder(tmp_path, {"scale.yaml": None, "roles.yaml": "roles: 5\n"})
    ended = shell.run("serve", "--address", "127.0.0.1:0", "--rules", rules)
    assert ended.code == ExitCode.RULES_REFUSED
    assert f"{rules.as_posix()}/roles.yaml:1:" in ended.err
    assert f"{rules.as_posix()}/scale.yaml" in ended.err
