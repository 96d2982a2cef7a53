"""Rulebooks by their revision, as bundles: with them every decision can be made again."""

from __future__ import annotations

from pathlib import Path

from resolver import __version__
from resolver.bundle.manifest import Counts, Manifest, entries_of
from resolver.bundle.package import open_bundle, write_bundle
from resolver.bundle.versions import RULE_FORMAT, own_range
from resolver.model.rulebook import Rulebook
from resolver.rulefile.files import Files, Kind, kind_of, normalized
from resolver.runtime.bundles.files import SUFFIX, read_bundle
from resolver.runtime.disk import replace_file

_FOLDER = "rulebooks"


def rulebook_path(log: Path, revision: str) -> Path:
    """Return where the rulebook of a revision is kept."""
    return log / _FOLDER / f"{revision.removeprefix('sha256:')}{SUFFIX}"


def keep_rulebook(log: Path, rulebook: Rulebook, files: Files) -> None:
    """Keep a rulebook unless it is there; scenarios and the lock, which decide nothing, are not.

    Raises:
        OSError: It cannot be written.
    """
    path = rulebook_path(log, rulebook.revision)
    if path.exists():
        return
    kept = {
        name: normalized(content)
        for name, content in files.items()
        if kind_of(name) not in {None, Kind.SCENARIOS} and isinstance(content, bytes)
    }
    manifest = Manifest(
        name="kept",
        revision=rulebook.revision,
        serial=0,
        source="",
        built_by=__version__,
        requires=str(own_range()),
        rule_format=RULE_FORMAT,
        scenarios_passed=None,
        counts=Counts(
            causes=len(rulebook.causes),
            rules=len(rulebook.rules()),
            remedies=len(rulebook.remedies),
            scenarios=0,
        ),
        files=entries_of(kept),
    )
    path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    replace_file(path, write_bundle(manifest, kept), 0o640)


def kept_files(log: Path, revision: str) -> Files:
    """Return the files of a rulebook that was kept.

    Raises:
        BundleError: It was not, it was altered, or another version of the product kept it.
    """
    return open_bundle(read_bundle(rulebook_path(log, revision))).files
