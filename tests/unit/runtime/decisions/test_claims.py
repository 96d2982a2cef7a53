"""A process goes on where another ended, however it ended."""

from __future__ import annotations

import json
from pathlib import Path

from resolver.runtime.decisions.claims import claim
from resolver.runtime.decisions.head import Head, write_head
from resolver.runtime.decisions.segments import packed, packed_path, segments_of
from resolver.runtime.decisions.verify import Fault, verify
from tests.support.decisions import a_body, a_journal, faults, words


def test_two_processes_write_to_two_chains(tmp_path: Path) -> None:
    """And a chain that was let go is taken again."""
    _, first = a_journal(tmp_path)
    _, second = a_journal(tmp_path)
    assert (first.folder.name, second.folder.name) == ("00", "01")
    first.release()
    assert claim(tmp_path).folder.name == "00"


def test_what_a_dead_process_left_of_a_line_is_put_aside(tmp_path: Path) -> None:
    """Its segment is closed, and the chain goes on."""
    journal, old = a_journal(tmp_path)
    journal.append([a_body("a"), a_body("b")])
    segment = old.folder / "000000000.jsonl"
    whole = segment.read_bytes()
    segment.write_bytes(whole + b'{"kind":"decision","n":3,"wo')
    old.release()
    journal, new = a_journal(tmp_path)
    journal.append([a_body("c")])
    assert words(tmp_path) == ["a", "b", "c"]
    assert (new.folder / "000000000.jsonl.damaged").read_bytes().startswith(b'{"kind"')
    (report,) = verify(tmp_path)
    assert (report.decisions, report.recovered, report.faults) == (3, 1, [])


def test_a_segment_without_a_whole_first_line_is_none(tmp_path: Path) -> None:
    """It is put aside, and its number used again."""
    journal, old = a_journal(tmp_path)
    journal.append([a_body("a")])
    journal.close_segment()
    (old.folder / "000000001.jsonl").write_bytes(b'{"kind":"start"')
    old.release()
    journal, _ = a_journal(tmp_path)
    journal.append([a_body("b")])
    assert journal.open_segment == 1
    assert words(tmp_path) == ["a", "b"]
    assert faults(tmp_path) == []


def test_what_is_left_of_packing_is_deleted(tmp_path: Path) -> None:
    """The plain file beside the packed one, and a packed one that was never whole."""
    journal, old = a_journal(tmp_path)
    journal.append([a_body("a")])
    journal.close_segment()
    plain = old.folder / "000000000.jsonl"
    whole = plain.read_bytes()
    data = packed(segments_of(old.folder)[0])
    packed_path(old.folder, 0, data).write_bytes(data)
    beside = old.folder / ".000000000.0123456789abcdef.jsonl.zst.a1b2c3d4"
    beside.write_bytes(whole[:40])
    old.release()
    a_journal(tmp_path)
    assert (plain.exists(), beside.exists()) == (False, False)
    assert words(tmp_path) == ["a"]


def test_decisions_lost_at_a_loss_of_power_are_told_for_ever(tmp_path: Path) -> None:
    """The head knew of them."""
    journal, old = a_journal(tmp_path)
    journal.append([a_body("a")])
    head = journal.head
    write_head(old.folder, Head(0, 0, head.decisions + 2, "f" * 40))
    old.release()
    a_journal(tmp_path)
    end = json.loads((old.folder / "000000000.jsonl").read_text("utf-8").splitlines()[-1])
    assert end["lost"] == 2
    assert faults(tmp_path) == [Fault.LINES_MISSING]
