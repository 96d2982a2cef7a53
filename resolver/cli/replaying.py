"""Decisions of a log made again: by the rules of their day, and by others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TypeVar

from resolver.errors import BundleError
from resolver.inference.compare import LEAST_MOVE, Comparison, compare_answers
from resolver.inference.impact import EXAMPLES, Best, Impact
from resolver.inference.pipeline import Resolver
from resolver.inference.responsible import Suspects
from resolver.inference.standing import LEADERS
from resolver.model.answer import Answer, Derivation, Finding
from resolver.model.rulebook import Rulebook
from resolver.rulefile.contexts import read_context
from resolver.rulefile.loader import load_files
from resolver.runtime.decisions.contexts import context_data
from resolver.runtime.decisions.reading import Line, Recorded, decision_lines, derivation_of
from resolver.runtime.decisions.record import outcome_of
from resolver.runtime.decisions.rulebooks import kept_files
from resolver.runtime.snapshot import snapshot_of
from resolver.service.convert.answer import conclusion_digest, write_conclusion
from resolver.v1 import resolver_service_pb2 as pb

_LINES_A_CHUNK = 500

_ValueT = TypeVar("_ValueT")


class Verdict(StrEnum):
    """What comes of one decision that is made again."""

    IDENTICAL = "identical"
    """The rules of its day give the same bytes, and the new ones, if any, the same answer."""

    REVISION = "revision"
    """The rules of its day give the same bytes; the new ones give another answer."""

    DEFECT = "defect"
    """The rules of its day give another answer now, though nothing changed."""

    RULES_MISSING = "rules_missing"
    """The rules of its day were not kept, or not by this version of the product."""


class Chunk(NamedTuple):
    """Some decisions of a log; `first` is the place of the first of them, from 1."""

    first: int
    lines: tuple[Line, ...]


class Odd(NamedTuple):
    """A decision that is no longer made: its place in the log, its id and its revision."""

    place: int
    id: str
    revision: str


def _place(odd: Odd) -> int:
    return odd.place


def _odds() -> Best[Odd]:
    return Best(EXAMPLES, _place)


@dataclass(slots=True)
class Replay:
    """What came of many decisions; parts add up to the whole in whatever order they are merged."""

    impact: Impact = field(default_factory=Impact)
    defects: int = 0
    missing: int = 0
    odd: Best[Odd] = field(default_factory=_odds)
    revisions: set[str] = field(default_factory=set)

    @property
    def decisions(self) -> int:
        """How many there were."""
        return self.impact.contexts + self.defects + self.missing

    def merge(self, other: Replay) -> None:
        """Add another part."""
        self.impact.merge(other.impact)
        self.defects += other.defects
        self.missing += other.missing
        self.odd.extend(other.odd.items)
        self.revisions |= other.revisions


def chunks_of(log: Path) -> Iterator[Chunk]:
    """Yield the decisions of a log; see `decision_lines` for errors."""
    lines = decision_lines(log)
    first = 1
    while chunk := tuple(islice(lines, _LINES_A_CHUNK)):
        yield Chunk(first, chunk)
        first += len(chunk)


def build_replayer(
    log: Path, new: Rulebook | None, least_move: float = LEAST_MOVE
) -> Callable[[Chunk], Replay]:
    """Return what makes the decisions of a chunk again, for one process."""
    replayer = Replayer(log, new, least_move)

    def replay(chunk: Chunk) -> Replay:
        part = Replay()
        for place, line in enumerate(chunk.lines, start=chunk.first):
            recorded = line.recorded()
            verdict, comparison = replayer.judge(recorded)
            part.revisions.add(recorded["revision"])
            if verdict in {Verdict.IDENTICAL, Verdict.REVISION}:
                part.impact.add(place, recorded["id"], comparison)
                continue
            part.defects += verdict is Verdict.DEFECT
            part.missing += verdict is Verdict.RULES_MISSING
            part.odd.add(Odd(place, recorded["id"], recorded["revision"]))
        return part

    return replay


class Replayer:
    """Judges decisions of a log one by one."""

    def __init__(self, log: Path, new: Rulebook | None, least_move: float = LEAST_MOVE) -> None:
        """Take the rules to compare with; without any, decisions are only made again."""
        self._log = log
        self._least_move = least_move
        self._new = None if new is None else snapshot_of(new).resolver
        self._pasts: dict[str, _Past | None] = {}

    def judge(self, recorded: Recorded) -> tuple[Verdict, Comparison | None]:
        """Return a verdict, and how the new answer differs where it does."""
        past = self._past(recorded["revision"])
        if past is None:
            return Verdict.RULES_MISSING, None
        derived, at = derivation_of(recorded), datetime.fromisoformat(recorded["evaluated_at"])
        was = _answer(past.resolver, derived, at, recorded)
        if not is_same(was, recorded):
            return Verdict.DEFECT, None
        if self._new is None or past.suspects is None:
            return Verdict.IDENTICAL, None
        if past.tables_differ:
            derived = _derived_anew(derived, recorded, at, past, self._new)
        now = _answer(self._new, derived, at, recorded, LEADERS)
        if recorded["max_causes"] < LEADERS:
            was = _answer(past.resolver, derivation_of(recorded), at, recorded, LEADERS)
        comparison = compare_answers(was, now, past.suspects, self._least_move)
        if comparison.differs:
            return Verdict.REVISION, comparison
        return Verdict.IDENTICAL, None

    def _past(self, revision: str) -> _Past | None:
        if revision not in self._pasts:
            book = kept_rulebook(self._log, revision)
            self._pasts[revision] = None if book is None else _Past.of(book, self._new)
        return self._pasts[revision]


@dataclass(frozen=True, slots=True)
class _Past:
    """The rules of some decisions' day; `suspects` are missing if there are no new rules."""

    resolver: Resolver
    suspects: Suspects | None
    tables_differ: bool

    @classmethod
    def of(cls, book: Rulebook, new: Resolver | None) -> _Past:
        suspects = None if new is None else Suspects(book, new.rulebook)
        return cls(snapshot_of(book).resolver, suspects, bool(suspects and suspects.tables))


