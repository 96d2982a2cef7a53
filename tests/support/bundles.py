"""Bundles for tests: of the tiny rules, good ones and such as nobody should use."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from resolver.bundle.archive import pack
from resolver.bundle.keys import SigningKey, new_key
from resolver.bundle.manifest import Counts, Manifest, entries_of
from resolver.bundle.package import write_bundle
from resolver.rulefile.files import read_folder, revision_of
from tests.support.rulefolders import TINY_RULES, tiny_text

KEY = new_key()
"""The owner's key, another one in each run."""

OTHER_KEY = new_key()
"""The key of somebody else."""

EDITED = {"contacts.yaml": tiny_text("contacts.yaml") + "\n# edited\n"}
"""A change that gives rules of another revision."""


@cache
def tiny_contents() -> Mapping[str, bytes]:
    """Return the files of the tiny rules."""
    files = read_folder(TINY_RULES)
    return {path: data for path, data in files.items() if isinstance(data, bytes)}


def tiny_manifest(files: Mapping[str, bytes] | None = None, **told: object) -> Manifest:
    """Return the manifest of rule files, of the tiny ones by default, with other values in it."""
    files = tiny_contents() if files is None else files
    values = {
        "name": "tiny",
        "revision": revision_of(files),
        "serial": 0,
        "source": "",
        "built_by": "0.1.0",
        "requires": ">=0.1,<0.2",
        "rule_format": 1,
        "scenarios_passed": None,
        "counts": Counts(causes=2, rules=3, remedies=2, scenarios=2),
        "files": entries_of(files),
    }
    return Manifest(**(values | told))


def tiny_bundle(
    changes: Mapping[str, str] | None = None, key: SigningKey | None = KEY, **told: object
) -> bytes:
    """Return a bundle of the tiny rules with other files in them, by default a signed one."""
    edited = {path: text.encode() for path, text in (changes or {}).items()}
    files = {**tiny_contents(), **edited}
    return write_bundle(tiny_manifest(files, **told), files, key)


def packed(manifest: bytes, files: Mapping[str, bytes], key: SigningKey | None = KEY) -> bytes:
    """Return an archive of parts that may not fit together, the manifest signed as it is."""
    signed = {} if key is None else {"signature.json": key.sign(manifest).to_bytes()}
    rules = {f"rules/{path}": files[path] for path in sorted(files)}
    return pack({"manifest.json": manifest, **signed, **rules})


def key_file(folder: Path, key: SigningKey = KEY) -> Path:
    """Write the public half of a key and return its file."""
    file = folder / f"{key.public.id[-8:]}.pub"
    file.write_bytes(key.public.to_pem())
    return file


def flipped(data: bytes, at: int) -> bytes:
    """Return bytes of which one has a bit changed."""
    return data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1 :]
