"""Erases decisions: tombstones take the place of their lines, and the chain still holds.

First the erasure is told in its own chain, then each segment is written anew beside itself and put
in its place in one step. A process that dies between leaves decisions that were told to be erased
and still stand: `log verify` shows them, and `log erase --finish` erases them.
"""

from __future__ import annotations

import getpass
import os
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from resolver.errors import DecisionLogError
from resolver.runtime.decisions.chain import digest_of, tombstone
from resolver.runtime.decisions.claims import Claim, claim_chain, locked
from resolver.runtime.decisions.disk import Disk
from resolver.runtime.decisions.erasures import FOLDER, Erasure, Ranges, tell_erasure
from resolver.runtime.decisions.reading import walked
from resolver.runtime.decisions.searching import Findings, Hit
from resolver.runtime.decisions.segments import (
    DECISION,
    SegmentFile,
    chains_of,
    compressed,
    packed_path,
    segments_of,
    superseded,
)


class Eraser:
    """Erases once, while it alone may, from chains that it holds and packed segments of others."""

    def __init__(self, log: Path, claim: Claim, held: frozenset[Path], disk: Disk) -> None:
        self._log = log
        self._claim = claim
        self._disk = disk
        self.held = held
        """The folders of the chains that no other process writes to."""

    def erase(self, findings: Findings, subject: str, reason: str) -> None:
        """Erase what was found, and what a crash has left of it.

        `subject` says by what kind of value, `reason` why; neither may name anybody.

        Raises:
            DecisionLogError: The erasure cannot be told; nothing is erased.
            OSError: A segment cannot be written; `log erase --finish` goes on from there.
        """
        now = datetime.now(UTC).isoformat()
        if findings.fresh:
            ranges = _ranges(findings.hits)
            told = Erasure(now, _user(), reason, subject, findings.fresh, ranges)
            tell_erasure(self._claim, told, self._disk)
        for hit in findings.hits:
            _rewrite(hit, now, self._disk)
        for file in findings.remnants:
            self._disk.remove(file)
        self._tidy()

    def _tidy(self) -> None:
        """Delete packed files that were rewritten: they hold what was erased from those."""
        for folder in chains_of(self._log):
            for segment in superseded(folder):
                if segment.is_packed:
                    self._disk.remove(segment.file)


@contextmanager
def eraser(log: Path, disk: Disk) -> Iterator[Eraser]:
    """Yield the one that may erase, every chain that nobody writes to held until it is done.

    What processes that died have left of lines is put aside, as `claim` does.

    Raises:
        DecisionLogError: Another erasure is under way, or the end of a chain was altered.
        OSError: The folder cannot be used.
    """
    claimed = claim_chain(log / FOLDER)
    if claimed is None:
        raise DecisionLogError(f"another erasure from {log} is under way; wait until it has ended")
    with ExitStack() as stack:
        stack.callback(claimed.release)
        yield Eraser(log, claimed, _held(log, _mended, stack), disk)


@contextmanager
def unwritten(log: Path) -> Iterator[frozenset[Path]]:
    """Yield the folders of chains that nobody writes to, held to be looked at and left as is.

    Raises:
        OSError: The folder cannot be used.
    """
    with ExitStack() as stack:
        yield _held(log, locked, stack)


def _held(log: Path, take: Callable[[Path], int | None], stack: ExitStack) -> frozenset[Path]:
    held = []
    for folder in chains_of(log):
        lock = take(folder)
        if lock is not None:
            stack.callback(os.close, lock)
            held.append(folder)
    return frozenset(held)


def _mended(folder: Path) -> int | None:
    """Claim a chain, unless its end was altered: to mend that would put the evidence aside."""
    for segment in segments_of(folder)[-1:]:
        deque(walked(segment), maxlen=0)
    claimed = claim_chain(folder)
    return claimed.lock if claimed else None


def _ranges(hits: list[Hit]) -> dict[str, list[tuple[int, int]]]:
    numbers: dict[str, list[int]] = {}
    for hit in hits:
        numbers.setdefault(hit.segment.file.parent.name, []).extend(hit.fresh)
    return {
        chain: list(Ranges((number, number) for number in each))
        for chain, each in numbers.items()
        if each
    }


def _rewrite(hit: Hit, now: str, disk: Disk) -> None:
    segment = hit.segment
    times = dict.fromkeys(hit.fresh, now) | hit.told
    try:
        changed_at = segment.file.stat().st_mtime
        data = b"".join(_lines(segment, times))
    except FileNotFoundError:
        return  # a server has just deleted it for its age or size
    folder, into = segment.file.parent, segment.file
    if segment.is_packed:
        data = compressed(data)
        into = packed_path(folder, segment.number, data, segment.rewritten + 1)
    disk.replace(into, data, changed_at)
    if into != segment.file:
        disk.remove(segment.file)
        disk.sync_folder(folder)


def _lines(segment: SegmentFile, times: dict[int, str]) -> Iterator[bytes]:
    for walk, line in walked(segment):
        number = walk.head.decisions
        if line.startswith(DECISION) and number in times:
            yield tombstone(number, times[number], digest_of(walk.body), walk.head.link)
        else:
            yield line


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # containers often run as a user without a name
        return f"uid {os.getuid()}"