def kept_rulebook(log: Path, revision: str) -> Rulebook | None:
    """Return the rulebook of a revision as a log has kept it, if it has and it can be read."""
    try:
        return load_files(kept_files(log, revision)).rulebook
    except BundleError:
        return None


def is_same(answer: Answer, recorded: Recorded) -> bool:
    """Tell whether an answer is, to the byte, the one that was given.

    Texts that quote what was typed aside: it is masked.
    """
    wire = pb.ResolveResponse()
    write_conclusion(answer, wire)
    told = outcome_of(answer)
    told["matches"] = list(told["matches"])
    same = all(recorded[key] == value for key, value in told.items())
    return same and conclusion_digest(wire) == recorded["answer"]


def _answer(
    resolver: Resolver, derived: Derivation, at: datetime, recorded: Recorded, least: int = 1
) -> Answer:
    most = max(recorded["max_causes"], least)
    return resolver.answer(derived, at, recorded["language"], most)


def _derived_anew(
    derived: Derivation, recorded: Recorded, at: datetime, past: _Past, new: Resolver
) -> Derivation:
    """Return what other tables would derive, though part of the context is masked.

    Both derive from what was kept of it; wherever they disagree, the new one is right about the
    change. All else stays as it was derived from the whole context.
    """
    context = read_context(context_data(recorded["context"])).context
    before, after = past.resolver.derive(context, at), new.derive(context, at)
    found, finds = _bare(before), _bare(after)
    return Derivation(
        facts=_changed(derived.facts, before.facts, after.facts),
        findings=[
            *(one for one in derived.findings if one not in found or one in finds),
            *(one for one in finds if one not in found),
        ],
        instants=_changed(derived.instants, before.instants, after.instants),
    )


def _bare(derived: Derivation) -> list[Finding]:
    return [Finding(one.field_path, one.code) for one in derived.findings]


def _changed(
    kept: Mapping[str, _ValueT], before: Mapping[str, _ValueT], after: Mapping[str, _ValueT]
) -> dict[str, _ValueT]:
    """Return what was kept, but what differs between two others as the later has it."""
    changed = dict(kept)
    for name in before.keys() | after.keys():
        if before.get(name) == after.get(name):
            continue
        if name in after:
            changed[name] = after[name]
        else:
            changed.pop(name, None)
    return changed
