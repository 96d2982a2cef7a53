"""A bundle on this machine: a file, or a folder of bundles of which one is in use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from resolver.bundle.archive import MAX_ARCHIVE_BYTES
from resolver.bundle.keys import VerifyingKey
from resolver.bundle.package import Bundle, open_bundle
from resolver.bundle.reasons import Reason
from resolver.errors import BundleError
from resolver.model.texts import Text, cannot_read
from resolver.runtime.edition import Edition, Origin
from resolver.runtime.fingerprint import Fingerprint
from resolver.runtime.making import edition_of_files
from resolver.runtime.sources import Make

POINTER = "current"
"""The file in a folder of bundles that holds the name of the one in use."""

SUFFIX = ".tar"
"""How the names of bundles end."""

_LONGEST_POINTER = 256


@dataclass(frozen=True, slots=True)
class BundlePath:
    """A bundle, or a folder of bundles. See `find_bundle` for which of them is used."""

    path: Path
    keys: Sequence[VerifyingKey] = ()
    make: Make = edition_of_files

    def look(self) -> Fingerprint:
        """Return the name of the file in use and what the system knows of it."""
        try:
            file = find_bundle(self.path)
            told = file.stat()
        except BundleError as error:
            return ((error.reason, error.text.en),)
        except OSError as error:
            return ((Reason.UNAVAILABLE, error.errno or 0),)
        known = (told.st_dev, told.st_ino, told.st_size, told.st_mtime_ns, told.st_ctime_ns)
        return ((str(file), *known),)

    def read(self) -> Edition:
        """Read, verify and check the bundle in use.

        Raises:
            BundleError: It cannot be read or is refused.
            RulesRejectedError: Its rules have mistakes.
        """
        bundle = open_bundle(read_bundle(find_bundle(self.path)), self.keys)
        return edition_of_bundle(bundle, self.make)

    def taken(self) -> None:
        """Do nothing."""

    def last_good(self) -> None:
        """Return nothing: earlier bundles are the owner's to keep."""


def edition_of_bundle(bundle: Bundle, make: Make, *, from_cache: bool = False) -> Edition:
    """Return the edition of a bundle; see `edition_of_files` for errors."""
    manifest = bundle.manifest
    origin = Origin(
        digest=manifest.digest,
        key_id=bundle.signer if bundle.verified else "",
        serial=manifest.serial,
        source=manifest.source,
        from_cache=from_cache,
    )
    return replace(make(bundle.files), origin=origin)


def find_bundle(path: Path) -> Path:
    """Return a bundle's file: the path itself, or in a folder the one that `current` names.

    Without `current` a folder has to hold just one bundle.

    Raises:
        BundleError: There is no such file, or it is not clear which one is meant.
    """
    if not path.is_dir():
        return path
    pointer = path / POINTER
    if pointer.exists():
        return path / _pointed(pointer)
    found = sorted(file for file in path.glob(f"*{SUFFIX}") if not file.name.startswith("."))
    if not found:
        raise _unavailable(
            Text(
                f"{path} 中没有规则包（*{SUFFIX}）；请用 bundle build --output {path} 打包",
                f"no bundle (*{SUFFIX}) in {path}; `bundle build --output {path}` puts one there",
            )
        )
    if len(found) > 1:
        raise _unavailable(
            Text(
                f"{path} 中有 {len(found)} 个规则包；请指定启用哪一个，如 bundle use {found[0]}",
                f"{path} holds {len(found)} bundles; say which serves: `bundle use {found[0]}`",
            )
        )
    return found[0]


def read_bundle(file: Path) -> bytes:
    """Return the bytes of a file, at most one more than a bundle may have.

    Raises:
        BundleError: It cannot be read.
    """
    return _beginning(file, MAX_ARCHIVE_BYTES + 1)


def _pointed(pointer: Path) -> str:
    name = _beginning(pointer, _LONGEST_POINTER).decode("utf-8", "replace").strip()
    if not name.endswith(SUFFIX) or "/" in name or not name.isprintable():
        raise _unavailable(
            Text(
                f"{pointer}：应当只有一行，写同目录下一个规则包的文件名；可用 bundle use 写入",
                f"{pointer}: must hold the name of a bundle beside it; `bundle use` writes it",
            )
        )
    return name


def _beginning(file: Path, size: int) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(size)
    except OSError as error:
        raise _unavailable(cannot_read(file, error)) from error


def _unavailable(text: Text) -> BundleError:
    return BundleError(Reason.UNAVAILABLE, text)
