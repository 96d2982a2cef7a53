"""What goes on beside answering, from the start to the stop: looks after the rules, and tells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict

from resolver.runtime.edition import ServingRules
from resolver.runtime.logs import Event, log
from resolver.runtime.phase import Phase, Progress, WorkerTold
from resolver.runtime.reload import ReloadLoop
from resolver.runtime.settings import Settings
from resolver.runtime.staleness import LOOK_SECONDS, Staleness, Stance
from resolver.runtime.ticker import Ticker


class Upkeep:
    """Looks for newer rules and at the age of those that serve, and says how serving goes on.

    Each look has a thread of its own: a source that does not answer must not hide its age.
    """

    def __init__(
        self,
        rules: ServingRules,
        settings: Settings,
        on_stance: Callable[[Stance], None],
        progress: Progress,
    ) -> None:
        """Look after rules; `on_stance` is told what to do about their age."""
        self._rules = rules
        self._address = settings.address
        self._progress = progress
        self._staleness = Staleness(rules, settings, on_stance)
        self._age_seconds = LOOK_SECONDS if settings.stale_seconds else 0.0
        self._tickers: list[Ticker] = []

    def start(
        self,
        port: int,
        loop: ReloadLoop,
        look_seconds: float,
        workers: Callable[[], Sequence[WorkerTold]] | None = None,
    ) -> None:
        """Say that calls are taken, and begin to look, every so many seconds, for newer rules.

        0 is for never. The threads take over which signals the caller holds back.
        """
        self._progress.rules, self._progress.staleness = self._rules, self._staleness
        self._progress.workers = workers
        self._progress.phase = Phase.SERVING
        edition = self._rules.current
        log(
            Event.SERVER_STARTED,
            address=self._address,
            port=port,
            revision=edition.rulebook.revision,
            rules=len(edition.rulebook.rules()),
            bundle=asdict(edition.origin) if edition.origin else None,
        )
        self._tickers = [
            Ticker("reload", loop, look_seconds),
            Ticker("staleness", self._staleness, self._age_seconds),
        ]
        for ticker in self._tickers:
            ticker.start()

    def stop(self, signal: str) -> None:
        """Say that a signal ends serving, and look no more, once a reload under way has ended."""
        self._progress.phase = Phase.STOPPING
        log(Event.SERVER_STOPPING, signal=signal)
        for ticker in self._tickers:
            ticker.stop()
