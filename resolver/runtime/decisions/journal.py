"""The writer of one chain: takes decisions from any thread and hands them on in order.

Whoever comes first writes for all that have come meanwhile, so that one step of the disk serves
many calls; the others wait until theirs is done.
"""

from __future__ import annotations

import os
import socket
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from resolver.errors import DecisionLogError
from resolver.runtime.decisions.chain import encode, hung
from resolver.runtime.decisions.disk import Disk, SystemDisk, write_all
from resolver.runtime.decisions.head import Head
from resolver.runtime.decisions.segments import DECISION, FORMAT, segment_path


class SlowDiskError(DecisionLogError):
    """The disk takes longer than anybody wants to wait."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a journal writes.

    Attributes:
        synced: Whether to wait, for each decision, until it would outlast a loss of power.
        segment_bytes: A segment of this size is closed and another one begun.
        patience_seconds: How long to wait for others that write; -1 for as long as it takes.
        kind: What the lines of its records begin with.
    """

    synced: bool = False
    segment_bytes: int = 64 * 1_048_576
    patience_seconds: float = -1.0
    kind: bytes = DECISION


class Kept(NamedTuple):
    """A decision to be written.

    `body` is a JSON object that begins with a comma in place of its brace. `told` is another one,
    of what it shares with others, whose name is `outcome`; both empty if there is nothing.
    """

    body: bytes
    outcome: str = ""
    told: bytes = b""


@dataclass(slots=True)
class _Entry:
    decisions: Sequence[Kept]
    done: bool = False
    error: DecisionLogError | None = None


