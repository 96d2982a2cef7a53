"""Tests of the turns that items of batches and streams take."""

from __future__ import annotations

import pytest

from resolver.service.turns import Turns


@pytest.mark.parametrize(("single_calls", "pauses"), [(0, 2), (1, 16), (3, 16)])
def test_items_give_way_after_each_while_single_calls_are_under_way(
    single_calls: int, pauses: int
) -> None:
    """Without any, it is enough to look now and then whether one has come."""
    slept: list[float] = []
    turns = Turns(lambda: single_calls, slept.append)
    for _ in range(16):
        with turns.one():
            before = len(slept)
        assert len(slept) - before <= 1
    assert len(slept) == pauses


def test_an_item_that_fails_gives_its_turn_back() -> None:
    """The next one, of whatever batch, must not wait for ever."""
    turns = Turns()
    with pytest.raises(ValueError, match="odd"), turns.one():
        raise ValueError("odd")
    with turns.one():
        pass
