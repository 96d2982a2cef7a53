"""Tests of the thread that looks at a share of the live answers."""

from __future__ import annotations

import threading

import pytest

from resolver.runtime.live.sampler import _WAITING, LiveAnswer, Sampler
from tests.support.live import a_live_answer
from tests.support.telemetry import Growth

LIVE = a_live_answer()


def offered(sampler: Sampler, times: int) -> None:
    """Offer the same answer again and again."""
    for _ in range(times):
        sampler.offer(*LIVE)


def test_a_share_is_observed_in_another_thread_and_counted() -> None:
    """Whatever the observer says is the outcome."""
    observers: list[tuple[int, LiveAnswer]] = []

    def observe(live: LiveAnswer) -> str:
        observers.append((threading.get_ident(), live))
        return "fine"

    fine = Growth("resolver_samples_total", observer="one", outcome="fine")
    sampler = Sampler("one", 0.5, observe)
    sampler.start()
    offered(sampler, 10)
    sampler.stop()
    assert fine() == 5
    assert [live for _, live in observers] == [LIVE] * 5
    assert threading.get_ident() not in {thread for thread, _ in observers}


def test_an_answer_that_finds_no_room_is_left_out_and_counted() -> None:
    """Nobody who waits for an answer may wait for an observer."""
    fine = Growth("resolver_samples_total", observer="full", outcome="fine")
    left_out = Growth("resolver_samples_total", observer="full", outcome="left_out")
    sampler = Sampler("full", 1.0, lambda _: "fine")
    offered(sampler, _WAITING + 3)
    sampler.start()
    sampler.stop()
    assert (fine(), left_out()) == (_WAITING, 3)


def test_an_observer_that_fails_is_told_and_asked_again(caplog: pytest.LogCaptureFixture) -> None:
    """The log has the class of the error and not its text, which may hold what a caller said."""

    def observe(_: LiveAnswer) -> str:
        raise ValueError("91310000MA1FL3XN4T")

    failed = Growth("resolver_samples_total", observer="failing", outcome="failed")
    sampler = Sampler("failing", 1.0, observe)
    sampler.start()
    offered(sampler, 2)
    sampler.stop()
    assert failed() == 2
    assert {record.getMessage() for record in caplog.records} == {"sample.failed"}
    assert {record.values["error"] for record in caplog.records} == {"ValueError"}
    assert "91310000MA1FL3XN4T" not in str([record.values for record in caplog.records])
