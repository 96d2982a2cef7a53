"""Tests of the log."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest

from resolver.runtime.logs import Event, configure_logs, log


@pytest.fixture
def configured() -> Iterator[None]:
    """Configure the log for one test and put it back."""
    logger = logging.getLogger("resolver")
    before = (logger.handlers, logger.level, logger.propagate)
    yield
    logger.handlers, logger.level, logger.propagate = before


@pytest.mark.usefixtures("configured")
def test_event_is_one_line_of_json(capfd: pytest.CaptureFixture[str]) -> None:
    """A line holds time, level, event and the event's own values, Chinese readable."""
    configure_logs("INFO")
    log(Event.SERVER_STOPPING, logging.WARNING, signal="SIGTERM", note="停止\n服务")
    (line,) = capfd.readouterr().err.splitlines()
    told = json.loads(line)
    assert told.pop("time").endswith("Z")
    assert told == {
        "level": "WARNING",
        "event": "server.stopping",
        "signal": "SIGTERM",
        "note": "停止\n服务",
    }
    assert "停止" in line


@pytest.mark.usefixtures("configured")
def test_events_below_the_level_are_silent(capfd: pytest.CaptureFixture[str]) -> None:
    """The level that was configured decides."""
    configure_logs("ERROR")
    log(Event.SERVER_STARTED)
    assert capfd.readouterr().err == ""
