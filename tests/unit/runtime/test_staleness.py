"""Tests of how old rules may be. Each step is a look at a moment that a test gives."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from resolver.errors import SettingsError
from resolver.runtime.holder import SnapshotHolder
from resolver.runtime.settings import Settings
from resolver.runtime.staleness import Staleness, Stance, check_staleness
from tests.support.servers import a_snapshot
from tests.support.telemetry import figure


class Aged:
    """Rules that may be 10 seconds old, and what was to be done about their age so far."""

    def __init__(self, when_stale: str = "stop", seconds: float = 10.0) -> None:
        self.rules = SnapshotHolder(a_snapshot())
        self.stances: list[Stance] = []
        settings = Settings(stale_seconds=seconds, when_stale=when_stale)
        self.staleness = Staleness(self.rules, settings, self.stances.append)

    def step(self, seconds: float) -> None:
        """Look so many seconds after they were loaded."""
        self.staleness.step(self.rules.current.loaded_at + timedelta(seconds=seconds))


def test_rules_are_stale_from_their_limit_until_they_are_confirmed(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """It is told once in each direction."""
    caplog.set_level(logging.INFO, "resolver")
    aged = Aged()
    aged.step(10)
    assert aged.stances == []
    aged.step(11)
    aged.step(12)
    assert (aged.staleness.is_stale, figure("resolver_rules_stale")) == (True, 1)
    aged.rules.confirmed_at += timedelta(seconds=11)
    aged.step(13)
    assert (aged.staleness.is_stale, figure("resolver_rules_stale")) == (False, 0)
    assert aged.stances == [Stance(is_ready=False, is_answering=False), Stance()]
    assert [one.getMessage() for one in caplog.records] == ["rules.stale", "rules.fresh"]


@pytest.mark.parametrize(
    ("when_stale", "stance"),
    [
        ("warn", Stance(is_ready=True, is_answering=True)),
        ("degrade", Stance(is_ready=False, is_answering=True)),
        ("stop", Stance(is_ready=False, is_answering=False)),
    ],
)
def test_operators_choose_what_is_done(when_stale: str, stance: Stance) -> None:
    """Told, not sent calls, or not answered."""
    aged = Aged(when_stale)
    aged.step(11)
    assert aged.staleness.stance == stance


def test_without_a_limit_rules_never_are_stale() -> None:
    """However long nobody could look."""
    aged = Aged(seconds=0.0)
    aged.step(10**8)
    assert (aged.staleness.is_stale, aged.stances) == (False, [])


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (Settings(stale_seconds=4), "needs RESOLVER_RELOAD_SECONDS above 0 and below"),
        (Settings(stale_seconds=60, reload_seconds=0), "not 0"),
        (Settings(stale_seconds=60, bundle="https://a/b"), "RESOLVER_BUNDLE_POLL_SECONDS"),
    ],
)
def test_a_limit_that_every_server_would_exceed_is_refused(settings: Settings, told: str) -> None:
    """As it would count as stale between two looks."""
    with pytest.raises(SettingsError, match=told):
        check_staleness(settings)


def test_limits_beyond_two_looks_are_taken() -> None:
    """And so is none at all."""
    check_staleness(Settings(stale_seconds=5))
    check_staleness(Settings(reload_seconds=0))
