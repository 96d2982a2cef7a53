"""Rules as they were read at one moment, how changed ones fared, and what serves by them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from resolver.model.diagnostics import Diagnostic
from resolver.model.rulebook import Rulebook
from resolver.rulefile.files import Files


@dataclass(frozen=True, slots=True)
class Origin:
    """The bundle that rules came from.

    `digest` is that of its manifest; `key_id` that of the key whose signature was verified, empty
    if none was required; `serial` and `source` are the owner's. `from_cache` tells that the last
    good copy on disk was used.
    """

    digest: str
    key_id: str = ""
    serial: int = 0
    source: str = ""
    from_cache: bool = False


@dataclass(frozen=True, slots=True)
class Edition:
    """Rules that were found good, without an engine: plain values, for any process.

    `diagnostics` are the warnings of its loading in order of place, `files` what it was read from,
    scenarios included; empty where it was made otherwise. `origin` is absent if the rules came
    from a folder.
    """

    rulebook: Rulebook
    loaded_at: datetime
    diagnostics: tuple[Diagnostic, ...] = ()
    files: Files = field(default_factory=dict)
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class ReloadAttempt:
    """How the last attempt to load changed rules ended.

    `reason` is the stable reason why it failed, as errors of the contract have it, and empty if it
    succeeded; `diagnostics` are in order of place.
    """

    at: datetime
    reason: str = ""
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def succeeded(self) -> bool:
        """Whether the rules as they were then serve."""
        return not self.reason


class ServingRules(Protocol):
    """What answers by an edition, in this process or in others, as whoever loads rules sees it."""

    confirmed_at: datetime
    """When the source of the rules was last seen to hold nothing newer than what serves."""

    @property
    def current(self) -> Edition:
        """The edition that serves now."""
        ...

    @property
    def last_reload(self) -> ReloadAttempt | None:
        """How the last attempt to load changed rules ended; absent until there was one."""
        ...

    def take(self, edition: Edition) -> None:
        """Let another edition serve from now on.

        Raises:
            ResolverError: It cannot; the one before serves on.
        """
        ...

    def tell(self, attempt: ReloadAttempt) -> None:
        """Remember how an attempt ended, after what came of it serves."""
        ...
