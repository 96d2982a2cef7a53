"""Tests of checking and rehearsing rules over the wire, with a real server of the tiny rules."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import grpc
import pytest
from google.rpc import error_details_pb2

from resolver.runtime.snapshot import build_snapshot
from resolver.v1 import context_pb2
from resolver.v1 import resolver_service_pb2 as resolver_pb
from resolver.v1 import rulebook_service_pb2 as pb
from tests.support.rulefolders import TINY_RULES, tiny_text
from tests.support.servers import (
    SETTINGS,
    Connection,
    detail,
    error_info,
    running_server,
    status_of_call,
    violated,
)

AMOUNT = "input/amount.yaml"
LONG = 60
MISMATCH = context_pb2.LookupContext(
    lookup_id="a-1", outcome=context_pb2.LookupOutcome(provider="platform", code="006")
)


@pytest.fixture(scope="module")
def connection() -> Iterator[Connection]:
    """A server of the tiny rules."""
    with running_server(build_snapshot(TINY_RULES)) as connection:
        yield connection


def with_amount(old: str, new: str) -> pb.RuleCandidate:
    """Return the active rules with something else in one file."""
    content = tiny_text(AMOUNT).replace(old, new).encode()
    return pb.RuleCandidate(files=[pb.RuleFile(path=AMOUNT, content=content)])


def refused(connection: Connection, request: pb.CheckRulesRequest) -> grpc.RpcError:
    """Return the failure of a check."""
    with pytest.raises(grpc.RpcError) as caught:
        connection.rulebook.CheckRules(request, timeout=LONG)
    return caught.value


def test_one_edited_file_gets_its_mistake_with_line_and_column(connection: Connection) -> None:
    """And nothing of it is served."""
    request = pb.CheckRulesRequest(
        language_code="en", candidate=with_amount("weight: moderate", "weight: moderat")
    )
    told = connection.rulebook.CheckRules(request, timeout=LONG)
    assert (told.verdict.accepted, told.verdict.reason) == (False, "RULES_REJECTED")
    assert (told.verdict.errors, told.verdict.warnings) == (1, 0)
    (mistake,) = told.verdict.diagnostics
    assert (mistake.location.file, mistake.location.line, mistake.location.column) == (
        AMOUNT,
        10,
        13,
    )
    assert mistake.excerpt == "    weight: moderat"
    assert "moderate" in mistake.mend
    active = connection.rulebook.GetRulebook(pb.GetRulebookRequest(), timeout=LONG)
    assert active.revision == told.active_revision != told.verdict.revision


def test_candidate_without_changes_is_the_active_rulebook(connection: Connection) -> None:
    """Counts and revision agree with those of `GetRulebook`."""
    told = connection.rulebook.CheckRules(pb.CheckRulesRequest(), timeout=LONG)
    active = connection.rulebook.GetRulebook(pb.GetRulebookRequest(), timeout=LONG)
    assert told.verdict.accepted
    assert told.verdict.revision == active.revision
    assert told.verdict.counts == active.counts


def test_rehearsal_shows_both_answers_and_what_differs(connection: Connection) -> None:
    """`before` is what `Resolve` answers to the same question."""
    at = {"seconds": 1_772_700_000}
    request = pb.RehearseRulesRequest(
        language_code="en",
        candidate=with_amount("weight: moderate", "weight: moderate against"),
        lookups=[
            pb.RehearsalLookup(context=MISMATCH, evaluation_time=at),
            pb.RehearsalLookup(evaluation_time=at),
        ],
    )
    told = connection.rulebook.RehearseRules(request, timeout=LONG)
    asked = resolver_pb.ResolveRequest(context=MISMATCH, language_code="en", evaluation_time=at)
    moved, same = told.lookups
    assert moved.before == connection.resolver.Resolve(asked, timeout=LONG)
    assert moved.after.rulebook_revision == told.verdict.revision
    assert (moved.lookup_id, moved.changed, told.lookups_changed) == ("a-1", True, 1)
    differences = {one.subject: (one.before, one.after) for one in moved.differences}
    assert differences["first_cause"][0] == "input.amount"
    assert "probability input.amount" in differences
    assert [(part.kind, part.name) for part in moved.responsible] == [
        ("rule", "input.amount/differs")
    ]
    assert not same.HasField("before")
    assert (told.scenarios_passed, [one.name for one in told.failed_scenarios]) == (
        1,
        ["平台说不一致"],
    )


def test_server_that_requires_tests_says_that_a_scenario_fails() -> None:
    """Just as it would at a reload."""
    settings = replace(SETTINGS, require_tests=True)
    candidate = with_amount("weight: moderate", "weight: moderate against")
    with running_server(build_snapshot(TINY_RULES), settings) as connection:
        request = pb.CheckRulesRequest(language_code="en", candidate=candidate)
        told = connection.rulebook.CheckRules(request, timeout=LONG)
    assert (told.verdict.accepted, told.verdict.reason) == (False, "SCENARIOS_FAILED")
    assert told.verdict.errors == 1
    assert told.verdict.diagnostics[-1].code == "RULE088"


def test_violations_are_named_before_anything_is_done(connection: Connection) -> None:
    """As those of any other request."""
    request = pb.CheckRulesRequest(candidate={"files": [{"path": "../../etc/passwd"}]})
    call = refused(connection, request)
    assert call.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert violated(status_of_call(call)) == {"candidate.files[0].path": "NOT_A_RULE_PATH"}


def test_check_that_takes_too_long_is_ended() -> None:
    """By the server's own limit; the next one is not kept from its turn."""
    settings = replace(SETTINGS, check_seconds=0.001)
    with running_server(build_snapshot(TINY_RULES), settings) as connection:
        for _ in range(2):
            call = refused(connection, pb.CheckRulesRequest())
            assert call.code() is grpc.StatusCode.DEADLINE_EXCEEDED
            assert error_info(status_of_call(call)).reason == "CHECK_TIMED_OUT"


def test_second_check_is_told_to_come_back(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While answers go on, because none of their threads is taken."""
    told: list[grpc.RpcError] = []
    threads: list[str] = []

    def meanwhile(*_: object, **__: object) -> None:
        connection.resolver.Resolve(resolver_pb.ResolveRequest(), timeout=LONG)
        threads.append(threading.current_thread().name)
        told.append(refused(connection, pb.CheckRulesRequest()))
        raise MemoryError

    monkeypatch.setattr("resolver.runtime.desk.run_aside", meanwhile)
    refused(connection, pb.CheckRulesRequest())
    assert threads[0].startswith("check")
    status = status_of_call(told[0])
    assert error_info(status).reason == "CHECK_BUSY"
    assert detail(status, error_details_pb2.RetryInfo).retry_delay.seconds == 1
