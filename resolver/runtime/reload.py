"""Watches where the rules come from; builds aside, swaps when good, keeps the last good."""

from __future__ import annotations

import logging
import threading
from dataclasses import replace
from datetime import UTC, datetime

from resolver.errors import ResolverError
from resolver.runtime.fingerprint import Fingerprint
from resolver.runtime.logs import Event, log
from resolver.runtime.metrics import count_refused_reload, count_reload, tell_rules
from resolver.runtime.refusal import first_mistakes, refusal_diagnostics, refusal_reason
from resolver.runtime.snapshot import ReloadAttempt, Snapshot, SnapshotHolder
from resolver.runtime.sources import RulesSource
from resolver.runtime.watch import Watch

_STOP_SECONDS = 5.0
"""How long stopping waits for an attempt under way; one takes about a second."""


class ReloadLoop:
    """Decides, each time it is asked, whether to load the rules anew, and does so.

    Rules are loaded once their source has settled, and once only for each look, so that a mistake
    is reported once.
    """

    def __init__(self, source: RulesSource, snapshots: SnapshotHolder, seen: Fingerprint) -> None:
        """Watch from a look at the source that was taken before its snapshot was built."""
        self._source = source
        self._snapshots = snapshots
        self._watch = Watch(source.look, seen)

    def step(self, now: datetime) -> ReloadAttempt | None:
        """Look at the source, load it if it is another one and settled, and report.

        Returns `None` where nothing was attempted, or where the source changed meanwhile: then
        what was read may be a mixture, and a later step loads it. Requests under way keep the
        snapshot that they began with; its engine goes with the last reference to it.
        """
        if not self._watch.has_settled():
            return None
        built = self._built()
        if not self._watch.take():
            return None
        return self.refuse(built, now) if isinstance(built, Exception) else self._taken(built, now)

    def refuse(self, error: Exception, now: datetime) -> ReloadAttempt:
        """Tell that new rules were refused, and that those that serve go on."""
        reason, diagnostics = refusal_reason(error), refusal_diagnostics(error)
        attempt = ReloadAttempt(now, reason, diagnostics)
        self._snapshots.last_reload = attempt
        count_refused_reload()
        log(
            Event.RULES_RELOAD_FAILED,
            logging.ERROR,
            reason=reason,
            error=f"{type(error).__name__}: {error}",
            mistakes=first_mistakes(error),
            revision=self._snapshots.current.rulebook.revision,
        )
        return attempt

    def _built(self) -> Snapshot | Exception:
        try:
            return self._source.build()
        except Exception as error:  # noqa: BLE001 - the last good rules must go on serving
            return error

    def _taken(self, snapshot: Snapshot, now: datetime) -> ReloadAttempt:
        attempt = ReloadAttempt(now, diagnostics=snapshot.diagnostics)
        revision, serving = snapshot.rulebook.revision, self._snapshots.current
        changed = revision != serving.rulebook.revision
        if changed or snapshot.origin != serving.origin:
            self._snapshots.swap(snapshot)
        elif snapshot.files != serving.files:  # other scenarios, which decide nothing
            self._snapshots.swap(replace(serving, files=snapshot.files))
        self._snapshots.last_reload = attempt
        count_reload(revision, now)
        log(
            Event.RULES_RELOAD_SUCCEEDED,
            revision=revision,
            rules=len(snapshot.rulebook.rules()),
            changed=changed,
        )
        return attempt


def begin(source: RulesSource, now: datetime) -> tuple[SnapshotHolder, ReloadLoop]:
    """Load the rules for the first time; return what serves and the loop that watches the source.

    Where a source has kept its last good rules, these serve if the new ones cannot be had or are
    refused, and that counts as a failed reload.

    Raises:
        ResolverError: The rules cannot be had or are refused, and there are no earlier ones.
    """
    seen = source.look()
    try:
        snapshots = SnapshotHolder(source.build())
    except ResolverError as error:
        kept = source.last_good()
        if kept is None:
            raise
        snapshots = SnapshotHolder(kept)
        tell_rules(kept.rulebook.revision, kept.loaded_at)
        loop = ReloadLoop(source, snapshots, seen)
        loop.refuse(error, now)
        return snapshots, loop
    tell_rules(snapshots.current.rulebook.revision, snapshots.current.loaded_at)
    return snapshots, ReloadLoop(source, snapshots, seen)


class Reloader:
    """Steps a loop in a thread of its own, once an interval."""

    def __init__(self, loop: ReloadLoop, interval_seconds: float) -> None:
        self._loop = loop
        self._interval_seconds = interval_seconds
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="reload", daemon=True)

    def start(self) -> None:
        """Begin to watch. The thread takes over which signals its caller holds back."""
        self._thread.start()

    def stop(self) -> None:
        """End the watch at once, but for an attempt under way, which has some seconds to end."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(_STOP_SECONDS)

    def _run(self) -> None:
        while not self._stopping.wait(self._interval_seconds):
            try:
                self._loop.step(datetime.now(UTC))
            except Exception as error:  # noqa: BLE001 - or nobody would ever reload again
                told = type(error).__name__
                log(
                    Event.RULES_RELOAD_FAILED,
                    logging.ERROR,
                    reason=refusal_reason(error),
                    error=told,
                )
