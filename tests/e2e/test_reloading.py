"""Tests of a server process whose rules folder changes."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import grpc
import pytest

from resolver.service.server import serve
from resolver.v1 import resolver_service_pb2 as pb
from resolver.v1.resolver_service_pb2_grpc import ResolverServiceStub
from tests.support.processes import rulebook_once, serving_process
from tests.support.rulefolders import tiny_folder
from tests.support.servers import SETTINGS

SWAPS = 20


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A rules folder to change."""
    return tiny_folder(tmp_path)


@contextmanager
def served(folder: Path, **settings: str) -> Iterator[grpc.Channel]:
    """Serve a folder that is looked at often."""
    with (
        serving_process(folder, RESOLVER_RELOAD_SECONDS="0.05", **settings) as (_, started, _),
        grpc.insecure_channel(f"127.0.0.1:{started['port']}") as channel,
    ):
        yield channel


def save(folder: Path, number: int | str) -> None:
    """Replace a file as editors do; a word in place of the number is a mistake."""
    beside = folder / ".saving"
    old = (folder / "scale.yaml").read_text("utf-8").partition("\n# edition")[0]
    text = old.rstrip("\n") + f"\n# edition {number}\n"
    beside.write_text(text if isinstance(number, int) else f"{text}{number}: [\n", "utf-8")
    beside.replace(folder / "scale.yaml")


def test_process_serves_good_after_bad_after_good(folder: Path) -> None:
    """A mistake changes no answer and is told with its place; mending it is served."""
    with served(folder) as channel:
        first = rulebook_once(channel)
        save(folder, "broken")
        failed = rulebook_once(channel, lambda told: told.HasField("last_reload"))
        assert (failed.revision, failed.loaded_at) == (first.revision, first.loaded_at)
        assert (failed.last_reload.succeeded, failed.last_reload.reason) == (
            False,
            "RULES_REJECTED",
        )
        assert failed.last_reload.diagnostics[0].location.file == "scale.yaml"
        save(folder, 1)
        mended = rulebook_once(channel, lambda told: told.last_reload.succeeded)
        answer = ResolverServiceStub(channel).Resolve(pb.ResolveRequest(), timeout=10)
        assert answer.rulebook_revision == mended.revision != first.revision


def test_process_keeps_the_last_good_when_a_scenario_fails(folder: Path) -> None:
    """If tests are required, and it tells what was expected and what was got."""
    path = folder / "input/amount_test.yaml"
    with served(folder, RESOLVER_REQUIRE_TESTS="true") as channel:
        first = rulebook_once(channel)
        path.write_text(path.read_text("utf-8").replace("input.amount", "unknown"), "utf-8")
        told = rulebook_once(channel, lambda told: told.HasField("last_reload"))
    assert told.revision == first.revision
    assert told.last_reload.reason == "SCENARIOS_FAILED"
    failed = told.last_reload.diagnostics[-1]
    assert (failed.code, failed.location.file) == ("RULE088", "input/amount_test.yaml")
    assert failed.message.endswith("first_of expected unknown, got input.amount")


def test_no_call_fails_during_many_swaps(folder: Path) -> None:
    """A thread asks all the time; every answer is by one of the revisions that served."""
    done, seen, failures = threading.Event(), set(), []

    def ask(channel: grpc.Channel) -> None:
        resolve = ResolverServiceStub(channel).Resolve
        while not done.is_set():
            try:
                seen.add(resolve(pb.ResolveRequest(), timeout=10).rulebook_revision)
            except grpc.RpcError as error:
                failures.append(error)

    with served(folder) as channel:
        load = threading.Thread(target=ask, args=[channel])
        load.start()
        try:
            revisions = list(_swaps(folder, channel))
        finally:
            done.set()
            load.join()
    assert failures == []
    assert len(set(revisions)) == SWAPS + 1
    assert seen <= set(revisions)
    assert len(seen) > SWAPS // 2


@pytest.mark.parametrize(("seconds", "watched"), [(0.0, False), (3600.0, True)])
def test_folder_is_watched_unless_the_interval_is_zero(
    folder: Path, monkeypatch: pytest.MonkeyPatch, seconds: float, watched: bool
) -> None:
    """And a server that stops leaves no watch behind."""
    during: list[bool] = []

    def told_to_stop(_: object) -> signal.Signals:
        during.append(_is_watching())
        return signal.SIGTERM

    monkeypatch.setattr(signal, "sigwait", told_to_stop)
    serve(replace(SETTINGS, rules=folder, reload_seconds=seconds))
    assert during == [watched]
    assert not _is_watching()


def _is_watching() -> bool:
    return "reload" in {thread.name for thread in threading.enumerate()}


def _swaps(folder: Path, channel: grpc.Channel) -> Iterator[str]:
    revision = rulebook_once(channel).revision
    yield revision
    for number in range(SWAPS):
        save(folder, number)
        before = revision
        revision = rulebook_once(channel, lambda told, old=before: told.revision != old).revision
        yield revision
