"""What every store of outcomes must do, on each database that is offered."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from resolver.errors import OutcomeConflictError, OutcomeStoreError
from resolver.runtime.outcomes.outcome import Recorded
from resolver.runtime.outcomes.store import OutcomeStore, open_store
from tests.support.outcomes import NOW, RESOLUTION, an_outcome
from tests.support.postgresql import Cluster


def test_what_was_recorded_is_read_back_as_it_was(store: OutcomeStore) -> None:
    """Chinese, lists, moments to the microsecond, and nothing where nothing was said."""
    full = an_outcome()
    bare = an_outcome(
        request_id="report-0002", remedy_id="", failed_remedy_ids=(), note="", reported_by="",
        observed_at=None,
    )  # fmt: skip
    assert store.record(full) == Recorded(NOW, already=False)
    store.record(bare)
    assert list(store.outcomes()) == [full, bare]


def test_sending_again_records_nothing_twice(store: OutcomeStore) -> None:
    """The first moment stays, and so does the revision of the rules that served then."""
    store.record(an_outcome())
    again = an_outcome(recorded_at=NOW + timedelta(hours=1), rulebook_revision="sha256:2")
    assert store.record(again) == Recorded(NOW, already=True)
    assert list(store.outcomes()) == [an_outcome()]


@pytest.mark.parametrize(
    "other",
    [
        {"cause_id": "unknown"},
        {"remedy_id": ""},
        {"failed_remedy_ids": ("ask", "wait")},
        {"note": "别的"},
        {"resolution_id": "f" * 32},
        {"reported_by": "u-18"},
        {"observed_at": None},
    ],
    ids=str,
)
def test_another_content_under_the_same_name_is_refused(
    store: OutcomeStore, other: dict[str, object]
) -> None:
    """And what was there stays."""
    store.record(an_outcome())
    with pytest.raises(OutcomeConflictError):
        store.record(an_outcome(**other))
    assert list(store.outcomes()) == [an_outcome()]


def test_callers_name_their_reports_without_knowing_of_each_other(store: OutcomeStore) -> None:
    """Two systems may both begin with number one."""
    store.record(an_outcome())
    other = an_outcome(caller="erp-west", cause_id="unknown")
    assert not store.record(other).already
    assert list(store.outcomes()) == [an_outcome(), other]


def test_outcomes_of_a_time_come_in_their_order(store: OutcomeStore) -> None:
    """From a moment on, until before another."""
    hours = [
        an_outcome(request_id=f"report-{hour}-x", recorded_at=NOW + timedelta(hours=hour))
        for hour in (2, 0, 1)
    ]
    for one in hours:
        store.record(one)
    assert list(store.outcomes()) == [hours[1], hours[2], hours[0]]
    between = store.outcomes(NOW + timedelta(hours=1), NOW + timedelta(hours=2))
    assert list(between) == [hours[2]]


def test_many_at_once_lose_nothing(store: OutcomeStore) -> None:
    """Each of 40 reports sent twice from 8 threads is there once."""
    reports = [an_outcome(request_id=f"report-{number:04}") for number in range(40)] * 2
    with ThreadPoolExecutor(8) as threads:
        done = list(threads.map(store.record, reports))
    assert sorted(one.already for one in done) == [False] * 40 + [True] * 40
    assert len(list(store.outcomes())) == 40


@pytest.mark.parametrize(
    ("condition", "left"),
    [
        ({"before": NOW}, [2, 3]),
        ({"reported_by": "u-2"}, [1, 3]),
        ({"resolution_id": RESOLUTION}, [2]),
        ({}, [1, 2, 3]),
    ],
    ids=str,
)
def test_erasing_takes_what_was_meant(
    store: OutcomeStore, condition: dict[str, object], left: list[int]
) -> None:
    """By age, by person, by answer; without a condition, nothing."""
    other = {"resolution_id": "f" * 32}
    reports = {
        1: an_outcome(request_id="report-1", recorded_at=NOW - timedelta(days=1)),
        2: an_outcome(request_id="report-2", reported_by="u-2", **other),
        3: an_outcome(request_id="report-3"),
    }
    for one in reports.values():
        store.record(one)
    assert store.erase(**condition) == 3 - len(left)
    assert set(store.outcomes()) == {reports[number] for number in left}


def test_opening_again_keeps_what_is_there(store: OutcomeStore, url: str) -> None:
    """Migrations are applied once; several replicas may open at the same time."""
    store.record(an_outcome())
    with ThreadPoolExecutor(4) as threads:
        others = list(threads.map(open_store, [url] * 4))
    assert [list(other.outcomes()) for other in others] == [[an_outcome()]] * 4
    for other in others:
        other.close()


def test_replicas_that_open_an_empty_database_together_make_one_table(url: str) -> None:
    """Neither waits for the other in vain, nor makes it twice."""
    with ThreadPoolExecutor(4) as threads:
        stores = list(threads.map(open_store, [url] * 4))
    assert not stores[0].record(an_outcome()).already
    assert stores[3].record(an_outcome()).already
    for store in stores:
        store.close()


def test_a_file_that_cannot_be_written_is_told_without_quoting_anything(tmp_path: Path) -> None:
    """The folder is not there."""
    with pytest.raises(OutcomeStoreError) as caught:
        open_store(f"sqlite:///{tmp_path}/nowhere/outcomes.sqlite3")
    assert str(caught.value) == "OperationalError SQLITE_CANTOPEN"


def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    """Whatever the process's mask says."""
    open_store(f"sqlite:///{tmp_path}/outcomes.sqlite3").close()
    assert (tmp_path / "outcomes.sqlite3").stat().st_mode & 0o777 == 0o600


def test_a_database_that_goes_away_is_told_and_used_again(cluster: Cluster) -> None:
    """Nothing is lost: what could not be recorded is told to the caller, who sends it again."""
    store = open_store(cluster.url)
    store.erase(before=NOW + timedelta(days=999))
    store.record(an_outcome())
    cluster.stop()
    later = replace(an_outcome(), request_id="report-0002")
    try:
        with pytest.raises(OutcomeStoreError):
            store.record(later)
        with pytest.raises(OutcomeStoreError):
            open_store(cluster.url)
    finally:
        cluster.start()
    assert not store.record(later).already
    assert len(list(store.outcomes())) == 2
    store.close()
