"""The same surroundings for every test of the command line."""

from __future__ import annotations

import os

import pytest

from tests.support.cli import Shell


@pytest.fixture(autouse=True)
def neutral_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let neither the developer's terminal, nor locale, nor settings decide a test."""
    shaping = ("LC_ALL", "LC_MESSAGES", "COLUMNS", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE")
    settings = [name for name in os.environ if name.startswith("RESOLVER_")]
    for name in (*shaping, *settings):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """A user's shell: Chinese locale, no terminal, no settings."""
    return Shell(monkeypatch, capsys)
