"""The last good bundle of a URL, on disk: what a start without network uses."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from pathlib import Path

from resolver.bundle.archive import MAX_ARCHIVE_BYTES
from resolver.runtime.disk import replace_file
from resolver.runtime.logs import Event, log


@dataclass(frozen=True, slots=True)
class BundleCache:
    """One file. Whoever reads it verifies it as if it had come from the URL."""

    file: Path

    @classmethod
    def of(cls, folder: Path, url: str) -> BundleCache:
        """Return the place of a URL's bundle in a folder that several servers may share."""
        return cls(folder / f"{hashlib.sha256(url.encode()).hexdigest()[:16]}.tar")

    def read(self) -> bytes | None:
        """Return the bytes that were kept, if they can be read."""
        try:
            with self.file.open("rb") as opened:
                return opened.read(MAX_ARCHIVE_BYTES + 1)
        except FileNotFoundError:
            return None
        except OSError as error:
            self.complain(error)
            return None

    def keep(self, data: bytes) -> None:
        """Keep a bundle in place of the one before. A failure is only logged: the rules serve."""
        try:
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            replace_file(self.file, data, mode=0o600)
        except OSError as error:
            self.complain(error)

    def complain(self, error: Exception) -> None:
        """Log that the bundle on disk cannot be used, or not be written."""
        told = f"{type(error).__name__}: {error}"
        log(Event.BUNDLE_CACHE_FAILED, logging.WARNING, file=str(self.file), error=told)
