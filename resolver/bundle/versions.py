"""Which versions of the product can read a bundle."""

from __future__ import annotations

import re
from dataclasses import dataclass

from resolver import __version__

RULE_FORMAT = 1
"""Counts up when rule files of before would be read otherwise, or no more."""

_RANGE = re.compile(r">=(\d{1,4})\.(\d{1,4}),<(\d{1,4})\.(\d{1,4})")
_VERSION = re.compile(r"(\d+)\.(\d+)\b")


@dataclass(frozen=True, slots=True)
class EngineRange:
    """The versions from `lowest` on and below `below`, each `(major, minor)`."""

    lowest: tuple[int, int]
    below: tuple[int, int]

    @classmethod
    def parse(cls, text: str) -> EngineRange:
        """Read `>=0.1,<0.2`.

        Raises:
            ValueError: It is no range, or one that holds no version.
        """
        match = _RANGE.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is no range of versions: write it like >=0.1,<0.2")
        numbers = [int(number) for number in match.groups()]
        found = cls((numbers[0], numbers[1]), (numbers[2], numbers[3]))
        if found.lowest >= found.below:
            raise ValueError(f"{text!r} holds no version: the second must be above the first")
        return found

    def __str__(self) -> str:
        return ">={}.{},<{}.{}".format(*self.lowest, *self.below)

    def admits(self, version: str) -> bool:
        """Return whether a version of the product is within the range."""
        return self.lowest <= _release(version) < self.below


def own_range(version: str = __version__) -> EngineRange:
    """Return the range of a version and its patches: what a bundle requires by default."""
    major, minor = _release(version)
    return EngineRange((major, minor), (major, minor + 1))


def _release(version: str) -> tuple[int, int]:
    match = _VERSION.match(version)
    if match is None:
        raise ValueError(f"{version!r} is no version")
    return int(match[1]), int(match[2])
