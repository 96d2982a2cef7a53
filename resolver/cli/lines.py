"""JSON lines of any number, read piece by piece: plain or gzipped, from a file or stdin."""

from __future__ import annotations

import codecs
import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import cast

from resolver.cli.exits import CommandError
from resolver.cli.sources import STDIN
from resolver.model.texts import cannot_read

LINES_A_CHUNK = 1000
"""How many lines are handed over at once: some tenths of a second of work."""

LONGEST_LINE = 4 * 1024 * 1024
"""A longer line, in bytes, is cut here and so cannot be read: memory stays bounded."""

_GZIP = b"\x1f\x8b"
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some lines in a row, `first` the number of the first; the bytes of UTF-8."""

    first: int
    lines: tuple[bytes, ...]


class LineSource:
    """A file of lines, or standard input for `-`, that is being read.

    `total_bytes` is absent where nobody knows it.

    Raises:
        CommandError: It cannot be opened.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self.total_bytes: int | None = None
        if name == STDIN:
            self._raw: io.BufferedReader = io.BufferedReader(
                cast("io.RawIOBase", sys.stdin.buffer)
            )
            return
        with _telling(name):
            path = Path(name)
            self._raw = path.open("rb")
            self.total_bytes = path.stat().st_size if path.is_file() else None

    def bytes_read(self) -> int:
        """Return how much of the file, as it lies on the disk, has been read."""
        return 0 if self._raw.closed or self.total_bytes is None else self._raw.tell()

    def chunks(self) -> Iterator[Chunk]:
        """Yield the lines in order, and close the file.

        Raises:
            CommandError: The file cannot be read on, or is no whole gzip file.
        """
        with self._raw, _telling(self._name):
            lines = _lines(self._raw)
            first = 1
            while chunk := tuple(islice(lines, LINES_A_CHUNK)):
                yield Chunk(first, chunk)
                first += len(chunk)


def _lines(file: io.BufferedReader) -> Iterator[bytes]:
    """Yield the lines in UTF-8. What begins as gzip is unpacked, UTF-16 is written anew."""
    if file.peek(2)[:2] == _GZIP:
        file = io.BufferedReader(cast("io.RawIOBase", gzip.GzipFile(fileobj=file)))
    start = file.peek(3)
    if start.startswith(_UTF16):
        for text in io.TextIOWrapper(file, "utf-16"):
            yield text.encode()
        return
    if start.startswith(codecs.BOM_UTF8):
        file.read(len(codecs.BOM_UTF8))
    while line := file.readline(LONGEST_LINE + 1):
        yield line
        while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            line = file.readline(LONGEST_LINE + 1)


@contextmanager
def _telling(name: str) -> Iterator[None]:
    try:
        yield
    except (OSError, EOFError, UnicodeDecodeError, zlib.error) as error:
        raise CommandError(cannot_read(name, error)) from error
