"""Bundles on this machine, and which one of a folder serves."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from resolver.bundle.reasons import Reason
from resolver.errors import BundleError
from resolver.rulefile.files import revision_of
from resolver.runtime.bundles.files import BundlePath, find_bundle
from resolver.runtime.edition import Origin
from resolver.runtime.holder import serve_here
from resolver.runtime.reload import begin
from tests.support.bundles import (
    EDITED,
    KEY,
    OTHER_KEY,
    tiny_bundle,
    tiny_contents,
    tiny_manifest,
)

NOW = datetime(2025, 3, 14, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of two bundles, `old.tar` in use."""
    (tmp_path / "old.tar").write_bytes(tiny_bundle())
    (tmp_path / "new.tar").write_bytes(tiny_bundle(EDITED))
    (tmp_path / "current").write_text("old.tar\n", "utf-8")
    return tmp_path


def refusal(path: Path) -> str:
    """Return why no bundle can be found."""
    with pytest.raises(BundleError) as caught:
        find_bundle(path)
    assert caught.value.reason == Reason.UNAVAILABLE
    return str(caught.value)


def test_bundle_answers_with_its_origin(folder: Path) -> None:
    """The key is told if it was required."""
    verified = BundlePath(folder / "old.tar", [KEY.public]).read()
    assert verified.rulebook.revision == revision_of(tiny_contents())
    assert verified.origin == Origin(tiny_manifest().digest, KEY.public.id)
    assert BundlePath(folder / "old.tar").read().origin == Origin(tiny_manifest().digest)


def test_pointer_decides_which_bundle_serves(folder: Path) -> None:
    """Switching it is a change that is loaded, and so is switching it back."""
    holder, loop = begin(BundlePath(folder, [KEY.public]), serve_here, NOW)
    old = holder.current.rulebook.revision
    revisions = []
    for name in ("new.tar", "old.tar"):
        (folder / "current").write_text(name, "utf-8")
        assert loop.step(NOW) is None
        attempt = loop.step(NOW)
        assert attempt is not None
        assert attempt.succeeded
        revisions.append(holder.current.rulebook.revision)
    assert revisions[0] != old == revisions[1]


def test_refused_bundle_keeps_the_last_good(folder: Path) -> None:
    """And its reason is that of the attempt."""
    holder, loop = begin(BundlePath(folder, [KEY.public]), serve_here, NOW)
    serving = holder.current
    (folder / "old.tar").write_bytes(tiny_bundle(EDITED, OTHER_KEY))
    loop.step(NOW)
    attempt = loop.step(NOW)
    assert attempt is not None
    assert (attempt.succeeded, attempt.reason) == (False, Reason.KEY_UNKNOWN)
    assert (holder.current, holder.last_reload) == (serving, attempt)


def test_same_rules_in_another_bundle_tell_their_new_origin(folder: Path) -> None:
    """The revision stays; the serial that `GetRulebook` tells does not."""
    holder, loop = begin(BundlePath(folder), serve_here, NOW)
    (folder / "old.tar").write_bytes(tiny_bundle(serial=5))
    loop.step(NOW)
    loop.step(NOW)
    assert holder.current.origin is not None
    assert holder.current.origin.serial == 5


def test_without_pointer_there_has_to_be_one_bundle(folder: Path) -> None:
    """Neither none nor two: nobody guesses which is meant."""
    (folder / "current").unlink()
    assert "holds 2 bundles" in refusal(folder)
    (folder / "new.tar").unlink()
    (folder / ".old.tar.half").write_bytes(b"")
    assert find_bundle(folder) == folder / "old.tar"
    (folder / "old.tar").unlink()
    assert "no bundle" in refusal(folder)


@pytest.mark.parametrize(
    "text",
    ["", "../old.tar", "/etc/passwd", "a/b.tar", "old", "a.tar\nb.tar", "\x1b.tar", "x"],
)
def test_pointer_holds_a_name_and_nothing_else(folder: Path, text: str) -> None:
    """It never leads out of its folder."""
    (folder / "current").write_text(text, "utf-8")
    assert "`bundle use` writes it" in refusal(folder)


def test_looking_never_fails(folder: Path) -> None:
    """Whatever is wrong is another look, and is told when it is to be loaded."""
    looks = {BundlePath(folder).look()}
    (folder / "current").write_text("gone.tar", "utf-8")
    looks.add(BundlePath(folder).look())
    (folder / "current").write_text("no name", "utf-8")
    looks.add(BundlePath(folder).look())
    assert len(looks) == 3
    with pytest.raises(BundleError, match="nowhere"):
        BundlePath(folder / "nowhere.tar").read()
