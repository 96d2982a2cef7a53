"""Files that are whole at every moment, whoever reads them and whenever the power fails."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def replace_file(file: Path, data: bytes, mode: int = 0o644) -> None:
    """Write a file beside its place, bring it to disk, and put it there in one step.

    Raises:
        OSError: It cannot be written; what was there before still is.
    """
    handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(data)
            opened.flush()
            os.fsync(opened.fileno())
        beside.chmod(mode)
        beside.replace(file)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """Return when the names of the files in a folder would outlast a loss of power.

    Raises:
        OSError: The folder cannot be brought to disk.
    """
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
