"""Segments: the files of a chain, one after the other, plain while they grow, then packed.

A segment begins with a line that says what it follows, and ends, once closed, with one that says
how many decisions it holds. Both are links of the chain like any other.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import IO

import zstandard

FORMAT = 1
"""Counts up when the form of segments or of decisions changes."""

PLAIN = ".jsonl"
PACKED = ".jsonl.zst"
DAMAGED = ".damaged"
"""What is put behind the name of a segment for what a crash left of a line that was not whole."""

START = b'{"kind":"start"'
END = b'{"kind":"end"'
DECISION = b'{"kind":"decision"'
OUTCOME = b'{"kind":"outcome"'
"""An outcome stands before the first decision of a segment that has it, and others refer to it."""

ERASED = b'{"kind":"erased"'
"""What stands where a decision was erased; see `chain.tombstone`."""

ERASURE = b'{"kind":"erasure"'
"""The records of the chain that tells of erasures; see `erasures`."""

_NAME = re.compile(r"([0-9]{9})(?:\.jsonl|(?:\.r([0-9]+))?\.([0-9a-f]{16})\.jsonl\.zst)")
_CHUNK = 1 << 20
_PACKED_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class SegmentFile:
    """One segment: its number in the chain, from 0, and its file.

    `digest` is what the file must be, as the name of a packed one tells; empty for others.
    `rewritten` is how many times decisions were erased from it once it was packed.
    """

    number: int
    file: Path
    digest: str = ""
    rewritten: int = 0

    @property
    def is_packed(self) -> bool:
        """Whether it is compressed, and so closed for good."""
        return bool(self.digest)

    def is_unaltered(self) -> bool:
        """Tell whether a packed file is as it was written, to the byte; true of any other.

        Some bytes of a packed file can be others without changing what it holds.

        Raises:
            OSError: The file cannot be read.
        """
        return not self.is_packed or digest_of(self.file.read_bytes()) == self.digest


def segment_path(folder: Path, number: int) -> Path:
    """Return where a segment lies in its chain's folder while it grows."""
    return folder / f"{number:09}{PLAIN}"


def packed_path(folder: Path, number: int, data: bytes, rewritten: int = 0) -> Path:
    """Return where it lies once it is packed to some bytes."""
    again = f".r{rewritten}" if rewritten else ""
    return folder / f"{number:09}{again}.{digest_of(data)}{PACKED}"


def digest_of(data: bytes) -> str:
    """Return the digest of a packed file: enough to find what happens to a disk."""
    return hashlib.blake2b(data, digest_size=8).hexdigest()


def segments_of(folder: Path) -> list[SegmentFile]:
    """Return the segments of a chain in order, each once: see `superseded`."""
    return list({one.number: one for one in _files_of(folder)}.values())


def superseded(folder: Path) -> list[SegmentFile]:
    """Return the files of segments in whose place another one counts.

    A packed file counts before a plain one, and one that was rewritten before the one it was made
    of. Both are there for a moment, or after a crash.
    """
    counted = set(segments_of(folder))
    return [one for one in _files_of(folder) if one not in counted]


def chains_of(folder: Path) -> list[Path]:
    """Return the folders of the chains of a log, in order of name."""
    return sorted(one for one in folder.iterdir() if one.is_dir() and one.name.isdecimal())


def lines_of(segment: SegmentFile) -> Iterator[bytes]:
    """Yield the lines of a segment, each with its line end; the last may lack it.

    Raises:
        OSError: The file cannot be read.
        EOFError: A packed segment is damaged or ends too early.
    """
    with segment.file.open("rb") as file:
        if not segment.is_packed:
            yield from file
            return
        yield from _unpacked(file)


def _files_of(folder: Path) -> list[SegmentFile]:
    """Return all files of segments by number; of one number, the file that counts comes last."""
    found = [
        SegmentFile(int(match[1]), file, match[3] or "", int(match[2] or 0))
        for file in folder.iterdir()
        if (match := _NAME.fullmatch(file.name))
    ]
    return sorted(found, key=attrgetter("number", "is_packed", "rewritten", "file"))


def packed(segment: SegmentFile, level: int = 3) -> bytes:
    """Return a closed segment compressed, with a check sum of what it holds."""
    with segment.file.open("rb") as file, io.BytesIO() as into:
        packer = zstandard.ZstdCompressor(level=level, write_checksum=True)
        size = segment.file.stat().st_size
        packer.copy_stream(file, into, size, read_size=_CHUNK, write_size=_CHUNK)
        return into.getvalue()


def compressed(data: bytes, level: int = 3) -> bytes:
    """Return the lines of a closed segment compressed, with a check sum of what they are."""
    return zstandard.ZstdCompressor(level=level, write_checksum=True).compress(data)


def _unpacked(file: IO[bytes]) -> Iterator[bytes]:
    """Yield the lines of one frame. The library alone would take a frame cut short for whole."""
    unpacker = zstandard.ZstdDecompressor().decompressobj()
    rest = b""
    try:
        while not unpacker.eof:
            packed = file.read(_PACKED_CHUNK)
            if not packed:
                raise EOFError("it ends too early")
            lines = (rest + unpacker.decompress(packed)).splitlines(keepends=True)
            rest = lines.pop() if lines and not lines[-1].endswith(b"\n") else b""
            yield from lines
    except zstandard.ZstdError as error:
        raise EOFError(str(error)) from error
    if rest:
        yield rest
    if unpacker.unused_data or file.read(1):
        raise EOFError("there is something after its end")
