"""Outcomes are recorded over the wire, and never in the way of answers."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import grpc
import pytest
from google.rpc import error_details_pb2

from resolver.errors import OutcomeStoreError
from resolver.runtime.access.tokens import new_token
from resolver.runtime.outcomes.keeper import OutcomeKeeper
from resolver.runtime.outcomes.outcome import Outcome
from resolver.runtime.outcomes.store import open_store
from resolver.runtime.settings import Settings
from resolver.v1 import resolver_service_pb2 as pb
from tests.support.access import bearer, token_entry, write_callers
from tests.support.outcomes import RESOLUTION
from tests.support.servers import (
    SETTINGS,
    Connection,
    detail,
    error_info,
    failure_of,
    running_server,
    status_of_call,
    violated,
)


def a_report(**fields: object) -> pb.RecordOutcomeRequest:
    """Return a good report."""
    values = {
        "request_id": "report-0001",
        "resolution_id": RESOLUTION,
        "cause_id": "input.amount",
        "note": "金额 1234567.89 填成含税",
        "language_code": "en",
    }
    return pb.RecordOutcomeRequest(**{**values, **fields})


def kept(settings: Settings) -> list[Outcome]:
    """Return what a server has recorded."""
    store = open_store(settings.outcomes)
    found = list(store.outcomes())
    store.close()
    return found


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings with an empty database."""
    return replace(SETTINGS, outcomes=f"sqlite:///{tmp_path}/outcomes.sqlite3")


@pytest.fixture
def connection(settings: Settings) -> Iterator[Connection]:
    """A server that keeps outcomes."""
    with running_server(settings=settings) as connection:
        yield connection


def test_a_report_is_recorded_once_however_often_it_is_sent(
    connection: Connection, settings: Settings
) -> None:
    """The note is masked before it is stored."""
    first, again = [connection.resolver.RecordOutcome(a_report(), timeout=10) for _ in range(2)]
    assert (first.already_recorded, again.already_recorded) == (False, True)
    assert first.recorded_at == again.recorded_at
    assert first.request_id == "report-0001"
    (outcome,) = kept(settings)
    assert (outcome.cause_id, outcome.note) == ("input.amount", "金额 …7.89 填成含税")
    assert outcome.rulebook_revision.startswith("sha256:")


def test_another_report_under_the_same_name_is_refused(connection: Connection) -> None:
    """The caller must not believe that it was taken down."""
    connection.resolver.RecordOutcome(a_report(), timeout=10)
    other = a_report(note="别的")
    failure = failure_of(lambda: connection.resolver.RecordOutcome(other, timeout=10))
    assert failure.code() is grpc.StatusCode.ALREADY_EXISTS
    assert error_info(status_of_call(failure)).reason == "REQUEST_ID_REUSED"


def test_every_mistake_of_a_report_is_named_at_once(
    connection: Connection, settings: Settings
) -> None:
    """With what to send in its place; nothing is recorded."""
    report = a_report(
        request_id="a b",
        resolution_id="0123",
        cause_id="input.ammount",
        remedy_id="pray",
        failed_remedy_ids=["correct_amount", "pray"],
        note="x" * 2001,
        reported_by="x" * 129,
    )
    failure = failure_of(lambda: connection.resolver.RecordOutcome(report, timeout=10))
    assert failure.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert violated(status_of_call(failure)) == {
        "request_id": "NOT_A_REQUEST_ID",
        "resolution_id": "NOT_A_RESOLUTION_ID",
        "cause_id": "UNKNOWN_CAUSE",
        "remedy_id": "UNKNOWN_REMEDY",
        "failed_remedy_ids[1]": "UNKNOWN_REMEDY",
        "note": "TOO_LONG",
        "reported_by": "TOO_LONG",
    }
    empty = pb.RecordOutcomeRequest(failed_remedy_ids=["correct_amount"] * 21)
    failure = failure_of(lambda: connection.resolver.RecordOutcome(empty, timeout=10))
    assert violated(status_of_call(failure)) == {
        "request_id": "MISSING",
        "resolution_id": "MISSING",
        "cause_id": "MISSING",
        "failed_remedy_ids": "TOO_MANY",
    }
    assert kept(settings) == []


def test_who_reports_is_what_the_credential_says(settings: Settings, tmp_path: Path) -> None:
    """And whoever may resolve may not report by that."""
    east, west = new_token(), new_token()
    callers = write_callers(
        tmp_path,
        token_entry(east, "outcome", name="erp-east"),
        token_entry(west, "resolve", name="erp-west"),
    )
    with running_server(settings=replace(settings, callers=callers)) as connection:
        record = connection.resolver.RecordOutcome
        record(a_report(reported_by="erp-west"), metadata=bearer(east), timeout=10)
        failure = failure_of(lambda: record(a_report(), metadata=bearer(west), timeout=10))
    assert failure.code() is grpc.StatusCode.PERMISSION_DENIED
    assert [(one.caller, one.reported_by) for one in kept(settings)] == [("erp-east", "erp-west")]


def test_a_server_that_keeps_none_says_so() -> None:
    """It is the operator who has to act, so that trying again makes no sense."""
    with running_server() as connection:
        failure = failure_of(lambda: connection.resolver.RecordOutcome(a_report(), timeout=10))
    assert failure.code() is grpc.StatusCode.FAILED_PRECONDITION
    assert error_info(status_of_call(failure)).reason == "OUTCOMES_NOT_KEPT"


def test_a_store_that_is_down_is_told_and_lookups_go_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The server starts without it, and uses it as soon as it is there."""
    settings = replace(SETTINGS, outcomes=f"sqlite:///{tmp_path}/later/outcomes.sqlite3")
    caplog.set_level(logging.INFO, "resolver")
    with running_server(settings=settings) as connection:
        failure = failure_of(lambda: connection.resolver.RecordOutcome(a_report(), timeout=10))
        assert connection.resolver.Resolve(pb.ResolveRequest(), timeout=10).causes
        (tmp_path / "later").mkdir()
        done = connection.resolver.RecordOutcome(a_report(), timeout=10)
    assert not done.already_recorded
    assert failure.code() is grpc.StatusCode.UNAVAILABLE
    status = status_of_call(failure)
    assert error_info(status).reason == "OUTCOME_STORE_UNAVAILABLE"
    assert detail(status, error_details_pb2.RetryInfo).retry_delay.seconds == 5
    (told,) = [one.values for one in caplog.records if one.getMessage() == "request.failed"]
    assert told["error"] == "OutcomeStoreError"
    assert told["cause"] == "OperationalError SQLITE_CANTOPEN"


def test_a_store_that_hangs_keeps_no_lookup_waiting(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many reports wait for it."""
    gate, waiting = threading.Event(), threading.Semaphore(0)

    def hang(_: OutcomeKeeper, __: Outcome) -> None:
        waiting.release()
        assert gate.wait(10)
        raise OutcomeStoreError("OperationalError")

    monkeypatch.setattr(OutcomeKeeper, "record", hang)
    with running_server(settings=settings) as connection, ThreadPoolExecutor(8) as callers:
        record = connection.resolver.RecordOutcome
        reports = [
            callers.submit(failure_of, lambda: record(a_report(), timeout=10)) for _ in range(8)
        ]
        for _ in range(2):
            assert waiting.acquire(timeout=10)
        assert connection.resolver.Resolve(pb.ResolveRequest(), timeout=10).causes
        gate.set()
        codes = {report.result().code() for report in reports}
    assert codes == {grpc.StatusCode.UNAVAILABLE}
