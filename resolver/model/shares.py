"""How many of how many, and how far that can be trusted."""

from __future__ import annotations

import math
from typing import NamedTuple

_Z = 1.959964
"""Normal deviate of a two-sided probability of 95 %."""

FEW = 20
"""A share of fewer cases is told as one of few; `calibrate` proposes nothing from fewer either."""


class Share(NamedTuple):
    """`n` of `of` cases."""

    n: int
    of: int

    @property
    def value(self) -> float | None:
        """The share, from 0 to 1; `None` of no cases."""
        return self.n / self.of if self.of else None

    @property
    def is_of_few(self) -> bool:
        """Whether it is of too few cases to rest on."""
        return self.of < FEW

    def interval(self) -> tuple[float, float]:
        """Return the bounds of 95 % by Wilson's score; 0 and 1 for no cases.

        Source: Wilson, Journal of the American Statistical Association 22 (1927) 209.
        """
        if not self.of:
            return 0.0, 1.0
        p, z2 = self.n / self.of, _Z * _Z / self.of
        middle = (p + z2 / 2) / (1 + z2)
        half = math.sqrt(p * (1 - p) * z2 + z2 * z2 / 4) / (1 + z2)
        return max(0.0, middle - half), min(1.0, middle + half)
