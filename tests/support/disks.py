"""A disk that fails on demand, and forgets at a loss of power what was not synced."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from random import Random

from resolver.runtime.decisions.disk import SystemDisk


class Killed(BaseException):
    """The process is dead: nothing it would do after that is done."""


class FailingDisk(SystemDisk):
    """The disk of this machine, but for what a test lets fail.

    Attributes:
        room: How many bytes more can be written; then the disk is full. `None` for no limit.
        broken: The methods that fail.
        steps: How many steps more the process lives; `None` for ever. See `Killed`.
    """

    def __init__(self, room: int | None = None) -> None:
        self.room = room
        self.broken: set[str] = set()
        self.steps: int | None = None
        self._files: dict[int, Path] = {}
        self._synced: dict[Path, int] = {}
        self._named: set[Path] = set()

    def open(self, file: Path) -> int:
        """Open it, and remember what of it is on the disk."""
        self._fail_if_broken("open")
        handle = super().open(file)
        self._files[handle] = file
        self._synced.setdefault(file, 0)
        return handle

    def write(self, handle: int, data: bytes) -> int:
        """Take some of the bytes at a time, and none once the disk is full."""
        self._fail_if_broken("write")
        taken = data[: max(1, len(data) // 2)]
        if self.room is not None:
            taken = taken[: self.room]
            if not taken:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            self.room -= len(taken)
        return super().write(handle, taken)

    def sync(self, handle: int) -> None:
        """Remember that all of a file is on the disk."""
        self._fail_if_broken("sync")
        file = self._files[handle]
        self._synced[file] = file.stat().st_size

    def sync_folder(self, folder: Path) -> None:
        """Remember that the names in a folder are."""
        self._fail_if_broken("sync_folder")
        self._named |= set(folder.iterdir())

    def cut(self, handle: int, size: int) -> None:
        """Cut it."""
        self._fail_if_broken("cut")
        super().cut(handle, size)
        file = self._files[handle]
        self._synced[file] = min(self._synced[file], size)

    def replace(self, file: Path, data: bytes, changed_at: float) -> None:
        """Write it beside, which is a step of its own, and put it in its place."""
        self._fail_if_broken("replace")
        beside = file.with_name(f".{file.name}.beside")
        beside.write_bytes(data)
        self._fail_if_broken("replace")
        beside.unlink()
        super().replace(file, data, changed_at)

    def remove(self, file: Path) -> None:
        """Delete it."""
        self._fail_if_broken("remove")
        super().remove(file)

    def lose_power(self, rng: Random) -> None:
        """Leave of each file what was synced and, by chance, a part of what came after."""
        for file, synced in self._synced.items():
            if not file.exists():
                continue
            if file not in self._named:
                file.unlink()
                continue
            data = file.read_bytes()
            kept = rng.randint(synced, len(data))
            blank = rng.randint(synced, kept)
            file.write_bytes(data[:blank] + bytes(kept - blank))

    def _fail_if_broken(self, method: str) -> None:
        if self.steps is not None:
            if not self.steps:
                raise Killed
            self.steps -= 1
        if method in self.broken:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
