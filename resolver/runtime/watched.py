"""What files hold, read anew when they change; what is broken changes nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from resolver.errors import SettingsError
from resolver.runtime.logs import Event, log
from resolver.runtime.ticker import Ticker

_Value = TypeVar("_Value")


class Watched(Generic[_Value]):
    """The value of some files: that of their last reading that went well.

    It is exchanged whole, so that whoever reads `value` never sees a mixture.
    """

    def __init__(self, files: Sequence[Path], read: Callable[[], _Value]) -> None:
        """Read the files for the first time.

        Raises:
            SettingsError: They cannot be used.
        """
        self._files = tuple(files)
        self._read = read
        self._previous = self._attempted = self._look()
        self.value = read()

    def step(self) -> bool:
        """Read changed files anew once they look the same twice; tell whether that went well.

        Files that belong together are seldom replaced in one moment: hence two looks.
        """
        seen = self._look()
        settled = seen == self._previous
        self._previous = seen
        if not settled or seen == self._attempted:
            return False
        self._attempted = seen
        names = [str(file) for file in self._files]
        try:
            self.value = self._read()
        except SettingsError as error:
            problems = list(error.problems)
            log(Event.FILES_RELOAD_FAILED, logging.ERROR, files=names, problems=problems)
            return False
        log(Event.FILES_RELOAD_SUCCEEDED, files=names)
        return True

    def _look(self) -> tuple[object, ...]:
        return tuple(_told(file) for file in self._files)


def _told(file: Path) -> tuple[int, ...]:
    try:
        told = file.stat()
    except OSError as error:
        return (error.errno or 0,)
    return (told.st_dev, told.st_ino, told.st_size, told.st_mtime_ns, told.st_ctime_ns)


class _Stepped(Protocol):
    def step(self) -> bool: ...


class Watch:
    """Steps what is watched, once an interval."""

    def __init__(self, watched: Sequence[_Stepped], interval_seconds: float) -> None:
        self._watched = tuple(watched)
        self._ticker = Ticker("watch", self, interval_seconds if watched else 0.0)

    def start(self) -> None:
        """Begin to watch, if there is anything to be watched."""
        self._ticker.start()

    def stop(self) -> None:
        """End the watch."""
        self._ticker.stop()

    def step(self, now: datetime) -> None:  # noqa: ARG002 - what a ticker calls
        """Step each of them, whatever becomes of the others."""
        for one in self._watched:
            try:
                one.step()
            except Exception as error:  # noqa: BLE001 - or nothing would ever be read anew
                told = type(error).__name__
                log(Event.FILES_RELOAD_FAILED, logging.ERROR, problems=[told])
