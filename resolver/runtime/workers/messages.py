"""What a supervisor and its workers tell each other, pickled, over a pipe of their own."""

from __future__ import annotations

import pickle  # nosec B403
from dataclasses import dataclass
from typing import TypeAlias

from resolver.errors import ResolverError
from resolver.runtime.edition import Edition, ReloadAttempt
from resolver.runtime.settings import Settings
from resolver.runtime.staleness import Stance


@dataclass(frozen=True, slots=True)
class Begin:
    """The first message to a worker: serve like this.

    `number` is the place among the workers, from 0; `core` the one core to run on, if any.
    """

    number: int
    core: int | None
    settings: Settings
    edition: Edition
    last_reload: ReloadAttempt | None
    stance: Stance


@dataclass(frozen=True, slots=True)
class Prepare:
    """Build what would answer by another edition. Wants an `Answer`."""

    edition: Edition


@dataclass(frozen=True, slots=True)
class Hold:
    """Let requests that arrive wait for the switch, which follows at once. Wants an `Answer`."""


@dataclass(frozen=True, slots=True)
class Switch:
    """Let what was prepared serve."""


@dataclass(frozen=True, slots=True)
class Drop:
    """Forget what was prepared."""


@dataclass(frozen=True, slots=True)
class Answer:
    """It is done, or the error that kept it from being done."""

    error: ResolverError | None = None


@dataclass(frozen=True, slots=True)
class Listening:
    """The worker takes calls."""


@dataclass(frozen=True, slots=True)
class CannotServe:
    """It never will: its process ends."""

    error: ResolverError


@dataclass(frozen=True, slots=True)
class Leaving:
    """A signal asked it to stop; it ends the calls under way, and then its process."""


@dataclass(frozen=True, slots=True)
class Ended:
    """Its process has ended: its exit code, negative for a signal. The supervisor says it."""

    code: int


Order: TypeAlias = Prepare | Hold | Switch | Drop | ReloadAttempt | Stance
News: TypeAlias = Listening | CannotServe | Leaving | Ended


def packed(message: Begin | Order) -> bytes:
    """Return a message as bytes, once for all workers."""
    return pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
