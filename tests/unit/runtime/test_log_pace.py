"""Tests of how often the same thing is logged."""

from __future__ import annotations

from resolver.runtime.log_pace import LogPace


def test_burst_is_let_through_then_so_many_a_second() -> None:
    """And the next line tells how many were left out."""
    now = [0.0]
    pace = LogPace(burst=2, per_second=1.0, clock=lambda: now[0])
    assert [pace.turn("a") for _ in range(5)] == [0, 0, None, None, None]
    assert pace.turn("b") == 0
    now[0] = 1.0
    assert [pace.turn("a") for _ in range(2)] == [3, None]
    now[0] = 100.0
    assert [pace.turn("a") for _ in range(3)] == [1, 0, None]
