"""Tests of which snapshot requests get."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from resolver.errors import RulesStaleError
from resolver.runtime import holder as holding
from resolver.runtime.edition import Edition
from resolver.runtime.holder import SnapshotHolder
from tests.support.servers import a_snapshot


def test_whoever_asks_during_a_hold_gets_the_next_snapshot() -> None:
    """What was taken before stays taken."""
    first, second = a_snapshot(), a_snapshot()
    holder = SnapshotHolder(first)
    holder.hold()
    with ThreadPoolExecutor(1) as threads:
        asked = threads.submit(lambda: holder.current)
        holder.swap(second)
        assert asked.result(10) is second


def test_hold_that_nobody_ends_ends_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """And only the first one waited."""
    monkeypatch.setattr(holding, "_LONGEST_HOLD_SECONDS", 0.001)
    snapshot = a_snapshot()
    holder = SnapshotHolder(snapshot)
    holder.hold()
    assert holder.current is snapshot
    assert holder._free.is_set()


def test_nothing_is_answered_by_what_is_withheld() -> None:
    """But it can be told what it is."""
    snapshot = a_snapshot()
    holder = SnapshotHolder(snapshot)
    assert holder.answering is snapshot
    holder.is_withheld = True
    with pytest.raises(RulesStaleError):
        _ = holder.answering
    assert holder.current is snapshot


def test_edition_of_the_same_revision_keeps_the_engine() -> None:
    """Other scenarios beside the rules decide nothing."""
    snapshot = a_snapshot()
    holder = SnapshotHolder(snapshot)
    files = {"a_test.yaml": b""}
    edition = Edition(replace(snapshot.rulebook), snapshot.loaded_at, (), files)
    holder.take(edition)
    assert holder.current.engine is snapshot.engine
    assert (holder.current.files, holder.current.diagnostics) == (files, ())
