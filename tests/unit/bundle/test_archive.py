"""An archive has one form: whatever else is offered is refused before anybody reads it."""

from __future__ import annotations

import gzip
import io
import tarfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolver.bundle import archive
from resolver.bundle.archive import is_plain_name, pack, unpack
from resolver.bundle.reasons import Reason
from resolver.errors import BundleError
from tests.support.bundles import flipped

ENTRIES = {"manifest.json": b"{}", "rules/a.yaml": b"x" * 600, "rules/b/c.yaml": b""}
_NAMES = st.from_regex(r"[a-z]{1,8}(/[a-z]{1,8}){0,2}\.yaml", fullmatch=True)


def refusal(data: bytes) -> str:
    """Return the reason why an archive is refused."""
    with pytest.raises(BundleError) as caught:
        unpack(data)
    return caught.value.reason


def opened(data: bytes) -> dict[str, bytes] | None:
    """Return what is in an archive, if it is not refused."""
    try:
        return unpack(data)
    except BundleError:
        return None


def general(member: tarfile.TarInfo, content: bytes = b"") -> bytes:
    """Return an archive with one member, as a general tool may write it."""
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w", format=tarfile.PAX_FORMAT) as tar:
        member.size = len(content)
        tar.addfile(member, io.BytesIO(content))
    return written.getvalue()


@settings(deadline=None)  # a busy machine is no mistake
@given(st.dictionaries(_NAMES, st.binary(max_size=1100), max_size=5))
def test_what_is_packed_comes_out_in_its_order(entries: dict[str, bytes]) -> None:
    """Names, bytes and order survive."""
    assert list(unpack(pack(entries)).items()) == list(entries.items())


def test_general_tool_reads_it() -> None:
    """An owner can look into a bundle without this product."""
    with tarfile.open(fileobj=io.BytesIO(pack(ENTRIES))) as tar:
        assert tar.getnames() == list(ENTRIES)
        assert {(one.mode, one.uid, one.gid, one.mtime) for one in tar} == {(0o644, 0, 0, 0)}


def test_every_byte_counts() -> None:
    """A flipped byte is refused, or shows in a content or a name, where digests will tell."""
    data = pack(ENTRIES)
    unnoticed = [at for at in range(len(data)) if opened(flipped(data, at)) == ENTRIES]
    assert unnoticed == []


def test_no_prefix_and_no_longer_one_will_do() -> None:
    """Cut short anywhere, or with anything after its end."""
    data = pack(ENTRIES)
    reasons = {refusal(data[:length]) for length in range(0, len(data), 64)}
    assert reasons | {refusal(data + b"\0"), refusal(data + bytes(512))} == {Reason.MALFORMED}


@pytest.mark.parametrize(
    "name",
    ["../a.yaml", "/etc/passwd", "rules/../../a", "a//b", "./a", "a\\b", "a b", "规则", ".a"],
)
def test_name_that_leads_elsewhere_is_refused(name: str) -> None:
    """Even if everything else is as it should be."""
    assert not is_plain_name(name)
    member = tarfile.TarInfo(name)
    header = member.tobuf(tarfile.USTAR_FORMAT, "utf-8")
    assert refusal(header + bytes(1024)) == Reason.MALFORMED


@pytest.mark.parametrize(
    "kind",
    [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE, b"S"],
)
def test_anything_but_a_file_is_refused(kind: bytes) -> None:
    """Links, devices, folders, sparse files."""
    member = tarfile.TarInfo("rules/a.yaml")
    member.type, member.linkname = kind, "/etc/passwd"
    assert refusal(general(member)) == Reason.MALFORMED


def test_what_another_tool_writes_is_refused() -> None:
    """Owner, time and extended headers leave no room to hide anything."""
    member = tarfile.TarInfo("rules/a.yaml")
    member.mtime = 1
    extended = tarfile.TarInfo("rules/a.yaml")
    extended.pax_headers = {"path": "../../a"}
    assert refusal(general(member, b"a")) == refusal(general(extended, b"a")) == Reason.MALFORMED


def test_compressed_bomb_is_never_inflated() -> None:
    """What is compressed is not a bundle at all."""
    assert refusal(gzip.compress(bytes(10_000_000))) == Reason.MALFORMED


def test_size_that_is_not_there_is_refused() -> None:
    """A header that promises eight gigabytes allocates nothing."""
    member = tarfile.TarInfo("rules/a.yaml")
    member.size = 8**11 - 1
    header = member.tobuf(tarfile.USTAR_FORMAT, "ascii")
    assert refusal(header + bytes(1024)) == Reason.MALFORMED


def test_same_name_twice_is_refused() -> None:
    """Readers would not agree on which one counts."""
    one = pack({"rules/a.yaml": b"1"})[:1024]
    assert refusal(one + pack({"rules/a.yaml": b"2"})) == Reason.MALFORMED


def test_too_many_bytes_or_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before they are looked at."""
    monkeypatch.setattr(archive, "MAX_FILES", 2)
    assert refusal(pack(ENTRIES)) == Reason.TOO_LARGE
    monkeypatch.setattr(archive, "MAX_ARCHIVE_BYTES", 1024)
    assert refusal(pack(ENTRIES)) == Reason.TOO_LARGE
