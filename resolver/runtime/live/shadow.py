"""A candidate rulebook beside the one that serves: what it would have answered otherwise."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from resolver.errors import ResolverError
from resolver.inference.compare import Comparison
from resolver.inference.comparer import Comparer
from resolver.model.rulebook import Rulebook
from resolver.rulefile.files import read_folder, without_lock
from resolver.runtime.fingerprint import Fingerprint, fingerprint
from resolver.runtime.live.sampler import LiveAnswer
from resolver.runtime.log_pace import LogPace
from resolver.runtime.logs import Event, log
from resolver.runtime.making import sound_rules_aside
from resolver.runtime.metrics import SHADOW_FLIPS, SHADOW_PARTS, tell_shadow
from resolver.runtime.refusal import first_mistakes, refusal_diagnostics, refusal_reason
from resolver.runtime.watch import Watch

SAME, DIFFERS, NOT_READY = "same", "differs", "not_ready"

_NEVER_SEEN: Fingerprint = (("", -1),)
"""What no folder looks like, so that its first look counts as a change."""


@dataclass(slots=True)
class _Pair:
    """What compares by two revisions."""

    serving: str
    candidate: str
    comparer: Comparer


class Shadow:
    """Answers what was answered once more, by a candidate, and counts what it would change.

    `observe` is for one thread; `candidate` is set from another.
    """

    def __init__(self) -> None:
        self.candidate: Rulebook | None = None
        """The rulebook that is tried, once there is one."""
        self._pair: _Pair | None = None
        self._pace = LogPace(burst=20, per_second=0.2)

    def observe(self, live: LiveAnswer) -> str:
        """Return whether the candidate would answer the same."""
        candidate = self.candidate
        if candidate is None:
            return NOT_READY
        comparer = self._comparer(live.snapshot.rulebook, candidate)
        comparison = comparer.compare(live.context, live.answer.evaluated_at)
        if comparison is None:
            return SAME
        self._count(comparison)
        self._log(comparison, live, candidate.revision)
        return DIFFERS

    def _comparer(self, serving: Rulebook, candidate: Rulebook) -> Comparer:
        pair = self._pair
        revisions = serving.revision, candidate.revision
        if pair is None or (pair.serving, pair.candidate) != revisions:
            pair = self._pair = _Pair(*revisions, Comparer(serving, candidate))
        return pair.comparer

    def _count(self, comparison: Comparison) -> None:
        if comparison.first.differs:
            SHADOW_FLIPS.labels(comparison.first.before, comparison.first.after).inc()
        for part in comparison.responsible:
            SHADOW_PARTS.labels(part.kind.value, part.name).inc()

    def _log(self, comparison: Comparison, live: LiveAnswer, candidate: str) -> None:
        unlogged = self._pace.turn(DIFFERS)
        if unlogged is None:
            return
        log(
            Event.SHADOW_DIFFERED,
            resolution_id=live.resolution_id,
            revision=live.answer.revision,
            candidate=candidate,
            before=comparison.first.before,
            after=comparison.first.after,
            parts=[f"{part.kind.value} {part.name}" for part in comparison.responsible],
            unlogged=unlogged,
        )


class ShadowLoop:
    """Loads the candidate from its folder, aside, each time that it has changed and settled."""

    def __init__(self, directory: Path, shadow: Shadow) -> None:
        self._directory = directory
        self._shadow = shadow
        self._watch = Watch(lambda: fingerprint(directory), _NEVER_SEEN)

    def step(self) -> bool:
        """Look at the folder, and try what is there if it is another candidate; tell if so.

        The lock is left aside: a change is tried before versions are raised. A candidate that is
        refused ends the trial of the one before: the owner means another one.
        """
        if not self._watch.has_settled():
            return False
        try:
            found: Rulebook | ResolverError = self._read()
        except ResolverError as error:
            found = error
        if not self._watch.take():
            return False
        if isinstance(found, ResolverError):
            self._refuse(found)
        else:
            self._try(found)
        return True

    def _read(self) -> Rulebook:
        return sound_rules_aside(without_lock(read_folder(self._directory))).rulebook

    def _refuse(self, error: ResolverError) -> None:
        self._shadow.candidate = None
        tell_shadow("")
        log(
            Event.SHADOW_REFUSED,
            logging.ERROR,
            reason=refusal_reason(error),
            error=f"{type(error).__name__}: {error}",
            mistakes=first_mistakes(refusal_diagnostics(error)),
        )

    def _try(self, candidate: Rulebook) -> None:
        self._shadow.candidate = candidate
        tell_shadow(candidate.revision)
        log(Event.SHADOW_STARTED, candidate=candidate.revision, rules=len(candidate.rules()))
