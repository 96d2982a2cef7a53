"""Tells whether a log is whole: every byte as it was written, and no line missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from resolver.model.texts import Text
from resolver.runtime.decisions.erasures import FOLDER, Erasures, read_erasures
from resolver.runtime.decisions.head import Head, read_head
from resolver.runtime.decisions.segments import (
    DECISION,
    SegmentFile,
    chains_of,
    lines_of,
    segments_of,
    superseded,
)
from resolver.runtime.decisions.walk import Walk


class Fault(StrEnum):
    """What can be wrong with a chain. Names are stable."""

    LINE_ALTERED = "LINE_ALTERED"
    """A line is not the one that was written there, or does not follow the line before."""

    LINES_MISSING = "LINES_MISSING"
    """A chain ends before a line that it is known to have had."""

    SEGMENT_MISSING = "SEGMENT_MISSING"
    """A segment is not there and was not deleted for its age or for want of room."""

    SEGMENT_ALTERED = "SEGMENT_ALTERED"
    """A packed segment is not the file that was written, though what it holds may be right."""

    SEGMENT_UNREADABLE = "SEGMENT_UNREADABLE"
    """A packed segment cannot be unpacked to its end, or a file cannot be read."""

    SEGMENT_OPEN = "SEGMENT_OPEN"
    """A segment was not closed, and its end is not where the next one begins."""

    LINE_ERASED_UNTOLD = "LINE_ERASED_UNTOLD"
    """A tombstone stands where no erasure tells of one."""

    ERASURE_UNFINISHED = "ERASURE_UNFINISHED"
    """An erasure tells of a decision that still stands, or of which a file is left."""


FAULTS: Mapping[Fault, Text] = {
    Fault.LINE_ALTERED: Text(
        "这一行与写入时不同，或与前一行不相接",
        "the line is not as it was written, or does not follow the line before",
    ),
    Fault.LINES_MISSING: Text(
        "记录链在已知存在的记录之前就结束了",
        "the chain ends before a decision that it is known to have had",
    ),
    Fault.SEGMENT_MISSING: Text("缺少这个分段", "the segment is missing"),
    Fault.SEGMENT_ALTERED: Text(
        "这个分段的文件与写入时不同", "the file of the segment is not as it was written"
    ),
    Fault.SEGMENT_UNREADABLE: Text(
        "这个分段无法完整读出", "the segment cannot be read to its end"
    ),
    Fault.SEGMENT_OPEN: Text(
        "这个分段没有正常结束，其末尾与下一分段不相接",
        "the segment was not closed, and the next one does not begin where it ends",
    ),
    Fault.LINE_ERASED_UNTOLD: Text(
        "这一行已被删除，但没有任何删除记录提到它",
        "the decision is gone, and no erasure tells of it",
    ),
    Fault.ERASURE_UNFINISHED: Text(
        "删除记录提到的决策仍然留存：删除中断，或恢复了旧备份；请运行 log erase --finish",
        "a decision that an erasure tells of is still there: the erasure was interrupted, or a "
        "backup put back; run `log erase --finish`",
    ),
}


class Found(NamedTuple):
    """One fault: the segment, and its line from 1; 0 for the whole of it."""

    fault: Fault
    segment: int
    line: int = 0


@dataclass(slots=True)
class ChainReport:
    """What was found of one chain.

    Attributes:
        name: The name of its folder.
        head: Its last line.
        segments: How many segments there are.
        decisions: How many decisions they hold, erased ones included.
        erased: How many of them were erased.
        recovered: How many segments were closed for a process that had died.
        faults: What is wrong, in order of place; what follows an altered line cannot be judged.
    """

    name: str
    head: Head = field(default_factory=Head)
    segments: int = 0
    decisions: int = 0
    erased: int = 0
    recovered: int = 0
    faults: list[Found] = field(default_factory=list)


def verify(log: Path, anchors: Mapping[str, Head] | None = None) -> Iterator[ChainReport]:
    """Yield a report on each chain of a log, in order of name; that of erasures comes last.

    `anchors` are heads, by the name of the chain, that somebody has kept elsewhere: each must
    still be a line of its chain.

    Raises:
        OSError: The folder cannot be read.
    """
    anchors = anchors or {}
    folders = {folder.name: folder for folder in chains_of(log)}
    if (log / FOLDER).is_dir():
        folders[FOLDER] = log / FOLDER
    told = read_erasures(log)
    for name in sorted(folders.keys() | anchors.keys()):
        known = [anchors[name]] if name in anchors else []
        if name in folders:
            yield _verified(folders[name], known, Erasures(told, name))
        else:
            yield ChainReport(name, faults=[Found(Fault.LINES_MISSING, known[0].segment)])


def _verified(folder: Path, known: list[Head], erasures: Erasures) -> ChainReport:
    report = ChainReport(folder.name)
    kept = read_head(folder)
    first = kept.first_segment if kept else 0
    awaited = {head.link: head for head in (*known, *([kept] if kept else []))}
    due = first
    for segment in segments_of(folder):
        if segment.number < first:
            continue  # its deletion was decided, and then the process died
        while due < segment.number:
            report.faults.append(Found(Fault.SEGMENT_MISSING, due))
            due += 1
        _follow(segment, report, awaited, erasures)
        due = segment.number + 1
    report.faults += [
        Found(Fault.ERASURE_UNFINISHED, one.number) for one in superseded(folder) if one.is_packed
    ]
    report.faults += [
        Found(Fault.LINES_MISSING, head.segment)
        for head in awaited.values()
        if head.segment >= first
    ]
    return report


def _follow(
    segment: SegmentFile, report: ChainReport, awaited: dict[str, Head], erasures: Erasures
) -> None:
    """Add to a report what is to be said of the segment that comes next."""
    walk, before = Walk(segment.number), report.head
    problems = list(_walked(segment, walk, awaited, erasures))
    if walk.begun:
        due = before.link if report.segments or not segment.number else walk.start["follows"]
        if walk.start["follows"] != due:
            report.faults.append(Found(Fault.SEGMENT_OPEN, before.segment))
        report.head = walk.head
        report.decisions += walk.head.decisions - walk.first
        report.erased += walk.tombstones
        report.recovered += bool(walk.end.get("recovered"))
        if walk.end.get("lost"):
            report.faults.append(Found(Fault.LINES_MISSING, segment.number))
    report.segments += 1
    report.faults += problems


def _walked(
    segment: SegmentFile, walk: Walk, awaited: dict[str, Head], erasures: Erasures
) -> Iterator[Found]:
    """Walk as far as a segment holds; yield what is wrong, at the end what stops it before."""
    number = 0
    try:
        if not segment.is_unaltered():
            yield Found(Fault.SEGMENT_ALTERED, segment.number)
            return
        for number, line in enumerate(lines_of(segment), start=1):
            if not walk.take(line):
                torn = not line.endswith(b"\n") and not segment.is_packed
                if not torn:
                    yield Found(Fault.LINE_ALTERED, segment.number, number)
                return
            awaited.pop(walk.head.link, None)
            fault = _unlawful(walk, line, erasures)
            if fault:
                yield Found(fault, segment.number, number)
    except (OSError, EOFError):
        yield Found(Fault.SEGMENT_UNREADABLE, segment.number, number + 1)
        return
    if segment.is_packed and not walk.ended:
        yield Found(Fault.SEGMENT_UNREADABLE, segment.number, number + 1)


def _unlawful(walk: Walk, line: bytes, erasures: Erasures) -> Fault | None:
    """Return what is wrong with a line that stands, or is erased, against what is told."""
    number = walk.head.decisions
    if walk.erased:
        return None if erasures.tell_of(number, walk.erased) else Fault.LINE_ERASED_UNTOLD
    stands = line.startswith(DECISION) and number in erasures.all
    return Fault.ERASURE_UNFINISHED if stands else None
