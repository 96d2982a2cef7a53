"""Lines of JSON that hang together: each ends with a digest of itself and of the line before."""

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


def link_of(body: bytes, before: str) -> str:
    """Return the link of a line, given its JSON object without link and the link before."""
    digest = hashlib.sha256(before.encode("ascii"))
    if len(body) <= _PIECE:
        digest.update(body)
    else:
        for start in range(0, len(body), _PIECE):
            digest.update(body[start : start + _PIECE])
    return digest.hexdigest()[:LINK_LENGTH]


def line_of(body: bytes, link: str) -> bytes:
    """Return the line of a JSON object, which has one key at least, with its link at the end."""
    return b"%b%b%b%b" % (body[:-1], _MARK, link.encode("ascii"), _CLOSE)


def body_of(line: bytes, before: str) -> tuple[bytes, str] | None:
    """Return the JSON object of a line, and its link; `None` if it does not hang on `before`."""
    body = line[:-_TAIL] + b"}"
    link = link_of(body, before)
    return (body, link) if line_of(body, link) == line else None


def encode(values: dict[str, Any]) -> bytes:
    """Return values as one JSON object in UTF-8, without blanks."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()
