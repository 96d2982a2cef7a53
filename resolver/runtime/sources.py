"""Where the rules come from, as whoever loads and watches them sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

from resolver.rulefile.files import Files, read_folder
from resolver.runtime.fingerprint import Fingerprint, fingerprint
from resolver.runtime.snapshot import Snapshot, snapshot_of_files

Make: TypeAlias = Callable[[Files], Snapshot]
"""Builds what answers by rule files, or raises; see `snapshot_of_files`."""


class RulesSource(Protocol):
    """A place that rules come from and that may change."""

    def look(self) -> Fingerprint:
        """Return what it looks like now: cheap, different after any change, raises nothing."""
        ...

    def build(self) -> Snapshot:
        """Read the rules and build what answers by them.

        Raises:
            ResolverError: They cannot be had, or are refused.
        """
        ...

    def last_good(self) -> Snapshot | None:
        """Return what answers by the last good rules of an earlier process, if they were kept."""
        ...


@dataclass(frozen=True, slots=True)
class RulesFolder:
    """A folder of rule files. It keeps nothing: what it was before is its owner's to restore."""

    directory: Path
    make: Make = snapshot_of_files

    def look(self) -> Fingerprint:
        """Return the fingerprint of its files."""
        return fingerprint(self.directory)

    def build(self) -> Snapshot:
        """Read and build it; see `snapshot_of_files` and `read_folder` for errors."""
        return self.make(read_folder(self.directory))

    def last_good(self) -> None:
        """Return nothing."""
