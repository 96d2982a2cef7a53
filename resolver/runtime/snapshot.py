"""The rules that serve: a rulebook and its engine, immutable, exchanged whole."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from resolver.engine.base import Engine, FallbackEngine
from resolver.engine.durable import DurableEngine
from resolver.engine.plain import PlainEngine
from resolver.errors import EngineError, RulesRejectedError, ScenariosFailedError
from resolver.inference.pipeline import Resolver
from resolver.inference.rehearse import rehearse_all
from resolver.model.diagnostics import Diagnostic, in_order
from resolver.model.rulebook import Rulebook
from resolver.rulefile.files import Files, read_folder
from resolver.rulefile.loader import load_files
from resolver.rulefile.scenario_loader import review_files
from resolver.runtime.logs import Event, log
from resolver.runtime.metrics import ENGINE_FALLBACKS
from resolver.runtime.proof import failures


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
class Snapshot:
    """One rulebook ready to answer.

    `diagnostics` are the warnings of its loading in order of place, `files` what it was read from,
    scenarios included; empty where it was made otherwise. `origin` is absent if the rules came
    from a folder.
    """

    rulebook: Rulebook
    engine: Engine
    resolver: Resolver
    loaded_at: datetime
    diagnostics: tuple[Diagnostic, ...] = ()
    files: Files = field(default_factory=dict)
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class SoundRules:
    """Rules without a mistake, with their warnings in order of place."""

    rulebook: Rulebook
    diagnostics: tuple[Diagnostic, ...]


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


class SnapshotHolder:
    """The snapshot that new requests get. A request keeps the one that it began with.

    `last_reload` is absent until changed rules were loaded or refused; it is set after the swap
    that it tells of.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._current = snapshot
        self.last_reload: ReloadAttempt | None = None

    @property
    def current(self) -> Snapshot:
        """The snapshot that serves now."""
        return self._current

    def swap(self, snapshot: Snapshot) -> Snapshot:
        """Let another snapshot serve from now on and return the one it replaces.

        Requests under way still use that one: its engine must not be closed before they end.
        """
        replaced, self._current = self._current, snapshot
        return replaced


def log_engine_error(error: EngineError) -> None:
    """Log and count that the engine failed and the plain evaluator answers in its place."""
    ENGINE_FALLBACKS.inc()
    log(Event.ENGINE_FAILED, logging.ERROR, error=str(error))


def sound_rules(files: Files, *, require_tests: bool = False) -> SoundRules:
    """Read rule files that are to serve; scenarios are left alone unless tests are required.

    Raises:
        RulesRejectedError: The files have mistakes; all of them are in the error.
        ScenariosFailedError: Tests are required, and a scenario fails or there is none.
        EngineError: Tests are required, and the engine cannot be built.
    """
    if require_tests:
        return _proven_rules(files)
    loaded = load_files(files)
    if loaded.rulebook is None:
        raise RulesRejectedError(loaded.diagnostics)
    return SoundRules(loaded.rulebook, loaded.diagnostics)


def build_snapshot(
    directory: Path,
    *,
    on_engine_error: Callable[[EngineError], None] = log_engine_error,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Snapshot:
    """Read a rules folder and build what answers by it.

    `on_engine_error` is told, in the matching thread, each time the plain evaluator has to answer
    in place of the engine.

    Raises:
        RulesRejectedError: The folder has mistakes; all of them are in the error.
        RulesUnavailableError: The folder cannot be read.
        EngineError: The engine cannot be built.
    """
    return snapshot_of_files(read_folder(directory), on_engine_error=on_engine_error, now=now)


def snapshot_of_files(
    files: Files,
    *,
    require_tests: bool = False,
    read: Callable[..., SoundRules] = sound_rules,
    on_engine_error: Callable[[EngineError], None] = log_engine_error,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Snapshot:
    """Build what answers by rule files; see `build_snapshot`.

    `read` does what `sound_rules` does, perhaps elsewhere.

    Raises:
        RulesRejectedError: The files have mistakes; all of them are in the error.
        ScenariosFailedError: Tests are required, and a scenario fails or there is none.
        EngineError: The engine cannot be built.
    """
    rules = read(files, require_tests=require_tests)
    return snapshot_of(
        rules.rulebook, rules.diagnostics, files, on_engine_error=on_engine_error, now=now
    )


def snapshot_of(
    rulebook: Rulebook,
    diagnostics: tuple[Diagnostic, ...] = (),
    files: Files | None = None,
    *,
    on_engine_error: Callable[[EngineError], None] = log_engine_error,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Snapshot:
    """Build what answers by a rulebook that has been read; see `build_snapshot`.

    Raises:
        EngineError: The engine cannot be built.
    """
    engine = _build_engine(rulebook, on_engine_error)
    return Snapshot(
        rulebook=rulebook,
        engine=engine,
        resolver=Resolver(rulebook, engine),
        loaded_at=now(),
        diagnostics=diagnostics,
        files=files or {},
    )


def _proven_rules(files: Files) -> SoundRules:
    review = review_files(files)
    rules = SoundRules(review.sound_rulebook(), review.diagnostics)
    snapshot = snapshot_of(rules.rulebook)
    failed = failures(rehearse_all(review.scenarios, snapshot.resolver), files)
    snapshot.engine.close()
    if failed:
        raise ScenariosFailedError(in_order((*failed, *review.diagnostics)))
    return rules


def _build_engine(rulebook: Rulebook, on_error: Callable[[EngineError], None]) -> Engine:
    rules = rulebook.active_conditions()
    return FallbackEngine(DurableEngine(rules), PlainEngine(rules), on_error)
