"""The corpus: what was asked, and what came of it, a line of JSON for each call.

A line has `name`, `method` (as in the path of a call), `metadata`, `requests` (canonical JSON; one
for a unary call), for some `deadline_seconds`, and `recorded`, the outcome: `answers` and `code`;
after an error `message` and `details` in canonical JSON, and `trailers`, those of `TRAILERS` that
came. An error without details is told in the words of the client's own library: it has no
`message` to compare.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]

FOLDER = Path(__file__).parent
CORPUS = FOLDER / "corpus.jsonl"

TRAILERS = ("x-request-id", "grpc-retry-pushback-ms")
"""The trailers of the contract."""


def read_corpus() -> list[Json]:
    """Return the recorded calls, in order."""
    return read_lines(CORPUS.read_text("utf-8"))


def read_lines(text: str) -> list[Json]:
    """Return the JSON of each line; texts may hold separators that other readers of lines obey."""
    return [json.loads(line) for line in text.split("\n") if line]


def write_corpus(calls: Iterable[Json]) -> None:
    """Write the corpus anew."""
    text = "".join(f"{json.dumps(call, ensure_ascii=False)}\n" for call in calls)
    CORPUS.write_text(text, "utf-8")
