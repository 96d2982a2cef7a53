"""Tests of the rules that serve."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from resolver.errors import EngineError, RulesRejectedError, RulesUnavailableError
from resolver.model.context import LookupContext
from resolver.runtime.holder import SnapshotHolder
from resolver.runtime.snapshot import build_snapshot, log_engine_error
from tests.support.servers import a_snapshot
from tests.support.snapshots import shipped_snapshot
from tests.support.telemetry import Growth


def test_shipped_rules_are_ready_to_answer() -> None:
    """A snapshot joins rulebook, engine and resolver."""
    snapshot = shipped_snapshot()
    answer = snapshot.resolver.resolve(LookupContext(), datetime(2025, 3, 14, tzinfo=UTC))
    assert answer.revision == snapshot.rulebook.revision
    assert answer.causes
    assert snapshot.loaded_at.tzinfo is not None


def test_holder_lets_another_snapshot_serve_at_once() -> None:
    """What served before is returned, and whoever took it may keep it."""
    first, second = a_snapshot(), a_snapshot()
    holder = SnapshotHolder(first)
    taken = holder.current
    assert holder.swap(second) is first
    assert holder.current is second
    assert taken is first


def test_folder_with_mistakes_is_refused_with_all_of_them(tmp_path: Path) -> None:
    """Nothing is served by a rulebook that has errors."""
    (tmp_path / "remedies.yaml").write_text("remedies: [1, 2\n", "utf-8")
    (tmp_path / "contacts.yaml").write_text("contact: {}\n", "utf-8")
    with pytest.raises(RulesRejectedError) as caught:
        build_snapshot(tmp_path)
    files = {diagnostic.location.file for diagnostic in caught.value.diagnostics}
    assert {"remedies.yaml", "contacts.yaml"} <= files


def test_engine_that_fails_is_logged_and_counted(caplog: pytest.LogCaptureFixture) -> None:
    """The plain evaluator answers in its place, and operators are told."""
    fallbacks = Growth("resolver_engine_fallbacks_total")
    log_engine_error(EngineError("error 303"))
    (record,) = caplog.records
    assert (record.getMessage(), record.values) == ("engine.failed", {"error": "error 303"})
    assert fallbacks() == 1


def test_folder_that_is_not_there_is_told_as_such(tmp_path: Path) -> None:
    """A wrong path is no mistake in a rule."""
    with pytest.raises(RulesUnavailableError):
        build_snapshot(tmp_path / "nowhere")
