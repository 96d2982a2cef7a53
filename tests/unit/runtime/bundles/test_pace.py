"""When the next request is due."""

from __future__ import annotations

import pytest

from resolver.runtime.bundles.pace import LONGEST_SECONDS, Pace


class Clock:
    """A clock that a test turns."""

    now = 0.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now

    def wait_for(self, pace: Pace) -> float:
        """Turn on until a request is due and return how long that took."""
        began = self.now
        while not pace.is_due():
            self.now += 0.5
        return self.now - began


@pytest.fixture
def clock() -> Clock:
    """A clock at 0."""
    return Clock()


def test_first_request_is_at_once_and_the_next_after_the_interval(clock: Clock) -> None:
    """Chance in the middle changes nothing."""
    pace = Pace(30.0, clock, lambda: 0.5)
    assert pace.is_due()
    pace.succeeded()
    assert clock.wait_for(pace) == 30.0


def test_failures_double_the_wait_up_to_a_bound(clock: Clock) -> None:
    """And one success ends that."""
    pace = Pace(30.0, clock, lambda: 0.5)
    waits = []
    for _ in range(7):
        pace.failed()
        waits.append(clock.wait_for(pace))
    assert waits == [30, 60, 120, 240, 480, LONGEST_SECONDS, LONGEST_SECONDS]
    pace.succeeded()
    assert clock.wait_for(pace) == 30.0


def test_longer_interval_is_never_shortened(clock: Clock) -> None:
    """An hour stays an hour."""
    pace = Pace(3600.0, clock, lambda: 0.5)
    pace.failed()
    assert clock.wait_for(pace) == 3600.0


@pytest.mark.parametrize(("chance", "seconds"), [(0.0, 90.0), (1.0, 110.0)])
def test_servers_spread_by_a_tenth(clock: Clock, chance: float, seconds: float) -> None:
    """Those that started together do not ask together."""
    pace = Pace(100.0, clock, lambda: chance)
    pace.succeeded()
    assert clock.wait_for(pace) == pytest.approx(seconds, abs=0.5)
