"""Tests of the thread that steps something once an interval."""

from __future__ import annotations

import threading
from datetime import datetime

import pytest

from resolver.runtime.ticker import Ticker


class Failing:
    """Fails at every step, and tells when it was stepped twice."""

    def __init__(self) -> None:
        self.again = threading.Event()
        self._steps = 0

    def step(self, _: datetime) -> None:
        """Fail."""
        self._steps += 1
        if self._steps == 2:
            self.again.set()
        raise MemoryError


def is_running(name: str) -> bool:
    """Return whether there is a thread of that name."""
    return name in {thread.name for thread in threading.enumerate()}


def test_it_steps_until_it_is_stopped_whatever_happens(caplog: pytest.LogCaptureFixture) -> None:
    """A step that fails is logged and followed by another; stopping does not wait."""
    failing = Failing()
    ticker = Ticker("failing", failing, 0.001)
    ticker.start()
    assert failing.again.wait(10)
    ticker.stop()
    assert not is_running("failing")
    assert caplog.records[0].getMessage() == "upkeep.failed"
    values = caplog.records[0].__dict__["values"]
    assert (values["step"], values["error"]) == ("failing", "MemoryError")


def test_stopping_does_not_wait_for_the_interval() -> None:
    """An hour is over at once, and so is what never began."""
    for seconds in (3600.0, 0.0):
        ticker = Ticker("seldom", Failing(), seconds)
        ticker.stop()
        ticker.start()
        ticker.stop()
        assert not is_running("seldom")
