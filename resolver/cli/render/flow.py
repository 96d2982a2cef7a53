"""Line breaks for Chinese and English in one text.

The library breaks lines at blanks only, which leaves Chinese lines half empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.text import Text as Styled

_NOT_FIRST = frozenset("，。；：！？、）》」』”’…,.;:!?)]}%")
"""No line begins with one of these."""

_NOT_LAST = frozenset("（《「『“‘([{")
"""No line ends with one of these."""

_NARROWEST = 16


@dataclass(frozen=True, slots=True)
class Flow:
    """A text that fills its lines: it breaks at blanks and beside Chinese characters."""

    text: Styled

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield from broken(self.text, options.max_width)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        width = self.text.cell_len
        return Measurement(min(width, _NARROWEST), width).with_maximum(options.max_width)


def broken(text: Styled, width: int) -> list[Styled]:
    """Return the lines of a text, none of them wider than so many cells if it can be helped."""
    lines = list(text.divide(_breaks(text.plain, max(1, width))))
    for line in lines:
        line.rstrip()
        line.no_wrap = True
        line.overflow = "fold"
    return lines


def _breaks(plain: str, width: int) -> Iterator[int]:
    """Yield the offsets at which a new line begins."""
    start, place = 0, 0
    while place < len(plain):
        end = _end_of_line(plain, start, width)
        if end >= len(plain):
            return
        place = _last_chance(plain, start, end)
        yield place
        start = place


def _end_of_line(plain: str, start: int, width: int) -> int:
    used, end = 0, start
    while end < len(plain):
        used += cell_len(plain[end])
        if used > width and plain[end] != " ":  # a blank may hang over, it is cut off
            return max(end, start + 1)
        end += 1
    return end


def _last_chance(plain: str, start: int, end: int) -> int:
    for place in range(end, start, -1):
        if _may_break(plain, place):
            return place
    return end


def _may_break(plain: str, place: int) -> bool:
    before, after = plain[place - 1], plain[place]
    if after == " " or after in _NOT_FIRST or before in _NOT_LAST:
        return False
    return before == " " or cell_len(before) == 2 or cell_len(after) == 2