class Journal:
    """Appends decisions to the chain in a folder, which nobody else may write to."""

    def __init__(
        self,
        folder: Path,
        head: Head,
        manner: Manner,
        disk: Disk | None = None,
        told: Callable[[], dict[str, object]] = dict,
    ) -> None:
        """Go on after a head; `told` says what each segment is to tell of its writer."""
        self._folder = folder
        self._manner = manner
        self._disk = disk or SystemDisk()
        self._told = told
        self._head = head
        self._handle: int | None = None
        self._outcomes: set[str] = set()
        self._size = 0
        self.written_bytes = 0
        """How many bytes were written since this journal was opened."""
        self._first = head.decisions
        self._waiting: deque[_Entry] = deque()
        self._turn = Lock()

    @property
    def head(self) -> Head:
        """The last line that was written."""
        return self._head

    @property
    def open_segment(self) -> int | None:
        """The number of the segment that grows; `None` between two."""
        return None if self._handle is None else self._head.segment

    def append(self, decisions: Sequence[Kept]) -> None:
        """Write decisions, each with what it shares where the segment does not have that yet.

        They are numbered and linked here. Returns when they are as safe as they shall be.

        Raises:
            SlowDiskError: Others write for longer than patience lasts. The decisions may yet be
                written if somebody has begun to.
            DecisionLogError: They cannot be written; none of them is.
        """
        entry = _Entry(decisions)
        self._waiting.append(entry)
        if not self._turn.acquire(timeout=self._manner.patience_seconds):
            self._withdraw(entry)
            raise SlowDiskError("the decision log waits for its disk")
        try:
            if not entry.done:
                self._write_waiting()
        finally:
            self._turn.release()
        if entry.error:
            raise entry.error

    def sync(self) -> None:
        """Wait until what was written before would outlast a loss of power. Nobody else waits.

        Raises:
            OSError: The disk cannot promise that.
        """
        with self._turn:
            handle = None if self._handle is None else os.dup(self._handle)
        if handle is not None:
            try:
                self._disk.sync(handle)
            finally:
                os.close(handle)

    def close_segment(self) -> None:
        """Close the segment that grows, if there is one; the next decision begins another.

        Raises:
            DecisionLogError: It cannot be closed in order.
        """
        with self._turn:
            try:
                self._close()
            except OSError as error:
                raise _failed(error) from error

    def _withdraw(self, entry: _Entry) -> None:
        with suppress(ValueError):  # somebody writes it just now
            self._waiting.remove(entry)

    def _write_waiting(self) -> None:
        batch: list[_Entry] = []
        while self._waiting:
            batch.append(self._waiting.popleft())
        error: DecisionLogError | None = None
        try:
            self._write([one for entry in batch for one in entry.decisions])
        except OSError as failure:
            error = _failed(failure)
        for entry in batch:
            entry.done, entry.error = True, error

    def _write(self, decisions: Sequence[Kept]) -> None:
        if self._handle is None or self._size >= self._manner.segment_bytes:
            self._begin()
        number, link, lines = self._head.decisions, self._head.link, []
        fresh: set[str] = set()
        for kept in decisions:
            number += 1
            bodies = [b'%b,"n":%d%b' % (self._manner.kind, number, kept.body)]
            if kept.outcome and not (kept.outcome in self._outcomes or kept.outcome in fresh):
                fresh.add(kept.outcome)
                bodies.insert(0, b'{"kind":"outcome"%b' % kept.told)
            for body in bodies:
                line, link = hung(body, link)
                lines.append(line)
        self._put(lines[0] if len(lines) == 1 else b"".join(lines))
        self._outcomes |= fresh
        self._head = self._head._replace(decisions=number, link=link)

    def _begin(self) -> None:
        self._close()
        number = self._head.segment + 1
        start = {
            "kind": "start",
            "format": FORMAT,
            "segment": number,
            "follows": self._head.link,
            "decisions": self._head.decisions,
            "time": datetime.now(UTC).isoformat(),
            **self._told(),
        }
        body = encode(start)
        line, link = hung(body, self._head.link)
        file = segment_path(self._folder, number)
        self._handle, self._size = self._disk.open(file), 0
        try:
            self._put(line)
            if self._manner.synced:
                self._disk.sync_folder(self._folder)
        except OSError:
            self._let_go()
            file.unlink(missing_ok=True)
            raise
        self._first = self._head.decisions
        self._head = self._head._replace(segment=number, link=link)

    def _close(self) -> None:
        if self._handle is None:
            return
        body = end_of(self._head.decisions - self._first)
        line, link = hung(body, self._head.link)
        self._put(line)
        self._head = self._head._replace(link=link)
        self._let_go()

    def _put(self, data: bytes) -> None:
        """Append to the segment, whole or not at all."""
        assert self._handle is not None  # noqa: S101 - whoever calls this has opened one
        try:
            write_all(self._disk, self._handle, data)
            if self._manner.synced:
                self._disk.sync(self._handle)
        except OSError:
            self._undo()
            raise
        self._size += len(data)
        self.written_bytes += len(data)

    def _undo(self) -> None:
        """Take back what may have been written of lines that nobody may count on.

        After a failure to sync nobody knows what of the file is on the disk, and asking again
        does not tell: so the segment is left, and the next decision begins another.
        """
        assert self._handle is not None  # noqa: S101 - as before
        try:
            self._disk.cut(self._handle, self._size)
            if not self._manner.synced:
                return
            self._disk.sync(self._handle)
        except OSError:
            pass  # the next segment names the last line that counts
        self._let_go()

    def _let_go(self) -> None:
        handle, self._handle = self._handle, None
        self._outcomes.clear()
        if handle is not None:
            self._disk.close(handle)


def end_of(decisions: int, **more: object) -> bytes:
    """Return the JSON object that closes a segment of so many decisions."""
    now = datetime.now(UTC).isoformat()
    return encode({"kind": "end", "decisions": decisions, "time": now, **more})


def writer_of() -> dict[str, object]:
    """Return which process writes."""
    return {"host": socket.gethostname(), "pid": os.getpid(), "began": time.time()}


def _failed(error: OSError) -> DecisionLogError:
    failure = DecisionLogError(f"the decision log cannot be written: {error.strerror or error}")
    failure.__cause__ = error
    return failure
