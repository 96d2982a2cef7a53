"""Watches the rules folder; builds aside, swaps when good, keeps the last good."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from resolver.errors import EngineError, RulesRejectedError, RulesUnavailableError
from resolver.model.diagnostics import Diagnostic, Severity
from resolver.runtime.fingerprint import Fingerprint, fingerprint
from resolver.runtime.logs import Event, log
from resolver.runtime.snapshot import ReloadAttempt, Snapshot, SnapshotHolder, build_snapshot

_REASONS: dict[type[Exception], str] = {
    RulesRejectedError: "RULES_REJECTED",
    RulesUnavailableError: "RULES_UNAVAILABLE",
    EngineError: "ENGINE_FAILED",
}
_UNEXPECTED = "INTERNAL_ERROR"
_MISTAKES_IN_LOG = 5
_STOP_SECONDS = 5.0
"""How long stopping waits for an attempt under way; one takes about a second."""


class ReloadLoop:
    """Decides, each time it is asked, whether to load the folder anew, and does so.

    A folder is loaded once it has looked the same twice in a row, so that a checkout that is half
    written is let be; and once only for each look, so that a mistake is reported once.
    """

    def __init__(
        self,
        directory: Path,
        snapshots: SnapshotHolder,
        seen: Fingerprint,
        *,
        build: Callable[[Path], Snapshot] = build_snapshot,
        look: Callable[[Path], Fingerprint] = fingerprint,
    ) -> None:
        """Watch from a look at the folder that was taken before its snapshot was built."""
        self._directory = directory
        self._snapshots = snapshots
        self._build = build
        self._look = look
        self._previous = self._attempted = seen

    def step(self, now: datetime) -> ReloadAttempt | None:
        """Look at the folder, load it if it is another one and settled, and report.

        Returns `None` where nothing was attempted, or where the folder changed meanwhile: then
        what was read may be a mixture, and a later step loads it. Requests under way keep the
        snapshot that they began with; its engine goes with the last reference to it.
        """
        current = self._look(self._directory)
        settled = current == self._previous
        self._previous = current
        if not settled or current == self._attempted:
            return None
        built = self._built()
        self._previous = self._look(self._directory)
        if self._previous != current:
            return None
        self._attempted = current
        return (
            self._failed(built, now) if isinstance(built, Exception) else self._taken(built, now)
        )

    def _built(self) -> Snapshot | Exception:
        try:
            return self._build(self._directory)
        except Exception as error:  # noqa: BLE001 - the last good rules must go on serving
            return error

    def _taken(self, snapshot: Snapshot, now: datetime) -> ReloadAttempt:
        attempt = ReloadAttempt(now, diagnostics=snapshot.diagnostics)
        revision = snapshot.rulebook.revision
        changed = revision != self._snapshots.current.rulebook.revision
        if changed:
            self._snapshots.swap(snapshot)
        self._snapshots.last_reload = attempt
        log(
            Event.RULES_RELOAD_SUCCEEDED,
            revision=revision,
            rules=len(snapshot.rulebook.rules()),
            changed=changed,
        )
        return attempt

    def _failed(self, error: Exception, now: datetime) -> ReloadAttempt:
        reason = _REASONS.get(type(error), _UNEXPECTED)
        diagnostics = error.diagnostics if isinstance(error, RulesRejectedError) else ()
        attempt = ReloadAttempt(now, reason, diagnostics)
        self._snapshots.last_reload = attempt
        log(
            Event.RULES_RELOAD_FAILED,
            logging.ERROR,
            reason=reason,
            error=f"{type(error).__name__}: {error}",
            mistakes=_mistakes(diagnostics),
            revision=self._snapshots.current.rulebook.revision,
        )
        return attempt


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
                log(Event.RULES_RELOAD_FAILED, logging.ERROR, reason=_UNEXPECTED, error=told)


def _mistakes(diagnostics: tuple[Diagnostic, ...]) -> list[str]:
    errors = [item for item in diagnostics if item.severity is Severity.ERROR]
    return [f"{item.location} {item.code} {item.message.en}" for item in errors[:_MISTAKES_IN_LOG]]
