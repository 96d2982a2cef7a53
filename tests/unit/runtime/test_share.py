"""Tests of a share of many turns."""

from __future__ import annotations

import pytest

from resolver.runtime.share import Share


@pytest.mark.parametrize(("share", "taken"), [(0.0, 0), (0.001, 1), (0.25, 250), (1.0, 1000)])
def test_that_share_of_the_turns_is_taken(share: float, taken: int) -> None:
    """Exactly, as nothing is drawn."""
    one = Share(share)
    assert sum(one.takes() for _ in range(1000)) == taken


def test_turns_are_spread_evenly() -> None:
    """So that a burst is sampled like anything else."""
    one = Share(0.25)
    assert [one.takes() for _ in range(8)] == [False, False, False, True] * 2
