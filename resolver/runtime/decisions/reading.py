"""Decisions of a log, read again: only whole lines that hang together are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import orjson

from resolver.errors import DecisionLogError
from resolver.model.answer import Derivation, Finding
from resolver.runtime.decisions.segments import (
    DECISION,
    OUTCOME,
    SegmentFile,
    chains_of,
    lines_of,
    segments_of,
)
from resolver.runtime.decisions.walk import Walk

Recorded: TypeAlias = Mapping[str, Any]
"""A decision with its outcome, by the keys of docs/decision-log.md."""


class Line(NamedTuple):
    """A decision as it lies in the log, and the outcome that it refers to, empty for none."""

    decision: bytes
    outcome: bytes

    def recorded(self) -> Recorded:
        """Return what they say."""
        shared = orjson.loads(self.outcome) if self.outcome else {}
        told: dict[str, Any] = shared | orjson.loads(self.decision)
        return told


def decision_lines(log: Path) -> Iterator[Line]:
    """Yield the decisions of a log, chain by chain, each in the order in which it was written.

    What a process is just writing, or died over, is left out, and so is what was erased.

    Raises:
        DecisionLogError: A segment is not as it was written; what came before it was yielded.
        OSError: A file cannot be read.
    """
    for folder in chains_of(log):
        for segment in segments_of(folder):
            yield from _lines_of(segment)


def derivation_of(recorded: Recorded) -> Derivation:
    """Return what was derived from the context of a decision; values of findings are masked."""
    return Derivation(
        facts=dict(recorded["facts"]),
        findings=[Finding(finding["field"], finding["code"]) for finding in recorded["findings"]],
        instants={name: datetime.fromisoformat(at) for name, at in recorded["instants"].items()},
    )


def walked(segment: SegmentFile) -> Iterator[tuple[Walk, bytes]]:
    """Yield the lines of a segment as far as it is written, each taken by the walk.

    Raises:
        DecisionLogError: The segment is not as it was written.
        OSError: It cannot be read.
    """
    walk = Walk(segment.number)
    try:
        for line in lines_of(segment):
            if not walk.take(line):
                if line.endswith(b"\n"):
                    raise altered(segment)
                return
            yield walk, line
    except EOFError as error:
        raise altered(segment) from error


def altered(segment: SegmentFile) -> DecisionLogError:
    """Return the error for a segment that is not as it was written."""
    return DecisionLogError(f"{segment.file} is not as it was written; `log verify` tells more")


def _lines_of(segment: SegmentFile) -> Iterator[Line]:
    outcomes = {"": b""}
    for walk, line in walked(segment):
        if line.startswith(OUTCOME):
            outcomes[orjson.loads(walk.body)["outcome"]] = walk.body
        elif line.startswith(DECISION):
            name = _outcome_of(walk.body)
            if name not in outcomes:
                raise altered(segment)
            yield Line(walk.body, outcomes[name])


_NAME = b'"outcome":"'


def _outcome_of(body: bytes) -> str:
    """Return the name of the outcome, which stands last in a decision."""
    _, found, name = body.rpartition(_NAME)
    return name[:-2].decode("ascii") if found else ""
