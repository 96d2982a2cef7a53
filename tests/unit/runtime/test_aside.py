"""Tests of work in a process of its own."""

from __future__ import annotations

import os
import threading

import pytest

from resolver.errors import (
    EngineError,
    ResolverError,
    RulesRejectedError,
    ScenariosFailedError,
    WorkBrokenError,
    WorkTimeoutError,
    WorkTooLargeError,
)
from resolver.runtime.aside import run_aside
from tests.support.servers import WARNING

LONG = 60.0
GIBIBYTE = 1024**3


def process_id() -> int:
    """Return the process that does the work."""
    return os.getpid()


def fail(error: Exception) -> None:
    """Raise what a test wants raised."""
    raise error


def wait_for_ever() -> None:
    """Do work that never ends."""
    threading.Event().wait()


def die() -> None:
    """End the process as a crash in C would."""
    os._exit(1)


def need(size: int) -> int:
    """Need memory."""
    return len(bytearray(size))


def test_work_is_done_in_another_process() -> None:
    """And each work in one of its own."""
    ids = {run_aside(process_id, seconds=LONG) for _ in range(2)}
    assert len(ids) == 2
    assert os.getpid() not in ids


@pytest.mark.parametrize(
    "error",
    [RulesRejectedError([WARNING]), ScenariosFailedError([WARNING]), EngineError("error 303")],
)
def test_error_of_the_product_arrives_as_it_was_raised(error: ResolverError) -> None:
    """With its diagnostics."""
    with pytest.raises(type(error)) as caught:
        run_aside(fail, error, seconds=LONG)
    assert str(caught.value) == str(error)
    assert getattr(caught.value, "diagnostics", ()) == getattr(error, "diagnostics", ())


def test_unexpected_error_arrives_with_its_places_and_without_its_text() -> None:
    """The text may quote what somebody sent."""
    with pytest.raises(WorkBrokenError) as caught:
        run_aside(fail, ValueError("secret"), seconds=LONG)
    assert str(caught.value) == "ValueError"
    assert "test_aside.py" in caught.value.places[-1]


def test_process_that_dies_is_noticed() -> None:
    """Nobody waits for its answer."""
    with pytest.raises(WorkBrokenError):
        run_aside(die, seconds=LONG)


@pytest.mark.parametrize("how", [{"seconds": 0.01}, {"seconds": LONG, "wanted": lambda: False}])
def test_work_ends_when_its_time_is_over_or_nobody_wants_it(how: dict[str, object]) -> None:
    """Even work that would never end by itself."""
    with pytest.raises(WorkTimeoutError):
        run_aside(wait_for_ever, **how)


def test_memory_is_limited() -> None:
    """What one needs more is refused; what fits is done."""
    assert run_aside(need, 1000, seconds=LONG, memory_bytes=GIBIBYTE) == 1000
    with pytest.raises(WorkTooLargeError):
        run_aside(need, 2 * GIBIBYTE, seconds=LONG, memory_bytes=GIBIBYTE)
