"""What is done for a log beside the calls: heads, packing, and deleting what is too old."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from resolver.runtime.decisions.claims import Claim, locked
from resolver.runtime.decisions.head import Head, read_head, write_head
from resolver.runtime.decisions.journal import Journal
from resolver.runtime.decisions.segments import (
    SegmentFile,
    chains_of,
    packed,
    packed_path,
    segments_of,
)
from resolver.runtime.disk import replace_file

_LONGEST_OPEN_SECONDS = 24 * 3600.0
"""A segment is closed after a day, so that a log with little to say grows old as well."""


@dataclass(frozen=True, slots=True)
class Retention:
    """How long closed segments are kept: 0 for as long as there is room, and for any size."""

    seconds: float = 0.0
    chain_bytes: int = 0


class Keeper:
    """Keeps the chain of one journal in order, and deletes from chains that nobody writes to."""

    def __init__(self, claim: Claim, journal: Journal, retention: Retention) -> None:
        self._claim = claim
        self._journal = journal
        self._retention = retention
        self._kept = claim.head
        self._opened: tuple[int | None, float] = (None, 0.0)

    def step(self, now: datetime) -> None:
        """Do what is due.

        Raises:
            OSError: Something cannot be done; the next step tries again.
            DecisionLogError: A segment cannot be closed.
        """
        self._close_old(now.timestamp())
        self.keep_head()
        growing = self._journal.open_segment
        closed = [one for one in segments_of(self._claim.folder) if one.number != growing]
        for segment in closed:
            if not segment.is_packed and segment.number <= self._journal.head.segment:
                _pack(segment)
        self._delete(self._claim.folder, self._kept, now)
        for folder in chains_of(self._claim.folder.parent):
            with _unclaimed(folder) as head:
                if head is not None:
                    self._delete(folder, head, now)

    def keep_head(self) -> None:
        """Let the chain's end show, once what comes before it would outlast a loss of power.

        Raises:
            OSError: It cannot be written.
        """
        head = self._journal.head._replace(first_segment=self._kept.first_segment)
        if head != self._kept:
            self._journal.sync()
            write_head(self._claim.folder, head)
            self._kept = head

    def _close_old(self, now: float) -> None:
        number, since = self._opened
        if self._journal.open_segment != number:
            self._opened = (self._journal.open_segment, now)
        elif number is not None and now - since > _LONGEST_OPEN_SECONDS:
            self._journal.close_segment()

    def _delete(self, folder: Path, head: Head, now: datetime) -> None:
        """Delete the oldest closed segments of a chain, after saying so in its head."""
        surplus = list(_surplus(folder, self._retention, now.timestamp()))
        if not surplus:
            return
        head = head._replace(first_segment=surplus[-1].number + 1)
        write_head(folder, head)
        if folder == self._claim.folder:
            self._kept = head
        for segment in surplus:
            segment.file.unlink(missing_ok=True)  # an erasure may just have rewritten it


def _surplus(folder: Path, retention: Retention, now: float) -> Iterator[SegmentFile]:
    """Yield the packed segments that need not be kept, oldest first; the last one always is."""
    listed = [(one, one.file.stat()) for one in segments_of(folder)]
    size = sum(stat.st_size for _, stat in listed)
    for segment, stat in listed[:-1]:
        old = retention.seconds and now - stat.st_mtime > retention.seconds
        large = retention.chain_bytes and size > retention.chain_bytes
        if not segment.is_packed or not (old or large):
            return
        size -= stat.st_size
        yield segment


def _pack(segment: SegmentFile) -> None:
    closed_at = segment.file.stat().st_mtime
    data = packed(segment)
    into = packed_path(segment.file.parent, segment.number, data)
    replace_file(into, data, 0o640)
    os.utime(into, (closed_at, closed_at))
    segment.file.unlink()


@contextmanager
def _unclaimed(folder: Path) -> Iterator[Head | None]:
    """Hold a chain that nobody writes to; yield its head, `None` if it is taken or has none."""
    lock = locked(folder)
    try:
        yield read_head(folder) if lock is not None else None
    finally:
        if lock is not None:
            fcntl.flock(lock, fcntl.LOCK_UN)
            os.close(lock)
