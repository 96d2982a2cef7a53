"""The hot path takes as many steps as was written down, a tenth more or less."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

import pytest

from bench import steps
from resolver.service import resolver_servicer


@pytest.fixture(scope="module")
def usual() -> Mapping[str, Mapping[str, float]]:
    """Return the counts of the code as it is."""
    return steps.measure()


def test_a_lookup_takes_the_steps_that_were_written_down(
    usual: Mapping[str, Mapping[str, float]],
) -> None:
    """Steps do not depend on the machine, so a departure is a change of the code or the rules."""
    assert not steps.departures(usual, steps.baseline_of(sys.version_info)), (
        "the hot path costs other than before; if that is meant: python -m bench.steps --renew"
    )


@pytest.mark.parametrize(
    "work", [lambda: [i + 1 for i in range(150)], lambda: [abs(i) for i in range(36)]]
)
def test_a_lookup_that_does_a_seventh_more_is_seen(
    usual: Mapping[str, Mapping[str, float]],
    monkeypatch: pytest.MonkeyPatch,
    work: Callable[[], object],
) -> None:
    """Be it in instructions or in calls of C."""
    read = resolver_servicer.read_context

    def slowly(wire: object) -> object:
        work()
        return read(wire)

    monkeypatch.setattr(resolver_servicer, "read_context", slowly)
    seen = steps.departures(steps.measure(), usual)
    assert any(line.startswith("unary") and "+1" in line for line in seen), seen
