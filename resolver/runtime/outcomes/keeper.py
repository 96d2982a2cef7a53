"""The outcomes of one process: opened when the first comes, never in the way of answers."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Lock
from typing import TYPE_CHECKING

from resolver.errors import OutcomesNotKeptError
from resolver.model.beijing import beijing_day
from resolver.runtime.logs import Event, log
from resolver.runtime.outcomes.outcome import Outcome, Recorded

if TYPE_CHECKING:
    from resolver.runtime.outcomes.store import OutcomeStore


class OutcomeKeeper:
    """Keeps outcomes in the database of a URL, if there is one, for so many days.

    The database is opened by the first report: most processes never get one, a server must start
    while it is down, and what speaks to it takes 40 MB and half a second to import.
    """

    def __init__(self, url: str, days: int = 0) -> None:
        """Take the URL, empty for none, and how long outcomes are kept; 0 days for ever."""
        self._url = url
        self._days = days
        self._store: OutcomeStore | None = None
        self._opening = Lock()
        self._erased_on = date.min

    def record(self, outcome: Outcome) -> Recorded:
        """Take an outcome down; see `OutcomeStore.record`.

        Raises:
            OutcomesNotKeptError: There is no database.
            OutcomeConflictError: Another one has the same caller and request id.
            OutcomeStoreError: The database cannot be used now.
        """
        store = self._opened()
        recorded = store.record(outcome)
        self._erase_old(store, outcome)
        return recorded

    def close(self) -> None:
        """Close what was opened."""
        if self._store:
            self._store.close()

    def _opened(self) -> OutcomeStore:
        if not self._url:
            raise OutcomesNotKeptError
        with self._opening:
            if self._store is None:
                from resolver.runtime.outcomes.store import open_store  # noqa: PLC0415 - see above

                self._store = open_store(self._url)
            return self._store

    def _erase_old(self, store: OutcomeStore, outcome: Outcome) -> None:
        """Erase what is too old, once a day; what was just recorded is safe either way."""
        today = beijing_day(outcome.recorded_at)
        if not self._days or today <= self._erased_on:
            return
        self._erased_on = today
        erased = store.erase(before=outcome.recorded_at - timedelta(days=self._days))
        log(Event.OUTCOMES_ERASED, outcomes=erased, days=self._days)
