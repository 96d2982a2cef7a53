"""A walk along the lines of one segment, as far as they hang together."""

from __future__ import annotations

import json
from typing import Any

from resolver.runtime.decisions.chain import body_of, link_of, tombstone
from resolver.runtime.decisions.head import Head
from resolver.runtime.decisions.segments import (
    DECISION,
    END,
    ERASED,
    ERASURE,
    FORMAT,
    OUTCOME,
    START,
)


class Walk:
    """Takes lines one by one.

    Attributes:
        head: The last line taken.
        first: How many decisions the chain had before this segment.
        size: How many bytes were taken.
        begun: Whether the first line, which begins a segment, was taken.
        ended: Whether the line that closes it was.
        start: What the first line says.
        end: What the last line says; empty if it did not end.
        body: The JSON object of the line taken last, without its link.
        erased: When the decision of the line taken last was erased; empty if it was not.
        tombstones: How many decisions were erased up to here.
    """

    def __init__(self, number: int) -> None:
        """Walk a segment of a number, whatever it follows; its first line says what that is."""
        self.head = Head(segment=number)
        self.first = 0
        self.size = 0
        self.begun = self.ended = False
        self.start: dict[str, Any] = {}
        self.end: dict[str, Any] = {}
        self.body = b""
        self.erased = ""
        self.tombstones = 0

    def take(self, line: bytes) -> bool:
        """Take a line if it is whole and hangs on the one before; tell whether it does."""
        if self.ended or not (self._begin(line) if not self.begun else self._go_on(line)):
            return False
        self.size += len(line)
        return True

    def _begin(self, line: bytes) -> bool:
        try:
            told = json.loads(line) if line.startswith(START) else {}
            follows, first = str(told["follows"]), int(told["decisions"])
        except (ValueError, KeyError, TypeError):
            return False
        if told.get("segment") != self.head.segment or told.get("format") != FORMAT:
            return False
        self.head = self.head._replace(link=follows, decisions=first)
        self.begun = self._hangs(line)
        self.start, self.first = told, first
        return self.begun

    def _go_on(self, line: bytes) -> bool:
        if line.startswith((DECISION, ERASURE)):
            kind, _, _ = line.partition(b",")
            due = b'%b,"n":%d,' % (kind, self.head.decisions + 1)
            return line.startswith(due) and self._hangs(line) and self._count()
        if line.startswith(ERASED):
            return self._replaces(line) and self._count()
        if line.startswith(OUTCOME):
            return self._hangs(line)
        if not (line.startswith(END) and self._hangs(line)):
            return False
        self.end, self.ended = json.loads(self.body), True
        return self.end.get("decisions") == self.head.decisions - self.first

    def _count(self) -> bool:
        self.head = self.head._replace(decisions=self.head.decisions + 1)
        return True

    def _replaces(self, line: bytes) -> bool:
        """Take a line that stands for an erased one, by the digest of that."""
        try:
            told = json.loads(line)
            time, digest = str(told["time"]), str(told["digest"])
            link = link_of(digest, self.head.link)
            expected = tombstone(self.head.decisions + 1, time, digest, link)
        except (ValueError, KeyError):
            return False
        if line != expected:
            return False
        self.body, self.erased = b"", time
        self.tombstones += 1
        self.head = self.head._replace(link=link)
        return True

    def _hangs(self, line: bytes) -> bool:
        found = body_of(line, self.head.link)
        if found is None:
            return False
        (self.body, link), self.erased = found, ""
        self.head = self.head._replace(link=link)
        return True
