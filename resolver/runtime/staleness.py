"""How old rules may be, and what then.

The age of rules is not how long ago they were written, but how long nobody knows whether they are
still the newest: since their source was last seen to hold what serves. It grows while the source
cannot be read, and while what it holds is refused.

| when stale | is told | ready | lookups |
|---|---|---|---|
| warn | log, metrics, side port | yes | answered |
| degrade | the same | no | answered |
| stop | the same | no | refused |
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from resolver.errors import SettingsError
from resolver.runtime.edition import ServingRules
from resolver.runtime.logs import Event, log
from resolver.runtime.metrics import RULES_STALE
from resolver.runtime.settings import PREFIX, Settings

LOOK_SECONDS = 1.0
"""How often the age is looked at."""


@dataclass(frozen=True, slots=True)
class Stance:
    """What whoever answers does about the age of the rules."""

    is_ready: bool = True
    """Whether new calls should come here."""

    is_answering: bool = True
    """Whether lookups are answered."""


_STANCES = {
    "warn": Stance(),
    "degrade": Stance(is_ready=False),
    "stop": Stance(is_ready=False, is_answering=False),
}


class Staleness:
    """Watches the age of the rules, each time it is asked, and tells when it becomes too great."""

    def __init__(
        self, rules: ServingRules, settings: Settings, on_change: Callable[[Stance], None]
    ) -> None:
        """Watch some rules; `on_change` is told what to do whenever that becomes another thing."""
        self._rules = rules
        self._limit_seconds = settings.stale_seconds
        self._then = settings.when_stale
        self._on_change = on_change
        self.is_stale = False
        """Whether the rules are older than they may be."""

    @property
    def stance(self) -> Stance:
        """What is to be done now."""
        return _STANCES[self._then] if self.is_stale else Stance()

    def step(self, now: datetime) -> None:
        """Look at the age."""
        confirmed = self._rules.confirmed_at
        is_stale = 0 < self._limit_seconds < (now - confirmed).total_seconds()
        if is_stale == self.is_stale:
            return
        self.is_stale = is_stale
        RULES_STALE.set(is_stale)
        told: dict[str, Any] = {
            "revision": self._rules.current.rulebook.revision,
            "confirmed_at": confirmed.isoformat(),
            "then": self._then,
        }
        if is_stale:
            log(Event.RULES_STALE, logging.WARNING, **told)
        else:
            log(Event.RULES_FRESH, **told)
        self._on_change(self.stance)


def check_staleness(settings: Settings) -> None:
    """Check that rules do not become stale merely because nobody looks.

    Raises:
        SettingsError: Their source is looked at too seldom for that.
    """
    by_url = "://" in settings.bundle
    look_seconds = settings.bundle_poll_seconds if by_url else settings.reload_seconds
    if settings.stale_seconds and not 0 < 2 * look_seconds < settings.stale_seconds:
        name = PREFIX + ("BUNDLE_POLL_SECONDS" if by_url else "RELOAD_SECONDS")
        told = (
            f"{PREFIX}STALE_SECONDS={settings.stale_seconds:g} needs {name} above 0 and below "
            f"half of it, not {look_seconds:g}, or rules count as stale between two looks"
        )
        raise SettingsError([told])
