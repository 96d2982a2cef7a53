"""What Git remembers of a rules folder: which commits touched which file."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

COMMITS_PER_FILE = 50
"""Older commits of a file are left out."""

_COMMITS_READ = 2000
_SECONDS = 30
_RECORD, _FIELD = "\x1e", "\x1f"
_FORMAT = _FIELD.join(("%x1e%h", "%aI", "%an", "%s", ""))


@dataclass(frozen=True, slots=True)
class Commit:
    """One change: its short id, the author's day and name, and the first line of its message."""

    id: str
    day: date
    author: str
    subject: str


def read_history(folder: Path) -> Mapping[str, tuple[Commit, ...]] | None:
    """Return the commits of each file below a folder, newest first, by path within the folder.

    Only the last 2000 commits that touched the folder are looked at. A file that is new has none.
    `None` stands for a folder outside every repository, and for a machine without Git.
    """
    told = _git_log(folder)
    if told is None:
        return None
    commits: dict[str, list[Commit]] = {}
    for record in told.split(_RECORD)[1:]:
        identity, moment, author, subject, files = record.split(_FIELD, 4)
        commit = Commit(identity, datetime.fromisoformat(moment).date(), author, subject)
        for path in files.strip("\n\0").split("\0"):
            commits.setdefault(path, []).append(commit)
    return {path: tuple(found[:COMMITS_PER_FILE]) for path, found in sorted(commits.items())}


def _git_log(folder: Path) -> str | None:
    options = ("--relative", "--name-only", "-z", "--no-merges", f"--format={_FORMAT}")
    command = (
        "git",
        "-C",
        str(folder),
        "log",
        f"--max-count={_COMMITS_READ}",
        *options,
        "--",
        ".",
    )
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and the folder is an argument of `-C`
            command, capture_output=True, timeout=_SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode("utf-8", "replace")
