"""Files that are whole at every moment."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from resolver.runtime.disk import replace_file


def test_file_is_replaced_with_its_permissions(tmp_path: Path) -> None:
    """And nothing else is left in its folder."""
    file = tmp_path / "file"
    replace_file(file, b"1", 0o600)
    replace_file(file, b"2", 0o600)
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"2", 0o600)
    assert list(tmp_path.iterdir()) == [file]


def test_failure_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk is noticed before the old file goes."""

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    file = tmp_path / "file"
    replace_file(file, b"1")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        replace_file(file, b"2")
    assert (file.read_bytes(), list(tmp_path.iterdir())) == (b"1", [file])
