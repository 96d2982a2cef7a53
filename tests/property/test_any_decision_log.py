"""Whatever happens to a log is either harmless or found."""

from __future__ import annotations

import tempfile
from pathlib import Path
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from resolver.errors import DecisionLogError
from resolver.runtime.decisions.head import write_head
from resolver.runtime.decisions.journal import Manner
from resolver.runtime.decisions.verify import verify
from tests.support.decisions import (
    a_body,
    a_decision_about,
    a_journal,
    erased_from,
    faults,
    words,
)
from tests.support.disks import FailingDisk

_WORDS = st.lists(st.text(max_size=8), min_size=1, max_size=12)


def _written(log: Path, said: list[str], segment_bytes: int = 400) -> list[Path]:
    journal, claim = a_journal(log, Manner(segment_bytes=segment_bytes))
    for word in said:
        journal.append([a_body(word)])
    write_head(claim.folder, journal.head)
    claim.release()
    return sorted(claim.folder.glob("*.jsonl"))


@settings(max_examples=60, deadline=None)
@given(said=_WORDS, data=st.data())
def test_any_changed_byte_is_found(said: list[str], data: st.DataObject) -> None:
    """Wherever it is, and whatever it becomes."""
    with tempfile.TemporaryDirectory() as folder:
        files = _written(Path(folder), said)
        assert faults(Path(folder)) == []
        _change_a_byte(data.draw(st.sampled_from(files)), data)
        assert faults(Path(folder)) != []


@settings(max_examples=30, deadline=None)
@given(users=st.lists(st.sampled_from("uv"), min_size=1, max_size=8), data=st.data())
def test_any_changed_byte_is_found_after_an_erasure(users: list[str], data: st.DataObject) -> None:
    """In tombstones, in what is left, and in what tells of the erasure."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder)
        journal, claim = a_journal(
            log, Manner(segment_bytes=400), masks={"requester.user_id": "clear"}
        )
        for place, user in enumerate(users):
            journal.append([a_decision_about(user, str(place))])
        journal.close_segment()
        write_head(claim.folder, journal.head)
        claim.release()
        erased_from(log, "u")
        assert faults(log) == []
        assert words(log) == [str(place) for place, user in enumerate(users) if user != "u"]
        file = data.draw(st.sampled_from(sorted(log.rglob("*.jsonl"))))
        _change_a_byte(file, data)
        assert faults(log) != []


def _change_a_byte(file: Path, data: st.DataObject) -> None:
    content = bytearray(file.read_bytes())
    place = data.draw(st.integers(0, 9999)) % len(content)  # lengths differ by process and time
    content[place] ^= data.draw(st.integers(1, 255))
    file.write_bytes(content)


@settings(max_examples=40, deadline=None)
@given(said=_WORDS, data=st.data())
def test_any_missing_line_is_found(said: list[str], data: st.DataObject) -> None:
    """The first, one between, the last, and a whole segment."""
    with tempfile.TemporaryDirectory() as folder:
        files = _written(Path(folder), said)
        file = data.draw(st.sampled_from(files))
        lines = file.read_bytes().splitlines(keepends=True)
        place = data.draw(st.integers(0, len(lines)))
        if place == len(lines):
            file.unlink()
        else:
            file.write_bytes(b"".join(lines[:place] + lines[place + 1 :]))
        assert faults(Path(folder)) != []


@settings(max_examples=60, deadline=None)
@given(said=_WORDS, cut=st.integers(0, 200), room=st.integers(0, 3000))
def test_a_process_that_dies_at_any_moment_loses_nothing_that_was_told(
    said: list[str], cut: int, room: int
) -> None:
    """Every decision of which a caller was told is read again, and no part of a line is."""
    with tempfile.TemporaryDirectory() as folder:
        log, disk = Path(folder), FailingDisk(room)
        journal, claim = a_journal(log, Manner(segment_bytes=400), disk)
        told = []
        for word in said:
            try:
                journal.append([a_body(word)])
                told.append(word)
            except DecisionLogError:
                disk.room = cut
        torn = sorted(claim.folder.glob("*.jsonl"))[-1:]
        for file in torn:
            with file.open("ab") as open_file:
                open_file.write(b'{"kind":"decision","n":'[:cut])
        claim.release()
        a_journal(log)
        assert words(log) == told
        assert faults(log) == []


@settings(max_examples=80, deadline=None)
@given(said=_WORDS, seed=st.integers(0, 2**32), segment_bytes=st.sampled_from([1, 400, 10**6]))
def test_synced_decisions_outlast_a_loss_of_power(
    said: list[str], seed: int, segment_bytes: int
) -> None:
    """Whatever part of the rest reached the disk."""
    with tempfile.TemporaryDirectory() as folder:
        log, disk, rng = Path(folder), FailingDisk(), Random(seed)
        journal, claim = a_journal(log, Manner(synced=True, segment_bytes=segment_bytes), disk)
        told = []
        for word in said:
            if rng.random() < 0.2:
                disk.broken = {"sync"}
            try:
                journal.append([a_body(word)])
                told.append(word)
            except DecisionLogError:
                disk.broken = set()
        disk.lose_power(rng)
        claim.release()
        a_journal(log)
        found = iter(words(log))
        assert all(word in found for word in told)
        (report,) = verify(log)
        assert report.faults == []
