"""Doing a thing again after each change of a rules folder, until the user has seen enough."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from resolver.errors import RulesUnavailableError
from resolver.runtime.fingerprint import Fingerprint, fingerprint
from resolver.runtime.watch import Watch

_INTERVAL_SECONDS = 0.3
"""How often to look. A change is seen after two looks: at once, for a person."""


def wait() -> None:
    """Let the time between two looks pass."""
    time.sleep(_INTERVAL_SECONDS)


def repeat_on_change(
    directory: Path,
    act: Callable[[], None],
    on_unavailable: Callable[[RulesUnavailableError], None],
    *,
    pause: Callable[[], None] = wait,
    look: Callable[[Path], Fingerprint] = fingerprint,
) -> NoReturn:
    """Act now and after each settled change, for ever; Ctrl-C raises `KeyboardInterrupt`.

    A folder that is away for a while, as during a checkout, is told of and waited for.
    """
    watch = Watch(lambda: look(directory), look(directory))
    _try(act, on_unavailable)
    while True:
        pause()
        if watch.has_settled():
            _try(act, on_unavailable)
            watch.take()


def _try(act: Callable[[], None], on_unavailable: Callable[[RulesUnavailableError], None]) -> None:
    try:
        act()
    except RulesUnavailableError as error:
        on_unavailable(error)
