"""Where the rules come from, as whoever loads and watches them sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

from resolver.rulefile.files import Files, read_folder
from resolver.runtime.edition import Edition
from resolver.runtime.fingerprint import Fingerprint, fingerprint
from resolver.runtime.making import edition_of_files

Make: TypeAlias = Callable[[Files], Edition]
"""Returns the edition of rule files, or raises; see `edition_of_files`."""


class RulesSource(Protocol):
    """A place that rules come from and that may change."""

    def look(self) -> Fingerprint:
        """Return what it looks like now: cheap, different after any change, raises nothing."""
        ...

    def read(self) -> Edition:
        """Read the rules as they are now, and check them.

        Raises:
            ResolverError: They cannot be had, or are refused.
        """
        ...

    def taken(self) -> None:
        """Hear that what was last read serves, and may be kept as the last good rules."""
        ...

    def last_good(self) -> Edition | None:
        """Return the last good rules of an earlier process, if they were kept."""
        ...


@dataclass(frozen=True, slots=True)
class RulesFolder:
    """A folder of rule files. It keeps nothing: what it was before is its owner's to restore."""

    directory: Path
    make: Make = edition_of_files

    def look(self) -> Fingerprint:
        """Return the fingerprint of its files."""
        return fingerprint(self.directory)

    def read(self) -> Edition:
        """Read and check it; see `edition_of_files` and `read_folder` for errors."""
        return self.make(read_folder(self.directory))

    def taken(self) -> None:
        """Do nothing."""

    def last_good(self) -> None:
        """Return nothing."""
