"""A server process by bundles: from a web server, without one, and from a folder."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import grpc
import pytest

from resolver.bundle.reasons import Reason
from resolver.cli.app import main
from tests.support.bundles import EDITED, KEY, OTHER_KEY, key_file, tiny_bundle
from tests.support.processes import rulebook_once, serving_process
from tests.support.webserver import web_server


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    """Settings of a server that asks often and keeps what it had."""
    return {
        "RESOLVER_BUNDLE_KEYS": str(key_file(tmp_path)),
        "RESOLVER_BUNDLE_POLL_SECONDS": "0.05",
        "RESOLVER_BUNDLE_CACHE": str(tmp_path / "cache"),
        "RESOLVER_RELOAD_SECONDS": "0.05",
    }


@contextmanager
def served(place: object, settings: dict[str, str]) -> Iterator[grpc.Channel]:
    """Serve a bundle."""
    with (
        serving_process(RESOLVER_BUNDLE=str(place), **settings) as (_, started, _),
        grpc.insecure_channel(f"127.0.0.1:{started['port']}") as channel,
    ):
        yield channel


def test_bundles_of_a_url_good_bad_good_and_then_offline(settings: dict[str, str]) -> None:
    """A change is served, a bad one is not, and a restart without network serves the last good."""
    with web_server(tiny_bundle(serial=1)) as server:
        with served(server.url, settings) as channel:
            first = rulebook_once(channel)
            assert (first.bundle.serial, first.bundle.key_id) == (1, KEY.public.id)
            server.wait_for(304, times=3)
            assert server.count(200) == 1
            server.body = tiny_bundle(EDITED, OTHER_KEY, serial=2)
            failed = rulebook_once(channel, lambda told: told.HasField("last_reload"))
            assert (failed.revision, failed.last_reload.reason) == (
                first.revision,
                Reason.KEY_UNKNOWN,
            )
            server.body = tiny_bundle(EDITED, serial=2)
            second = rulebook_once(channel, lambda told: told.last_reload.succeeded)
            assert second.revision != first.revision
        assert server.count(200) == 3
    with served(server.url, settings) as channel:
        offline = rulebook_once(channel)
    assert offline.revision == second.revision
    assert (offline.bundle.from_cache, offline.bundle.serial) == (True, 2)
    assert offline.last_reload.reason == Reason.UNAVAILABLE


def test_request_is_never_kept_waiting_by_a_url_that_hangs(settings: dict[str, str]) -> None:
    """Only the watch waits."""
    with web_server(tiny_bundle()) as server, served(server.url, settings) as channel:
        server.held = threading.Event()
        server.wait_until_held()
        assert rulebook_once(channel).bundle.digest
        server.held.set()


def test_pointer_of_a_folder_switches_forth_and_back(
    tmp_path: Path, settings: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One command activates a bundle, and the same command goes back."""
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    old, new = tmp_path / "old.tar", tmp_path / "new.tar"
    old.write_bytes(tiny_bundle())
    with served(tmp_path, settings) as channel:
        revision = first = rulebook_once(channel).revision
        revisions = [first]
        new.write_bytes(tiny_bundle(EDITED))
        for file in (new, old):
            assert main(["bundle", "use", str(file)]) == 0
            before = revision
            revision = rulebook_once(
                channel, lambda told, before=before: told.revision != before
            ).revision
            revisions.append(revision)
    assert revisions[0] == revisions[2] != revisions[1]
