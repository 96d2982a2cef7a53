"""Finds the comments and blank lines of a text, and the entries that they belong to."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from resolver.rulefile.layout.tree import BLANK, Collection, Document, Entry


@dataclass(frozen=True, slots=True)
class _Line:
    """A comment or blank line that stands alone; line and column count from 0."""

    number: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class _Place:
    """An entry, and the collections around it from the outermost inwards."""

    entry: Entry
    around: tuple[Collection, ...]


def attach(document: Document, text: str, scalars: Sequence[tuple[int, int]]) -> None:
    """Hang every comment of a text where it belongs. `scalars` are their places, in order."""
    places = list(_places(document.root, ()))
    own: list[_Line] = []
    for number, column, comment, before in _comments(text, scalars):
        if before.strip():
            gap = before[len(before.rstrip()) :]
            _owner(places, number).after = gap + comment
        else:
            own.append(_Line(number, column, comment))
    own += [_Line(number, 0, BLANK) for number in _blank_lines(text, scalars)]
    _attach_own_lines(document, places, sorted(own, key=lambda line: line.number))


def _comments(
    text: str, scalars: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int, str, str]]:
    """Yield line, column and text of each comment, and what stands before it in its line."""
    starts = _line_starts(text)
    for start, end in _gaps(text, scalars):
        at = start
        while (found := text.find("#", at, end)) >= 0:
            stop = text.find("\n", found, end)
            stop = end if stop < 0 else stop
            line = _line_at(starts, found)
            before = text[starts[line] : found]
            yield line, len(before), text[found:stop].rstrip(), before
            at = stop


def _gaps(text: str, scalars: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a text that belong to no scalar."""
    edges = [(0, 0), *scalars, (len(text), len(text))]
    for (_, end), (start, _) in pairwise(edges):
        yield end, start


def _blank_lines(text: str, scalars: Sequence[tuple[int, int]]) -> Iterator[int]:
    starts = _line_starts(text)
    inside = {
        line
        for start, end in scalars
        for line in range(_line_at(starts, start), _line_at(starts, end))
    }
    for number, line in enumerate(text.split("\n")):
        if not line.strip() and number not in inside:
            yield number


def _line_starts(text: str) -> list[int]:
    return [0, *(place + 1 for place, letter in enumerate(text) if letter == "\n")]


def _line_at(starts: Sequence[int], place: int) -> int:
    return bisect_right(starts, place) - 1


def _places(collection: Collection, around: tuple[Collection, ...]) -> Iterator[_Place]:
    """Yield all entries in order of the text, each before those within it."""
    inner = (*around, collection)
    for entry in collection.entries:
        yield _Place(entry, inner)
        if isinstance(entry.value, Collection):
            yield from _places(entry.value, inner)


def _owner(places: Sequence[_Place], number: int) -> Entry:
    """Return the entry that a comment at the end of a line speaks of."""
    entries = [place.entry for place in places]
    whole = (one for one in entries if one.extent.first == one.extent.last == number)
    begun = (one for one in reversed(entries) if one.extent.first == number)
    ended = (one for one in entries if one.extent.last == number)
    earlier = (one for one in reversed(entries) if one.extent.first < number)
    return next(entry for found in (whole, begun, ended, earlier) for entry in found)


def _attach_own_lines(
    document: Document, places: Sequence[_Place], lines: Sequence[_Line]
) -> None:
    previous: _Place | None = None
    waiting = list(lines)
    for place in places:
        first = place.entry.extent.first
        if previous is not None and first == previous.entry.extent.first:
            previous = place
            continue
        above = [line for line in waiting if line.number < first]
        del waiting[: len(above)]
        if previous is None:
            document.head = [line.text for line in above]
        else:
            kept = _left_in_tails(previous, place.entry.extent.column, above)
            place.entry.before = [line.text for line in kept]
        previous = place
    if previous is not None:
        for line in _left_in_tails(previous, -1, waiting):
            document.root.tail.append(line.text)


def _left_in_tails(previous: _Place, column: int, lines: Sequence[_Line]) -> list[_Line]:
    """Hang comments that are indented more than what follows below the entries they close.

    A blank line stays with the comment below it. Return those that belong to what follows.
    """
    deep = [place for place, line in enumerate(lines) if line.text and line.column > column]
    closing = lines[: deep[-1] + 1] if deep else []
    blanks: list[str] = []
    for line in closing:
        if line.text:
            _tail(previous, line.column).tail += [*blanks, line.text]
            blanks = []
        else:
            blanks.append(BLANK)
    return list(lines[len(closing) :])


def _tail(previous: _Place, column: int) -> Collection:
    """Return the innermost collection before a comment that the comment is indented like."""
    outer, *inner = previous.around
    fitting = [one for one in inner if not one.flow and one.extent.column <= column]
    return fitting[-1] if fitting else outer
