"""Decisions are erased from wherever they lie, and nobody else can make any vanish."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from shutil import copytree

import pytest

from resolver.errors import DecisionLogError
from resolver.runtime.decisions.chain import body_of, digest_of, tombstone
from resolver.runtime.decisions.claims import claim_chain
from resolver.runtime.decisions.disk import SystemDisk
from resolver.runtime.decisions.erasing import eraser
from resolver.runtime.decisions.erasures import FOLDER, Ranges, erased_count
from resolver.runtime.decisions.head import write_head
from resolver.runtime.decisions.journal import Manner
from resolver.runtime.decisions.keeper import Keeper, Retention
from resolver.runtime.decisions.searching import search
from resolver.runtime.decisions.verify import Fault, verify
from tests.support.decisions import (
    a_decision_about,
    a_journal,
    bytes_of,
    erased_from,
    faults,
    words,
)
from tests.support.disks import FailingDisk, Killed

CLEAR = {"masks": {"requester.user_id": "clear", "attributes": "drop"}}


def _written(log: Path, users: str, *, running: bool = False) -> Path:
    """Write a decision for each user, two a segment; all segments packed but the last.

    The decisions are called `u0`, `v1` and so on: by the user and the place.
    """
    journal, claim = a_journal(log, Manner(segment_bytes=500), **CLEAR)
    for place, user in enumerate(users):
        journal.append([a_decision_about(f"user-{user}", f"{user}{place}")])
    Keeper(claim, journal, Retention()).step(datetime.now(UTC))
    if not running:
        journal.close_segment()
        write_head(claim.folder, journal.head)
        claim.release()
    return claim.folder


def test_what_is_erased_is_in_no_file_and_the_chain_still_holds(tmp_path: Path) -> None:
    """Neither the packed segments nor the plain one have it, and all others stay."""
    folder = _written(tmp_path, "uvuvvu")
    assert len(list(folder.glob("*.zst"))) >= 2
    findings = erased_from(tmp_path, "user-u")
    assert (findings.fresh, findings.fields) == (3, {"requester.user_id": 3})
    assert b"user-u" not in bytes_of(tmp_path)
    assert words(tmp_path) == ["v1", "v3", "v4"]
    chain, erasures = verify(tmp_path)
    assert (chain.decisions, chain.erased, chain.faults) == (6, 3, [])
    assert (erasures.name, erasures.decisions, erasures.faults) == (FOLDER, 1, [])
    assert erased_count(tmp_path) == 3


def test_an_erasure_is_told_with_its_reason_and_its_numbers(tmp_path: Path) -> None:
    """Not with the value that was looked for."""
    _written(tmp_path, "uuv")
    erased_from(tmp_path, "user-u")
    line = (tmp_path / FOLDER / "000000000.jsonl").read_text("utf-8").splitlines()[1]
    told = json.loads(line)
    assert (told["kind"], told["n"], told["decisions"]) == ("erasure", 1, 2)
    assert (told["reason"], told["subject"]) == ("asked for", "user_id")
    assert told["ranges"] == {"00": [[1, 2]]}
    assert "user-u" not in line


def test_a_log_can_be_erased_from_again_and_written_to(tmp_path: Path) -> None:
    """The chain goes on where it was."""
    _written(tmp_path, "uvw")
    erased_from(tmp_path, "user-u")
    erased_from(tmp_path, "user-v")
    _written(tmp_path, "xu")
    erased_from(tmp_path, "user-u")
    assert words(tmp_path) == ["w2", "x0"]
    assert faults(tmp_path) == []
    assert erased_count(tmp_path) == 3


def test_a_segment_that_a_server_writes_is_left_for_later(tmp_path: Path) -> None:
    """Its packed ones are not."""
    folder = _written(tmp_path, "uuuuu", running=True)
    plain = next(folder.glob("*.jsonl"))
    before = plain.read_bytes()
    findings = erased_from(tmp_path, "user-u")
    assert findings.growing == before.count(b"user-u") > 0
    assert plain.read_bytes() == before
    assert len(words(tmp_path)) == findings.growing
    assert faults(tmp_path) == []


def test_a_process_killed_at_any_step_of_an_erasure_leaves_a_log_that_can_be_finished(
    tmp_path: Path,
) -> None:
    """What it leaves undone shows, and nobody who does not know the subject has to."""
    _written(tmp_path / "whole", "uvuvvu")
    for steps in count():
        log, disk = tmp_path / str(steps), FailingDisk()
        copytree(tmp_path / "whole", log)
        disk.steps = steps
        try:
            erased_from(log, "user-u", disk)
            break
        except Killed:
            assert set(faults(log)) <= {Fault.ERASURE_UNFINISHED, Fault.SEGMENT_OPEN}
        told = bool(erased_count(log))
        with eraser(log, SystemDisk()) as one:
            one.erase(search(log, None, one.held), "", "")
        assert faults(log) == []
        assert (b"user-u" in bytes_of(log)) is not told
        assert words(log) == (["v1", "v3", "v4"] if told else ["u0", "v1", "u2", "v3", "v4", "u5"])
    assert steps > 10


def test_a_segment_put_back_from_a_backup_shows(tmp_path: Path) -> None:
    """Beside the one that was rewritten, or in its place."""
    folder = _written(tmp_path, "uvuvv")
    (old, *_) = sorted(folder.glob("*.zst"))
    backup = old.read_bytes()
    erased_from(tmp_path, "user-u")
    old.write_bytes(backup)
    assert faults(tmp_path) == [Fault.ERASURE_UNFINISHED]
    next(folder.glob("000000000.r1.*")).unlink()
    assert Fault.ERASURE_UNFINISHED in faults(tmp_path)
    with eraser(tmp_path, SystemDisk()) as one:
        one.erase(search(tmp_path, None, one.held), "", "")
    assert faults(tmp_path) == []
    assert b"user-u" not in bytes_of(tmp_path)


def test_a_tombstone_that_nothing_tells_of_is_found(tmp_path: Path) -> None:
    """A line cannot be hidden as if it had been erased, with or without its own digest."""
    folder = _written(tmp_path, "vv")
    file = folder / "000000000.jsonl"
    start, line, *rest = file.read_bytes().splitlines(keepends=True)
    found = body_of(line, json.loads(start)["link"])
    assert found is not None
    for digest, fault in (
        (digest_of(found[0]), Fault.LINE_ERASED_UNTOLD),
        ("0" * 40, Fault.LINE_ALTERED),
    ):
        file.write_bytes(start + tombstone(1, "2026-01-01", digest, found[1]) + b"".join(rest))
        assert fault in faults(tmp_path)


@pytest.mark.parametrize("name", ["000000000.jsonl", ""], ids=["the record", "the whole chain"])
def test_an_erasure_whose_record_is_gone_is_found(tmp_path: Path, name: str) -> None:
    """Erasures and what tells of them stand or fall together."""
    _written(tmp_path, "uv")
    erased_from(tmp_path, "user-u")
    (tmp_path / FOLDER).rename(tmp_path / "aside")
    if name:
        (tmp_path / FOLDER).mkdir()
        (tmp_path / FOLDER / "head.json").write_bytes(
            (tmp_path / "aside" / "head.json").read_bytes()
        )
    assert Fault.LINE_ERASED_UNTOLD in faults(tmp_path)


def test_what_a_crash_left_of_a_line_is_deleted_too(tmp_path: Path) -> None:
    """Where the subject is in it."""
    folder = _written(tmp_path, "uv")
    mine, other = folder / "000000000.jsonl.damaged", folder / "000000001.jsonl.damaged"
    mine.write_bytes(b'{"kind":"decision","context":{"requester.user_id":"user-u"')
    other.write_bytes(b'{"kind":"decision","context":{"requester.user_id":"user-v"')
    assert erased_from(tmp_path, "user-u").remnants == [mine]
    assert (mine.exists(), other.exists()) == (False, True)


def test_nothing_is_erased_from_a_log_that_was_altered(tmp_path: Path) -> None:
    """Or the erasure would make the alteration good."""
    folder = _written(tmp_path, "uv")
    file = folder / "000000000.jsonl"
    file.write_bytes(file.read_bytes().replace(b'"v1"', b'"w1"'))
    with pytest.raises(DecisionLogError, match="not as it was written"):
        erased_from(tmp_path, "user-u")
    assert b"user-u" in file.read_bytes()


def test_two_erasures_do_not_meet(tmp_path: Path) -> None:
    """The second is told to wait."""
    _written(tmp_path, "uv")
    first = claim_chain(tmp_path / FOLDER)
    assert first is not None
    with pytest.raises(DecisionLogError, match="under way"):
        erased_from(tmp_path, "user-u")
    first.release()
    assert erased_from(tmp_path, "user-u").fresh == 1


def test_ranges_are_sets_of_numbers() -> None:
    """Those that touch become one."""
    ranges = Ranges([(7, 9), (1, 2), (3, 3), (8, 12)])
    assert list(ranges) == [(1, 3), (7, 12)]
    assert [n for n in range(15) if n in ranges] == [1, 2, 3, 7, 8, 9, 10, 11, 12]
    assert (ranges.after(0), ranges.after(2), ranges.after(9), ranges.after(20)) == (9, 7, 3, 0)
