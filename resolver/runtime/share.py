"""A share of many turns, evenly spread."""

from __future__ import annotations

from itertools import count


class Share:
    """Tells of each turn whether it is one of the share. Safe to share between threads.

    Turns are counted and not drawn, so that those of any stretch are their share exactly.
    """

    def __init__(self, share: float) -> None:
        """Take a share from 0 for no turn to 1 for every one."""
        self._share = share
        self._turns = count(1)

    def takes(self) -> bool:
        """Return whether this turn is taken."""
        turn, share = next(self._turns), self._share
        return int(turn * share) > int((turn - 1) * share)
