"""How long to wait before a worker that has died is replaced."""

from __future__ import annotations

SETTLED_SECONDS = 10.0
"""A worker that has lived so long died of something else than its start."""

LEAST_SECONDS = 1.0
"""The first pause."""

_LONGEST_SECONDS = 30.0


def pause_seconds(early_deaths: int) -> float:
    """Return the pause after so many deaths in a row right after the start; at first none."""
    if early_deaths <= 1:
        return 0.0
    return min(LEAST_SECONDS * 2.0 ** min(early_deaths - 2, 10), _LONGEST_SECONDS)
