"""Chains of a log: each process claims one, finds its end, and goes on from there."""

from __future__ import annotations

import fcntl
import os
from dataclasses import dataclass
from pathlib import Path

from resolver.errors import DecisionLogError
from resolver.runtime.decisions.chain import hung
from resolver.runtime.decisions.head import Head, read_head, write_head
from resolver.runtime.decisions.journal import end_of
from resolver.runtime.decisions.segments import (
    DAMAGED,
    PLAIN,
    SegmentFile,
    lines_of,
    segments_of,
    superseded,
)
from resolver.runtime.decisions.walk import Walk
from resolver.runtime.disk import replace_file

_MOST_CHAINS = 64
_LOCK = "lock"


@dataclass(frozen=True, slots=True)
class Claim:
    """A chain that this process alone writes to, as long as it holds the lock."""

    folder: Path
    head: Head
    lock: int

    def release(self) -> None:
        """Let another process have the chain."""
        os.close(self.lock)


def claim(log: Path) -> Claim:
    """Claim the first chain of a log that no process writes to; there may be none yet.

    What a process that died has left of a line is put aside, and its segment closed.

    Raises:
        DecisionLogError: The folder cannot be used, or too many processes write to it.
    """
    try:
        for number in range(_MOST_CHAINS):
            claimed = claim_chain(log / f"{number:02}")
            if claimed is not None:
                return claimed
    except OSError as error:
        raise DecisionLogError(f"the decision log {log} cannot be written: {error}") from error
    raise DecisionLogError(f"{_MOST_CHAINS} processes already write to the decision log {log}")


def claim_chain(folder: Path) -> Claim | None:
    """Claim the chain of a folder, which is made if there is none; `None` if it is taken.

    Raises:
        OSError: The folder cannot be used.
    """
    folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    lock = locked(folder)
    return None if lock is None else Claim(folder, _mended(folder), lock)


def locked(folder: Path) -> int | None:
    """Return a handle that keeps the chain of a folder for this process; `None` if it is taken."""
    handle = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle


def _mended(folder: Path) -> Head:
    """Return the head of a chain, its last segment closed; see `Head`."""
    _tidy(folder)
    kept = read_head(folder) or Head()
    head = kept
    for segment in reversed(segments_of(folder)):
        ended = _end_of(segment, kept)
        if ended is not None:
            head = ended._replace(first_segment=kept.first_segment)
            break
    write_head(folder, head)
    return head


def _tidy(folder: Path) -> None:
    """Delete what is left of packing where a process died over it."""
    plain = [one.file for one in superseded(folder) if not one.is_packed]
    for file in (*plain, *folder.glob(f".*{PLAIN}*")):
        file.unlink(missing_ok=True)


def _end_of(segment: SegmentFile, kept: Head) -> Head | None:
    """Return the head at the end of a segment, which is closed if it was not; `None` if empty."""
    walk = Walk(segment.number)
    try:
        for line in lines_of(segment):
            if not walk.take(line):
                break
    except EOFError:
        pass  # `log verify` tells; what can be read of it counts
    if not walk.ended and not segment.is_packed:
        _close(segment, walk, kept)
    return walk.head if walk.begun else None


def _close(segment: SegmentFile, walk: Walk, kept: Head) -> None:
    """Close a segment whose process died. Nothing that was written is thrown away."""
    data = segment.file.read_bytes()
    rest = data[walk.size :]
    if rest:
        aside = segment.file.with_name(segment.file.name + DAMAGED)
        replace_file(aside, rest, 0o640)
    if not walk.begun:
        segment.file.unlink()
        return
    more: dict[str, object] = {"recovered": True, "put_aside_bytes": len(rest)}
    if kept.segment == segment.number and kept.decisions > walk.head.decisions:
        more["lost"] = kept.decisions - walk.head.decisions
    body = end_of(walk.head.decisions - walk.first, **more)
    line, link = hung(body, walk.head.link)
    replace_file(segment.file, data[: walk.size] + line, 0o640)
    walk.head = walk.head._replace(link=link)
