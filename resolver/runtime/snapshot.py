"""The rules that serve: a rulebook and its engine, immutable, exchanged whole."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
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
from resolver.runtime.edition import Edition
from resolver.runtime.logs import Event, log
from resolver.runtime.metrics import ENGINE_FALLBACKS
from resolver.runtime.proof import failures


@dataclass(frozen=True, slots=True)
class Snapshot(Edition):
    """One edition of the rules ready to answer."""

    engine: Engine = field(kw_only=True)
    resolver: Resolver = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class SoundRules:
    """Rules without a mistake, with their warnings in order of place."""

    rulebook: Rulebook
    diagnostics: tuple[Diagnostic, ...]


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
    files = read_folder(directory)
    rules = sound_rules(files)
    edition = Edition(rules.rulebook, now(), rules.diagnostics, files)
    return snapshot_of_edition(edition, on_engine_error=on_engine_error)


def snapshot_of(
    rulebook: Rulebook,
    *,
    on_engine_error: Callable[[EngineError], None] = log_engine_error,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Snapshot:
    """Build what answers by a rulebook; see `build_snapshot`.

    Raises:
        EngineError: The engine cannot be built.
    """
    return snapshot_of_edition(Edition(rulebook, now()), on_engine_error=on_engine_error)


def snapshot_of_edition(
    edition: Edition,
    *,
    on_engine_error: Callable[[EngineError], None] = log_engine_error,
) -> Snapshot:
    """Build what answers by an edition; see `build_snapshot`.

    Raises:
        EngineError: The engine cannot be built.
    """
    engine = _build_engine(edition.rulebook, on_engine_error)
    return Snapshot(
        edition.rulebook,
        edition.loaded_at,
        edition.diagnostics,
        edition.files,
        edition.origin,
        engine=engine,
        resolver=Resolver(edition.rulebook, engine),
    )


def snapshot_like(edition: Edition, serving: Snapshot) -> Snapshot:
    """Do the same, by the engine of a snapshot that serves if that has the same revision.

    Raises:
        EngineError: Another engine is wanted, and cannot be built.
    """
    if edition.rulebook.revision != serving.rulebook.revision:
        return snapshot_of_edition(edition)
    return replace(
        serving,
        loaded_at=edition.loaded_at,
        diagnostics=edition.diagnostics,
        files=edition.files,
        origin=edition.origin,
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
