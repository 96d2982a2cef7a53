"""A failed lookup whose cause was found out: all that learning looks at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

ONE_IN = 5
"""One observation in so many is held out: what was learned from the others is tried on it."""


@dataclass(frozen=True, slots=True)
class Observation:
    """Which rules matched on a Beijing day, and what the cause turned out to be.

    `id` is the resolution's. `caller` and `reported_by` are those of the report; empty where
    nobody tells. `provider` is as the caller of the lookup wrote it.
    """

    id: str
    matches: tuple[str, ...]
    day: date
    cause: str
    provider: str = ""
    caller: str = ""
    reported_by: str = ""

    @property
    def reporter(self) -> tuple[str, str]:
        """Who answers for the report: a person of a caller, or else the caller."""
        return self.caller, self.reported_by

    @property
    def is_held_out(self) -> bool:
        """Whether it is kept for trying proposals; the same in every run, as its id decides."""
        digest = blake2b(self.id.encode(), digest_size=8).digest()
        return int.from_bytes(digest, "big") % ONE_IN == 0
