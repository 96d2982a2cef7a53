"""What a file of locked requirements says."""

from __future__ import annotations

import re
from pathlib import Path

_PACKAGE = re.compile(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==(\S+)(.*(?:\n .*)*)", re.MULTILINE)


def locked(file: Path) -> dict[tuple[str, str], str]:
    """Return what a lock says of each package, by name and version."""
    found = _PACKAGE.findall(file.read_text("utf-8"))
    return {(name, version): rest for name, version, rest in found}
