"""The body of an answer: what it says in words, and the code that it names, JSON or not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from resolver.inference.derive.text import LONGEST_READ, plain_text, squashed_name

_Json: TypeAlias = "dict[str, _Json] | list[_Json] | str | int | float | bool | None"

_DECODER = json.JSONDecoder()

_DEEPEST = 6
_LONGEST_LIST = 20
"""What lies deeper or further on is the record, not the message."""

_SAYS = frozenset({
    "desc", "description", "detail", "details", "errmsg", "error", "errordescription",
    "errormessage", "errormsg", "hint", "info", "message", "msg", "reason", "resultmessage",
    "resultmsg", "retmsg", "returnmessage", "returnmsg", "submsg", "text", "tip", "tips", "title",
})  # fmt: skip
_CODES = frozenset({
    "code", "errcode", "errorcode", "resultcode", "retcode", "returncode", "status", "subcode",
})  # fmt: skip
_COUNTS = frozenset({
    "count", "recordcount", "rowcount", "total", "totalcount", "totalnum", "totalsize",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """What an answer says: plain text, and the code that a JSON body names; each may be empty."""

    text: str
    code: str = ""


def read_body(raw: str) -> Said:
    """Return what a raw answer says. A JSON body speaks through its message fields only."""
    raw = raw[:LONGEST_READ]
    body = _json_in(raw)
    said = list(dict.fromkeys(_values(body, _SAYS)))
    if not said:
        return Said(plain_text(raw))
    said += [f"total={count}" for count in _values(body, _COUNTS) if count == "0"]
    return Said(plain_text("\n".join(said)), next(_values(body, _CODES), ""))


def _json_in(raw: str) -> _Json:
    """Return the first JSON object in a text; absent if there is none that can be read."""
    start = raw.find("{")
    if start < 0:
        return None
    try:
        body: _Json = _DECODER.raw_decode(raw, start)[0]
    except (ValueError, RecursionError):
        return None
    return body


def _values(body: _Json, names: frozenset[str], depth: int = 0) -> Iterator[str]:
    """Yield what the named fields hold, outermost first; numbers as text, empty ones left out."""
    if depth > _DEEPEST:
        return
    fields = body if isinstance(body, dict) else {}
    for name, value in fields.items():
        plain = isinstance(value, str | int) and not isinstance(value, bool)
        if plain and value != "" and squashed_name(name) in names:
            yield str(value)
    inner = body if isinstance(body, list) else list(fields.values())
    for value in inner[:_LONGEST_LIST]:
        if isinstance(value, dict | list):
            yield from _values(value, names, depth + 1)
