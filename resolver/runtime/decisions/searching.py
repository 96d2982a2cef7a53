"""Finds the decisions of a log that are about a subject, or that were told to be erased before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from resolver.runtime.decisions.erasures import Erasures, read_erasures
from resolver.runtime.decisions.reading import altered, walked
from resolver.runtime.decisions.segments import (
    DAMAGED,
    DECISION,
    SegmentFile,
    chains_of,
    segments_of,
)
from resolver.runtime.decisions.subjects import Search, Subject


@dataclass(slots=True)
class Hit:
    """A segment with decisions to be erased.

    Attributes:
        segment: The segment.
        fresh: The numbers of decisions that nobody has told of yet.
        told: The numbers of those that were told before and still stand, each with the time of
            that erasure.
        ids: The resolution ids of both.
    """

    segment: SegmentFile
    fresh: list[int] = field(default_factory=list)
    told: dict[int, str] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Findings:
    """What was found of a subject.

    Attributes:
        hits: The segments from which decisions can be erased.
        fields: In how many decisions each field has the subject, growing segments included.
        growing: How many decisions lie in segments that a server still writes or packs.
        other_key: How many segments are hashed with another key, and were not searched.
        remnants: Files that a crash has left, with the subject in them.
    """

    hits: list[Hit] = field(default_factory=list)
    fields: Counter[str] = field(default_factory=Counter)
    growing: int = 0
    other_key: int = 0
    remnants: list[Path] = field(default_factory=list)

    @property
    def fresh(self) -> int:
        """How many decisions about the subject can be erased."""
        return sum(len(hit.fresh) for hit in self.hits)

    @property
    def told(self) -> int:
        """How many decisions still stand that were to be erased before."""
        return sum(len(hit.told) for hit in self.hits)


def search(log: Path, subject: Subject | None, held: Container[Path]) -> Findings:
    """Return what a log has about a subject; of nobody, only what was told before.

    `held` are the folders of chains that no other process writes to.

    Raises:
        DecisionLogError: A segment is not as it was written.
        OSError: A file cannot be read.
    """
    findings, told = Findings(), read_erasures(log)
    needles: set[bytes] = set()
    for folder in chains_of(log):
        erasures = Erasures(told, folder.name)
        for segment in segments_of(folder):
            hit = _hit(segment, subject, erasures, findings, needles)
            if segment.is_packed or folder in held:
                findings.hits += [hit] if hit.ids else []
            else:
                findings.growing += len(hit.ids)
        findings.remnants += _remnants(folder, needles)
    return findings


def _hit(
    segment: SegmentFile,
    subject: Subject | None,
    erasures: Erasures,
    findings: Findings,
    needles: set[bytes],
) -> Hit:
    hit, wanted = Hit(segment), Search({})
    for walk, line in walked(segment):
        if walk.size == len(line):
            found = subject.search(walk.start) if subject else wanted
            findings.other_key += found is None
            wanted = found or wanted
            needles.update(wanted.needles)
        elif line.startswith(DECISION):
            number = walk.head.decisions
            fields = wanted.fields_in(walk.body)
            if number in erasures.all:
                hit.told[number] = erasures.time_of(number)
            elif fields:
                hit.fresh.append(number)
                findings.fields.update(fields)
            else:
                continue
            told: Mapping[str, str] = orjson.loads(walk.body)
            hit.ids.append(told.get("id", ""))
    if hit.ids and not segment.is_unaltered():
        raise altered(segment)
    return hit


def _remnants(folder: Path, needles: set[bytes]) -> Iterator[Path]:
    for file in sorted(folder.glob(f"*{DAMAGED}")):
        data = file.read_bytes()
        if any(needle in data for needle in needles):
            yield file
