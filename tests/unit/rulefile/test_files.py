"""Where rule files are found, and the revision of all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.errors import RulesUnavailableError
from resolver.rulefile import files
from resolver.rulefile.files import Kind, Unreadable, kind_of, read_folder, revision_of
from tests.support.rulefolders import TINY_RULES, tiny_files, tiny_folder, tiny_text


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("timing/peak_load.yaml", Kind.CAUSE),
        ("timing/peak_load_test.yaml", Kind.SCENARIOS),
        ("unknown.yaml", Kind.CAUSE),
        ("unknown_test.yaml", Kind.SCENARIOS),
        ("status/platform.yaml", Kind.PROVIDER),
        ("status/categories.yaml", Kind.CATEGORIES),
        ("calendar/stops.yaml", Kind.STOPS),
        ("remedies.yaml", Kind.REMEDIES),
        ("remedy.yaml", None),
        ("calendar/other.yaml", None),
        ("schema/cause.yaml", None),
        ("timing/deeper/cause.yaml", None),
        ("timing/peak_load.yml", None),
    ],
)
def test_the_place_tells_the_kind(path: str, kind: Kind | None) -> None:
    """A file is what its place makes it."""
    assert kind_of(path) is kind


def test_the_revision_is_the_same_on_every_machine() -> None:
    """Line ends, a byte order mark and the order of files do not count."""
    contents = tiny_files()
    dressed = {
        path: b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n")
        for path, content in reversed(contents.items())
        if isinstance(content, bytes)
    }

    assert revision_of(dressed) == revision_of(contents)
    assert revision_of(contents).startswith("sha256:")
    assert len(revision_of(contents)) == len("sha256:") + 64


def test_the_revision_is_that_of_the_rules_alone() -> None:
    """Scenarios and strangers do not change it, rules do."""
    revision = revision_of(tiny_files())
    scenarios = "timing/data_sync_delay_test.yaml"

    assert revision_of(tiny_files({scenarios: "scenarios: []\n"})) == revision
    assert revision_of(tiny_files({"stranger.yaml": "a: 1\n"})) == revision
    assert revision_of(tiny_files({"scale.yaml": tiny_text("scale.yaml") + "\n"})) != revision
    assert revision_of(tiny_files({"contacts.yaml": None})) != revision


def test_hidden_files_schemas_and_other_formats_are_passed_over(tmp_path: Path) -> None:
    """Only YAML counts, and not the editors' schemas."""
    folder = tiny_folder(
        tmp_path, {".git/x.yaml": "a", "schema/cause.yaml": "a", "README.md": "a", "a.json": "{}"}
    )

    assert read_folder(folder).keys() == read_folder(TINY_RULES).keys()


def test_a_mounted_configuration_is_followed_through_its_links(tmp_path: Path) -> None:
    """Kubernetes shows a folder behind `..data`, files and folders as links."""
    real = tiny_folder(tmp_path)
    mount = tmp_path / "mount"
    mount.mkdir()
    (mount / "..data").symlink_to(real)
    for entry in real.iterdir():
        (mount / entry.name).symlink_to(Path("..data") / entry.name)

    assert read_folder(mount) == read_folder(real)


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    """A folder that holds itself is read to a fixed depth."""
    folder = tiny_folder(tmp_path)
    (folder / "timing" / "again").symlink_to(folder / "timing")

    assert "timing/again/data_sync_delay.yaml" in read_folder(folder)


def test_what_is_no_ordinary_file_is_unreadable(tmp_path: Path) -> None:
    """A link to nothing is told and does not stop the reading."""
    folder = tiny_folder(tmp_path)
    (folder / "timing" / "late.yaml").symlink_to(tmp_path / "nothing")

    assert isinstance(read_folder(folder)["timing/late.yaml"], Unreadable)


def test_a_file_that_cannot_be_opened_is_unreadable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system's reason is kept for the diagnostic."""

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    folder = tiny_folder(tmp_path)
    monkeypatch.setattr(Path, "read_bytes", refuse)

    assert set(read_folder(folder).values()) == {Unreadable("Permission denied")}


def test_a_folder_that_cannot_be_listed_is_unavailable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing can be said of its files."""

    def refuse(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files.os, "scandir", refuse)

    with pytest.raises(RulesUnavailableError, match="Permission denied"):
        read_folder(tmp_path)


@pytest.mark.parametrize("limit", ["MAX_ENTRIES", "MAX_FOLDER_BYTES"])
def test_a_huge_folder_is_unavailable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    """Somebody named the wrong folder."""
    monkeypatch.setattr(files, limit, 3)

    with pytest.raises(RulesUnavailableError, match=r"too large|more than"):
        read_folder(tiny_folder(tmp_path))
