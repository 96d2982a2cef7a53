"""Lines of JSON that hang together: each ends with a link to the line before.

A link is made of the link before and the digest of the line, so that the line can give way to a
tombstone that holds its digest, and the chain holds all the same.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

LINK_LENGTH = 40
"""Hexadecimal digits of a link: 160 bits."""

FIRST_LINK = "0" * LINK_LENGTH
"""What the first line of a chain hangs on."""

_MARK = b',"link":"'
_CLOSE = b'"}\n'
_TAIL = len(_MARK) + LINK_LENGTH + len(_CLOSE)
_PIECE = 2047
"""The library gives the interpreter's lock away for more, and to get it back may take longer."""


def digest_of(body: bytes) -> str:
    """Return the digest of a line, given its JSON object without link: what a tombstone keeps."""
    digest = hashlib.sha256(body[:_PIECE])
    for start in range(_PIECE, len(body), _PIECE):
        digest.update(body[start : start + _PIECE])
    return digest.hexdigest()[:LINK_LENGTH]


def link_of(digest: str, before: str) -> str:
    """Return the link of a line with a digest behind the line with the link before."""
    return hashlib.sha256((before + digest).encode()).hexdigest()[:LINK_LENGTH]


def hung(body: bytes, before: str) -> tuple[bytes, str]:
    """Return the line of a JSON object behind the line with the link before, and its link."""
    link = link_of(digest_of(body), before)
    return line_of(body, link), link


def line_of(body: bytes, link: str) -> bytes:
    """Return the line of a JSON object, which has one key at least, with its link at the end."""
    return b"%b%b%b%b" % (body[:-1], _MARK, link.encode("ascii"), _CLOSE)


def body_of(line: bytes, before: str) -> tuple[bytes, str] | None:
    """Return the JSON object of a line, and its link; `None` if it does not hang on `before`."""
    body = line[:-_TAIL] + b"}"
    expected, link = hung(body, before)
    return (body, link) if expected == line else None


def tombstone(n: int, time: str, digest: str, link: str) -> bytes:
    """Return the line that stands for an erased decision.

    `time` is that of the erasure, which the chain of erasures tells of; `digest` and `link` are
    those of the line that stood there.
    """
    return line_of(encode({"kind": "erased", "n": n, "time": time, "digest": digest}), link)


def encode(values: dict[str, Any]) -> bytes:
    """Return values as one JSON object in UTF-8, without blanks."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()
