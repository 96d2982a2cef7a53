"""Closed segments are packed, and the oldest deleted without a trace of a fault."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import zstandard

from resolver.runtime.decisions.head import read_head
from resolver.runtime.decisions.journal import Journal, Manner
from resolver.runtime.decisions.keeper import Keeper, Retention
from resolver.runtime.decisions.segments import packed_path
from resolver.runtime.decisions.verify import Fault
from tests.support.decisions import a_body, a_journal, faults, words

LATER = datetime.now(UTC) + timedelta(days=40)


def _kept(log: Path, said: str, retention: Retention) -> tuple[Keeper, Journal, Path]:
    journal, claim = a_journal(log, Manner(segment_bytes=1))
    for word in said:
        journal.append([a_body(word)])
    return Keeper(claim, journal, retention), journal, claim.folder


def test_closed_segments_are_packed(tmp_path: Path) -> None:
    """The one that grows is left alone, and nothing reads otherwise."""
    keeper, _, folder = _kept(tmp_path, "abc", Retention())
    keeper.step(datetime.now(UTC))
    names = [file.name for file in sorted(folder.glob("0*"))]
    assert [(name[:9], name[name.index(".j") :]) for name in names] == [
        ("000000000", ".jsonl.zst"),
        ("000000001", ".jsonl.zst"),
        ("000000002", ".jsonl"),
    ]
    assert words(tmp_path) == ["a", "b", "c"]
    assert faults(tmp_path) == []


def test_a_changed_byte_of_a_packed_segment_is_found(tmp_path: Path) -> None:
    """Wherever it is."""
    keeper, _, folder = _kept(tmp_path, "ab", Retention())
    keeper.step(datetime.now(UTC))
    (packed,) = folder.glob("000000000.*.zst")
    whole = packed.read_bytes()
    for place in range(len(whole)):
        altered = bytearray(whole)
        altered[place] ^= 0x10
        packed.write_bytes(altered)
        assert faults(tmp_path) != [], place


def test_a_packed_segment_that_was_swapped_for_another_is_found(tmp_path: Path) -> None:
    """Even under the right name: cut short, lengthened, or with a line less."""
    keeper, _, folder = _kept(tmp_path, "ab", Retention())
    keeper.step(datetime.now(UTC))
    (packed,) = folder.glob("000000000.*.zst")
    whole = packed.read_bytes()
    packed.unlink()
    lines = zstandard.decompress(whole).splitlines(keepends=True)
    for other, fault in (
        (whole[:-1], Fault.SEGMENT_UNREADABLE),
        (whole + b"\0", Fault.SEGMENT_UNREADABLE),
        (zstandard.compress(b"".join(lines[:-1])), Fault.SEGMENT_UNREADABLE),
        (zstandard.compress(b"".join(lines[1:])), Fault.LINE_ALTERED),
    ):
        swapped = packed_path(folder, 0, other)
        swapped.write_bytes(other)
        assert fault in faults(tmp_path)
        swapped.unlink()


def test_segments_that_are_too_old_are_deleted(tmp_path: Path) -> None:
    """But the last; and the chain knows that they are not missing."""
    keeper, _, folder = _kept(tmp_path, "abc", Retention(seconds=30 * 86_400))
    keeper.step(datetime.now(UTC))
    assert words(tmp_path) == ["a", "b", "c"]
    keeper.step(LATER)
    head = read_head(folder)
    assert head is not None
    assert head.first_segment == 2
    assert words(tmp_path) == ["c"]
    assert faults(tmp_path) == []


def test_a_chain_stays_below_its_size(tmp_path: Path) -> None:
    """By whole segments, the oldest first."""
    keeper, _, _ = _kept(tmp_path, "abcdef", Retention(chain_bytes=1200))
    keeper.step(datetime.now(UTC))
    assert words(tmp_path)[-1] == "f"
    assert len(words(tmp_path)) < 6
    assert faults(tmp_path) == []


def test_chains_that_nobody_writes_to_grow_old_too(tmp_path: Path) -> None:
    """The process that packed them is gone."""
    keeper, journal, first = _kept(tmp_path, "ab", Retention())
    journal.append([a_body("c")])
    other, _, second = _kept(tmp_path, "de", Retention(seconds=30 * 86_400))
    keeper.step(datetime.now(UTC))
    keeper._claim.release()
    other.step(datetime.now(UTC))
    other.step(LATER)
    assert first != second
    assert words(tmp_path) == ["c", "e"]
    assert faults(tmp_path) == []


def test_a_segment_is_closed_after_a_day(tmp_path: Path) -> None:
    """So that a log with little to say is packed, too."""
    keeper, journal, _ = _kept(tmp_path, "a", Retention())
    keeper.step(datetime.now(UTC))
    assert journal.open_segment == 0
    keeper.step(LATER)
    assert journal.open_segment is None
    assert faults(tmp_path) == []
