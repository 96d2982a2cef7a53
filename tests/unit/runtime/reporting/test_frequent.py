"""The most frequent things are found in bounded memory."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from resolver.runtime.reporting.frequent import Frequent

KEPT = 4


def seen(things: list[int]) -> Frequent[int, list[int]]:
    """Return what was counted of things, each with its places in the list."""
    frequent: Frequent[int, list[int]] = Frequent(KEPT, list)
    for place, thing in enumerate(things):
        frequent.see(thing).append(place)
    return frequent


def test_few_things_are_counted_exactly() -> None:
    """The most frequent first, of equals the one seen first; with what else was counted."""
    frequent = seen([7, 5, 5, 9])
    assert [(one.key, one.count, one.value) for one in frequent.ranked()] == [
        (5, 2, [1, 2]),
        (7, 1, [0]),
        (9, 1, [3]),
    ]
    assert frequent.missed == 0


@given(st.lists(st.integers(0, 30), max_size=300))
def test_counts_are_never_too_high_and_too_low_by_a_known_number_at_most(
    things: list[int],
) -> None:
    """Whatever comes in whatever order, and memory stays bounded."""
    frequent, true = seen(things), Counter(things)
    ranked = frequent.ranked()
    assert len(ranked) <= 2 * KEPT
    for one in ranked:
        assert one.count <= true[one.key] <= one.count + one.missed
        assert one.missed <= frequent.missed
    for thing in true.keys() - {one.key for one in ranked}:
        assert true[thing] <= frequent.missed


def test_what_is_frequent_outlasts_many_rare_things() -> None:
    """However many come between."""
    frequent = seen([thing for rare in range(1000) for thing in (-1, rare)])
    assert frequent.ranked()[0].key == -1
    assert frequent.ranked()[0].count == 1000
