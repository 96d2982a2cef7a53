"""A tar archive with one possible form for its content: any other byte is refused.

No general reader of archives meets bytes that nobody has verified: each header is compared with
the only one that there may be for its name and size. Links, devices, extensions, times, owners,
padding and trailing data have no way to differ. The archive is not compressed: so there is nothing
to inflate, and the same content gives the same bytes whichever compression library is installed.
"""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterator, Mapping

from resolver.bundle.reasons import Reason
from resolver.errors import BundleError
from resolver.model.texts import Text
from resolver.rulefile.files import MAX_FOLDER_BYTES

MAX_ARCHIVE_BYTES = MAX_FOLDER_BYTES
MAX_FILES = 5_000
"""A rulebook of 5,000 causes' files; the shipped one has 140."""

NAME_RULE = Text(
    "只能用英文字母、数字、下划线、连字符和点，全长不超过 94 个字符",
    "only letters, digits, _, - and . are allowed, and at most 94 characters",
)
"""What file names of a bundle may be; see `is_plain_name`."""

_BLOCK = 512
_END = bytes(2 * _BLOCK)
_LONGEST_NAME = 100
_PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*")
_SIZE = slice(124, 136)


def is_plain_name(name: str) -> bool:
    """Return whether a path means the same place, below a folder, on every system."""
    return len(name) <= _LONGEST_NAME and _PLAIN.fullmatch(name) is not None


def pack(entries: Mapping[str, bytes]) -> bytes:
    """Return the archive of entries, in their order; every name must be a plain one."""
    parts = [_header(name, len(content)) + _padded(content) for name, content in entries.items()]
    return b"".join(parts) + _END


def unpack(data: bytes) -> dict[str, bytes]:
    """Return the entries of an archive, in its order; `pack` gives the same bytes again.

    Raises:
        BundleError: There are other bytes than `pack` writes, or too many of them.
    """
    if len(data) > MAX_ARCHIVE_BYTES:
        raise too_large()
    entries: dict[str, bytes] = {}
    for offset, name, content in _entries(data):
        if name in entries:
            raise _malformed(offset)
        if len(entries) == MAX_FILES:
            raise too_large()
        entries[name] = content
    return entries


def too_large() -> BundleError:
    """Return the error for an archive beyond the limits."""
    mebibytes = MAX_ARCHIVE_BYTES // 1_048_576
    return BundleError(
        Reason.TOO_LARGE,
        Text(
            f"规则包过大：最多 {mebibytes} MiB、{MAX_FILES} 个文件",
            f"the bundle is too large: at most {mebibytes} MiB and {MAX_FILES} files are read",
        ),
    )


def _entries(data: bytes) -> Iterator[tuple[int, str, bytes]]:
    offset = 0
    while len(data) != offset + len(_END) or not data.endswith(_END):
        name, size = _read_header(data, offset)
        start = offset + _BLOCK
        content = data[start : start + size]
        padded = _padded(content)
        if len(content) != size or not data.startswith(padded, start):
            raise _malformed(offset)
        yield offset, name, content
        offset = start + len(padded)


def _read_header(data: bytes, offset: int) -> tuple[str, int]:
    header = data[offset : offset + _BLOCK]
    try:
        name = header[:_LONGEST_NAME].rstrip(b"\0").decode("ascii")
        size = int(header[_SIZE].rstrip(b"\0"), 8)
    except ValueError as error:
        raise _malformed(offset) from error
    if not is_plain_name(name) or not 0 <= size <= len(data) or header != _header(name, size):
        raise _malformed(offset)
    return name, size


def _header(name: str, size: int) -> bytes:
    entry = tarfile.TarInfo(name)
    entry.size = size  # permissions are 0644, owner and time 0: the library's defaults
    return entry.tobuf(tarfile.USTAR_FORMAT, "ascii", "strict")


def _padded(content: bytes) -> bytes:
    return content + bytes(-len(content) % _BLOCK)


def _malformed(offset: int) -> BundleError:
    return BundleError(
        Reason.MALFORMED,
        Text(
            f"从第 {offset} 个字节起与 bundle build 写出的不同：不是规则包，或已被改动、截断；"
            "请重新获取",
            f"from byte {offset} on this is not as `bundle build` writes it: no bundle, or one "
            "that was altered or cut short; get it anew",
        ),
    )
