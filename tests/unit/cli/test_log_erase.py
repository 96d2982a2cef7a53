"""`log erase` on a log of four answers by the tiny rules."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from resolver.cli.exits import ExitCode
from resolver.cli.wire import write_context
from resolver.rulefile.contexts import read_context
from resolver.runtime.outcomes.store import open_store
from resolver.v1 import resolver_service_pb2 as pb
from tests.support.cli import AT, Ended, Shell
from tests.support.decisions import a_log, decisions, faults
from tests.support.outcomes import an_outcome

TAX_ID = "91310000MA1K35XXA9"
NUMBER = "26112000000012345678"
ASKED = [
    {"lookup_id": "A", "requester": {"user_id": "u-7"}, "inputs": {"seller_tax_id": TAX_ID}},
    {
        "lookup_id": "B",
        "requester": {"user_id": "u-8"},
        "inputs": {"buyer_tax_id": TAX_ID.lower()},
    },
    {"lookup_id": NUMBER, "requester": {"tax_id": TAX_ID}},
    {"lookup_id": "D", "inputs": {"invoice_number": NUMBER}, "attributes": {"clerk": "u-7"}},
]
WHY = ("--reason", "request 12")


def _request(data: dict[str, object]) -> pb.ResolveRequest:
    request = pb.ResolveRequest()
    write_context(read_context(data).context, request.context)
    request.evaluation_time.FromJsonString(AT)
    return request


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log of four answers; its key lies beside it."""
    return a_log(tmp_path, [_request(one) for one in ASKED])


def _erase(shell: Shell, log: Path, *options: object) -> Ended:
    key = log.parent / "decisions.key"
    return shell.run("log", "erase", log, "--key", key, "--language", "en", *options)


@pytest.mark.parametrize(
    ("options", "left"),
    [
        (("--user-id", "u-7"), ["B", NUMBER]),
        (("--tax-id", TAX_ID), ["D"]),
        (("--invoice-number", NUMBER), ["A", "B"]),
        (("--lookup-id", "B"), ["A", NUMBER, "D"]),
        (("--caller", "nobody"), ["A", "B", NUMBER, "D"]),
    ],
)
def test_what_is_about_somebody_is_erased(
    shell: Shell, log: Path, options: tuple[str, ...], left: list[str]
) -> None:
    """In whatever field it stands, hashed or in the clear, in whatever case it was typed."""
    done = _erase(shell, log, *options, *WHY)
    assert (done.code, f"{4 - len(left)} decisions erased" in done.out) == (ExitCode.FINE, True)
    assert [one["lookup_id"] for one in decisions(log)] == left
    assert faults(log) == []


def test_a_dry_run_tells_and_erases_nothing(shell: Shell, log: Path) -> None:
    """By field, so that a value that many share shows."""
    before = {file: file.read_bytes() for file in log.rglob("*") if file.is_file()}
    done = _erase(shell, log, "--user-id", "u-7", "--dry-run")
    assert done.code == ExitCode.FINE
    assert "2 decisions in 1 segment" in done.out
    assert ("requester.user_id: 1" in done.out, "attributes: 1" in done.out) == (True, True)
    assert {file: file.read_bytes() for file in log.rglob("*") if file.is_file()} == before


def test_what_was_erased_is_counted_where_it_is_missed(shell: Shell, log: Path) -> None:
    """By query, export and replay, beside their output; and verify tells of the erasure."""
    _erase(shell, log, "--user-id", "u-7", *WHY)
    told = "2 decisions of this log were erased"
    english = ("--language", "en")
    queried = shell.run("log", "query", log, "--json", *english)
    assert (len(queried.out.splitlines()), told in queried.err) == (2, True)
    exported = shell.run("log", "export", log, log.parent / "d.csv", *english)
    assert ("2 decisions exported" in exported.out, told in exported.err) == (True, True)
    replayed = shell.run("replay", log, "--json", *english)
    assert (json.loads(replayed.out)["decisions"], told in replayed.err) == (2, True)
    verified = shell.run("log", "verify", log, *english)
    assert verified.code == ExitCode.FINE
    assert "2 of the decisions were erased" in verified.out
    assert "erasures: 1, whole" in verified.out


def test_outcomes_reported_on_what_is_erased_go_with_it(
    shell: Shell, log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And no others."""
    url = f"sqlite:///{tmp_path}/outcomes.sqlite3"
    monkeypatch.setenv("RESOLVER_OUTCOMES", url)
    store = open_store(url)
    for one in decisions(log):
        store.record(an_outcome(request_id=f"report-{one['id']}", resolution_id=one["id"]))
    done = _erase(shell, log, "--user-id", "u-8", "--outcomes", *WHY)
    assert (done.code, "1 outcomes erased" in done.out) == (ExitCode.FINE, True)
    assert {one.resolution_id for one in store.outcomes()} == {one["id"] for one in decisions(log)}
    store.close()


def test_another_key_finds_nothing_and_says_so(shell: Shell, log: Path, tmp_path: Path) -> None:
    """So that nobody takes it for an erasure."""
    (tmp_path / "decisions.key").write_text("another key of thirty-two characters", "utf-8")
    done = _erase(shell, log, "--user-id", "u-7", *WHY)
    assert (done.code, "hashed with another key" in done.out) == (ExitCode.FAILED, True)
    assert len(decisions(log)) == 4


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ((), "exactly one of"),
        (("--user-id", "u-7", "--caller", "erp"), "exactly one of"),
        (("--user-id", "u-7", "--finish"), "exactly one of"),
        (("--user-id", "u-7"), "--key is needed"),
        (("--resolution", "f" * 32), "--reason is needed"),
    ],
)
def test_it_must_be_clear_what_is_meant_and_why(
    shell: Shell, log: Path, options: tuple[str, ...], told: str
) -> None:
    """Or nothing is erased."""
    done = shell.run("log", "erase", log, "--language", "en", *options)
    assert (done.code, told in done.err) == (ExitCode.UNUSABLE, True)
    assert len(decisions(log)) == 4


def test_an_erasure_that_was_interrupted_is_finished(shell: Shell, log: Path) -> None:
    """As is one that a backup has undone, by whoever runs the service."""
    segment = log / "00" / "000000000.jsonl"
    backup = segment.read_bytes()
    _erase(shell, log, "--user-id", "u-7", *WHY)
    segment.write_bytes(backup)
    verified = shell.run("log", "verify", log, "--language", "en")
    assert (verified.code, "[ERASURE_UNFINISHED]" in verified.out) == (ExitCode.FAILED, True)
    done = shell.run("log", "erase", log, "--finish", "--language", "en")
    assert (done.code, "and 2 that were told" in done.out) == (ExitCode.FINE, True)
    assert shell.run("log", "verify", log).code == ExitCode.FINE
    assert len(decisions(log)) == 2
