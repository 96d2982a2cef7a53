"""Tests of what a rules folder looks like from outside."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from resolver.runtime.fingerprint import fingerprint
from tests.support.rulefolders import tiny_folder


def test_folder_that_is_left_alone_looks_the_same(tmp_path: Path) -> None:
    """Reading it changes nothing, and neither do hidden files, schemas and other files."""
    folder = tiny_folder(tmp_path)
    before = fingerprint(folder)
    (folder / "contacts.yaml").read_bytes()
    (folder / ".contacts.yaml.swp").write_text("x")
    (folder / "notes.txt").write_text("x")
    (folder / "schema").mkdir()
    (folder / "schema" / "cause.yaml").write_text("x")
    assert fingerprint(folder) == before


def test_every_kind_of_change_is_seen(tmp_path: Path) -> None:
    """Another size, an old time kept, mended permissions, a file more, a file less."""
    folder = tiny_folder(tmp_path)
    file = folder / "contacts.yaml"
    told, looks = file.stat(), [fingerprint(folder)]
    file.write_bytes(file.read_bytes() + b"#")
    looks.append(fingerprint(folder))
    os.utime(file, ns=(told.st_atime_ns, told.st_mtime_ns + 1))
    looks.append(fingerprint(folder))
    (folder / "input" / "more.yaml").write_text("x")
    looks.append(fingerprint(folder))
    file.unlink()
    looks.append(fingerprint(folder))
    assert len(set(looks)) == len(looks)


def test_atomic_save_of_as_many_bytes_with_the_old_time_is_seen(tmp_path: Path) -> None:
    """The new file is another inode."""
    folder = tiny_folder(tmp_path)
    file = folder / "contacts.yaml"
    before = fingerprint(folder)
    shutil.copy2(file, tmp_path / "saved")
    (tmp_path / "saved").replace(file)
    assert fingerprint(folder) != before


def test_folder_that_cannot_be_read_has_a_fingerprint_too(tmp_path: Path) -> None:
    """One that is not there, links that lead nowhere, and links that lead in a circle."""
    folder = tiny_folder(tmp_path)
    (folder / "lost.yaml").symlink_to("nowhere")
    (folder / "circle").symlink_to(folder)
    (folder / "self").symlink_to("self")
    looks = {fingerprint(folder), fingerprint(tmp_path / "nowhere")}
    (folder / "lost.yaml").unlink()
    looks.add(fingerprint(folder))
    assert len(looks) == 3
