"""The chain that tells of erasures: a lawful one is in it, a deletion is not.

It lies beside the chains of decisions, is written by `log erase` alone, and never grows old. An
erasure is told before it is carried out, so that one that was interrupted shows.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeAlias

from pydantic import TypeAdapter, ValidationError

from resolver.runtime.decisions.chain import encode
from resolver.runtime.decisions.claims import Claim
from resolver.runtime.decisions.disk import Disk
from resolver.runtime.decisions.head import write_head
from resolver.runtime.decisions.journal import Journal, Kept, Manner, writer_of
from resolver.runtime.decisions.segments import (
    ERASURE,
    SegmentFile,
    chains_of,
    lines_of,
    segments_of,
)
from resolver.runtime.decisions.walk import Walk

FOLDER = "erasures"

Range: TypeAlias = tuple[int, int]
"""The numbers of the first and the last of some decisions that follow each other."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """One erasure.

    Attributes:
        time: When it was decided; tombstones repeat it.
        by: Who did it, as the system knows them.
        reason: Why, in their words.
        subject: By what kind of value decisions were found. The value itself is not kept.
        decisions: How many there were.
        ranges: Which ones, by the name of the chain.
    """

    time: str
    by: str
    reason: str
    subject: str
    decisions: int
    ranges: Mapping[str, list[Range]]


_READER = TypeAdapter(Erasure)


class Ranges:
    """A set of numbers of decisions, made of ranges in any order."""

    def __init__(self, ranges: Iterable[Range]) -> None:
        self._ends: list[int] = []
        self._starts: list[int] = []
        for first, last in sorted(ranges):
            if self._ends and first <= self._ends[-1] + 1:
                self._ends[-1] = max(self._ends[-1], last)
            else:
                self._starts.append(first)
                self._ends.append(last)

    def __contains__(self, number: int) -> bool:
        """Tell whether a number is in one of them."""
        place = bisect_right(self._starts, number) - 1
        return place >= 0 and number <= self._ends[place]

    def __iter__(self) -> Iterator[Range]:
        """Yield the ranges, those that touch as one, in order."""
        return zip(self._starts, self._ends, strict=True)

    def after(self, number: int) -> int:
        """Return how many numbers in them are above another one."""
        return sum(max(0, last - max(first - 1, number)) for first, last in self)


class Erasures:
    """What a log tells of erasures, one chain of decisions at a time."""

    def __init__(self, told: Iterable[Erasure], chain: str) -> None:
        by_time: dict[str, list[Range]] = {}
        for erasure in told:
            by_time.setdefault(erasure.time, []).extend(erasure.ranges.get(chain, []))
        self._by_time = {time: Ranges(ranges) for time, ranges in by_time.items()}
        self.all = Ranges(one for ranges in by_time.values() for one in ranges)
        """All decisions of the chain that are told to be erased."""

    def tell_of(self, number: int, time: str) -> bool:
        """Tell whether a decision was lawfully erased at a time."""
        return time in self._by_time and number in self._by_time[time]

    def time_of(self, number: int) -> str:
        """Return the time of an erasure that tells of a decision; empty if none does."""
        return next((time for time, told in self._by_time.items() if number in told), "")


def read_erasures(log: Path) -> list[Erasure]:
    """Return what a log tells of erasures, as far as that chain holds; `log verify` tells more.

    Raises:
        OSError: A file cannot be read.
    """
    folder = log / FOLDER
    segments = segments_of(folder) if folder.is_dir() else []
    return [erasure for segment in segments for erasure in _told_in(segment)]


def erased_count(log: Path) -> int:
    """Return how many decisions were erased from the segments that there are.

    Raises:
        OSError: A file cannot be read.
    """
    told = read_erasures(log)
    count = 0
    for folder in chains_of(log) if told else []:
        for segment in segments_of(folder)[:1]:
            walk = Walk(segment.number)
            walk.take(next(lines_of(segment), b""))
            count += Erasures(told, folder.name).all.after(walk.first)
    return count


def tell_erasure(claim: Claim, erasure: Erasure, disk: Disk) -> None:
    """Write an erasure to the chain of erasures; returns once it would outlast a loss of power.

    Raises:
        DecisionLogError: It cannot be written.
        OSError: It is written, but the head of its chain is not.
    """
    manner = Manner(synced=True, kind=ERASURE)
    journal = Journal(claim.folder, claim.head, manner, disk, writer_of)
    journal.append([Kept(b",%b" % encode(asdict(erasure))[1:])])
    journal.close_segment()
    write_head(claim.folder, journal.head)


def _told_in(segment: SegmentFile) -> Iterator[Erasure]:
    walk = Walk(segment.number)
    for line in lines_of(segment):
        if not walk.take(line):
            return
        if line.startswith(ERASURE):
            with suppress(ValidationError):  # what tells of nothing makes nothing lawful
                yield _READER.validate_json(walk.body)
