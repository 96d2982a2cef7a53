"""What the log asks of a disk, so that tests can let one fail."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Protocol

from resolver.runtime.disk import replace_file, sync_folder

_OPEN = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC


class Disk(Protocol):
    """Files that only grow at their ends, or are replaced whole.

    Every method raises `OSError` if it cannot be done.
    """

    def open(self, file: Path) -> int:
        """Return a handle that appends to a file, which is made if there is none."""
        ...

    def write(self, handle: int, data: bytes) -> int:
        """Hand bytes to the system and return how many it took, at least one."""
        ...

    def sync(self, handle: int) -> None:
        """Return when what was written would outlast a loss of power."""
        ...

    def sync_folder(self, folder: Path) -> None:
        """Return when the names of the files in a folder would, too."""
        ...

    def cut(self, handle: int, size: int) -> None:
        """Take away what a file has beyond a size."""
        ...

    def close(self, handle: int) -> None:
        """Let a handle go."""
        ...

    def replace(self, file: Path, data: bytes, changed_at: float) -> None:
        """Put a file in a place in one step, as if it had last been changed at a moment."""
        ...

    def remove(self, file: Path) -> None:
        """Delete a file, if it is there."""
        ...


class SystemDisk:
    """The disk of this machine."""

    def open(self, file: Path) -> int:
        """Return a handle; others than owner and group may not read the file."""
        return os.open(file, _OPEN, 0o640)

    def write(self, handle: int, data: bytes) -> int:
        """Write once."""
        return os.write(handle, data)

    def sync(self, handle: int) -> None:
        """Wait for the disk."""
        os.fsync(handle)

    def sync_folder(self, folder: Path) -> None:
        """Wait for the disk."""
        sync_folder(folder)

    def cut(self, handle: int, size: int) -> None:
        """Cut the file."""
        os.ftruncate(handle, size)

    def close(self, handle: int) -> None:
        """Close the file."""
        os.close(handle)

    def replace(self, file: Path, data: bytes, changed_at: float) -> None:
        """Write it beside, bring it to disk, and rename it."""
        replace_file(file, data, 0o640)
        os.utime(file, (changed_at, changed_at))

    def remove(self, file: Path) -> None:
        """Delete the file."""
        file.unlink(missing_ok=True)


def write_all(disk: Disk, handle: int, data: bytes) -> None:
    """Write bytes in as many steps as it takes.

    Raises:
        OSError: They could not all be written; some may have been.
    """
    while (taken := disk.write(handle, data)) < len(data):
        data = data[taken:]
