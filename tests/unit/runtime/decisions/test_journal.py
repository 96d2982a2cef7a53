"""Journals write whole decisions in order, or none, whatever the disk does."""

from __future__ import annotations

from pathlib import Path
from threading import Event, Thread

import pytest

from resolver.errors import DecisionLogError
from resolver.runtime.decisions.journal import Manner, SlowDiskError
from tests.support.decisions import a_body, a_journal, decisions, faults, words
from tests.support.disks import FailingDisk


def test_decisions_are_numbered_in_order(tmp_path: Path) -> None:
    """One by one or several at once."""
    journal, _ = a_journal(tmp_path)
    journal.append([a_body("a")])
    journal.append([a_body("b"), a_body("c")])
    assert [(one["n"], one["word"]) for one in decisions(tmp_path)] == [
        (1, "a"), (2, "b"), (3, "c"),
    ]  # fmt: skip
    assert faults(tmp_path) == []


def test_a_segment_of_full_size_gives_way_to_another(tmp_path: Path) -> None:
    """And the chain goes on."""
    journal, claim = a_journal(tmp_path, Manner(segment_bytes=1))
    for word in "abc":
        journal.append([a_body(word)])
    assert len(list(claim.folder.glob("*.jsonl"))) == 3
    assert words(tmp_path) == ["a", "b", "c"]
    assert faults(tmp_path) == []


def test_a_full_disk_is_told_and_leaves_no_part_of_a_line(tmp_path: Path) -> None:
    """Once there is room again, the chain goes on as if nothing had been."""
    disk = FailingDisk()
    journal, claim = a_journal(tmp_path, disk=disk)
    journal.append([a_body("a")])
    size = (claim.folder / "000000000.jsonl").stat().st_size
    disk.room = 70
    with pytest.raises(DecisionLogError, match="No space left"):
        journal.append([a_body("b")])
    assert (claim.folder / "000000000.jsonl").stat().st_size == size
    disk.room = None
    journal.append([a_body("c")])
    assert words(tmp_path) == ["a", "c"]
    assert faults(tmp_path) == []


def test_a_full_disk_leaves_no_segment_without_a_beginning(tmp_path: Path) -> None:
    """Not even an empty file."""
    journal, claim = a_journal(tmp_path, disk=FailingDisk(room=20))
    with pytest.raises(DecisionLogError):
        journal.append([a_body("a")])
    assert list(claim.folder.glob("*.jsonl")) == []


@pytest.mark.parametrize("broken", [{"sync"}, {"sync", "cut"}], ids=["sync", "sync and cut"])
def test_after_a_failed_sync_another_segment_begins(tmp_path: Path, broken: set[str]) -> None:
    """Nobody knows any more what of the old one is on the disk."""
    disk = FailingDisk()
    journal, _ = a_journal(tmp_path, Manner(synced=True), disk)
    journal.append([a_body("a")])
    disk.broken = broken
    with pytest.raises(DecisionLogError):
        journal.append([a_body("b")])
    assert journal.open_segment is None
    disk.broken = set()
    journal.append([a_body("c")])
    assert journal.open_segment == 1
    assert journal.head.decisions == 2


def test_one_writes_for_all_that_came_meanwhile(tmp_path: Path) -> None:
    """So that one step of a slow disk serves many."""
    disk = _GatedDisk()
    journal, _ = a_journal(tmp_path, Manner(synced=True), disk)
    journal.append([a_body("a")])
    disk.arm()
    first = Thread(target=journal.append, args=([a_body("b")],))
    first.start()
    disk.reached.wait(10)
    others = [Thread(target=journal.append, args=([a_body(word)],)) for word in "cde"]
    for thread in others:
        thread.start()
    while len(journal._waiting) < len(others):
        first.join(0.001)
    disk.passed.set()
    for thread in [first, *others]:
        thread.join(10)
    assert disk.syncs == 2
    assert sorted(words(tmp_path)) == ["a", "b", "c", "d", "e"]


def test_whoever_has_no_patience_is_told_that_the_disk_is_slow(tmp_path: Path) -> None:
    """And what nobody began to write is not written."""
    disk = _GatedDisk()
    journal, _ = a_journal(tmp_path, Manner(synced=True, patience_seconds=0.0), disk)
    journal.append([a_body("a")])
    disk.arm()
    first = Thread(target=journal.append, args=([a_body("b")],))
    first.start()
    disk.reached.wait(10)
    with pytest.raises(SlowDiskError):
        journal.append([a_body("c")])
    disk.passed.set()
    first.join(10)
    assert words(tmp_path) == ["a", "b"]


class _GatedDisk(FailingDisk):
    """Waits in the next sync until a test lets it pass."""

    def __init__(self) -> None:
        super().__init__()
        self.reached, self.passed = Event(), Event()
        self.passed.set()
        self.syncs = 0

    def arm(self) -> None:
        self.passed.clear()
        self.syncs = 0

    def sync(self, handle: int) -> None:
        super().sync(handle)
        self.syncs += 1
        self.reached.set()
        self.passed.wait(10)
