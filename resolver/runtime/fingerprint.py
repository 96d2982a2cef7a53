"""What a rules folder looks like from outside: cheap to take, and different after any change."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from resolver.rulefile.files import MAX_ENTRIES, is_passed_over, is_rule_file, is_too_deep

Fingerprint: TypeAlias = tuple[tuple[str | int, ...], ...]
"""One entry a file, in order of path, or one with an error number where nothing can be read."""


def fingerprint(directory: Path) -> Fingerprint:
    """Return the fingerprint of all rule files; no file is opened, and nothing is raised.

    Links are followed, so that an exchanged link counts as a change of all that lies behind it.
    The time of the last change of an inode is part of it: only that tells of a file whose
    permissions were mended, or whose content was replaced under its old time and size.
    """
    return tuple(sorted(_entries(directory), key=str))


def _entries(directory: Path) -> Iterator[tuple[str | int, ...]]:
    waiting = [("", str(directory))]
    seen = 0
    while waiting and seen <= MAX_ENTRIES:  # beyond that it is no rulebook, and is not loaded
        prefix, folder = waiting.pop()
        try:
            with os.scandir(folder) as listed:
                entries = list(islice(listed, MAX_ENTRIES - seen + 1))
        except OSError as error:
            yield (prefix, error.errno or 0)
            continue
        seen += len(entries)
        for entry in entries:
            path = prefix + entry.name
            if is_passed_over(path):
                continue
            if _is_folder(entry):
                if not is_too_deep(path):
                    waiting.append((f"{path}/", entry.path))
            elif is_rule_file(path):
                yield _file(path, entry)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _file(path: str, entry: os.DirEntry[str]) -> tuple[str | int, ...]:
    try:
        told = entry.stat()
    except OSError as error:
        return (path, error.errno or 0)
    return (path, told.st_dev, told.st_ino, told.st_size, told.st_mtime_ns, told.st_ctime_ns)
