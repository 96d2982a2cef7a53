"""The head of a chain: how far it has got, kept beside it so that a missing end shows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from resolver.runtime.decisions.chain import FIRST_LINK
from resolver.runtime.disk import replace_file

_FILE = "head.json"


class Head(NamedTuple):
    """The last line of a chain.

    Attributes:
        first_segment: The first segment that has not been deleted for its age or for want of room.
        segment: The segment of the line; -1 before there is any.
        decisions: How many decisions the chain has had up to the line.
        link: The line's link.
    """

    first_segment: int = 0
    segment: int = -1
    decisions: int = 0
    link: str = FIRST_LINK


def read_head(folder: Path) -> Head | None:
    """Return the head that is kept in a chain's folder; `None` if there is none that is one."""
    try:
        values = json.loads((folder / _FILE).read_text("utf-8"))
        return Head(**values)
    except (OSError, ValueError, TypeError):
        return None


def write_head(folder: Path, head: Head) -> None:
    """Keep a head in place of the one before, in one step.

    Raises:
        OSError: It cannot be written; the one before still is there.
    """
    replace_file(folder / _FILE, json.dumps(head._asdict()).encode() + b"\n", 0o640)
