"""Tests of reloading a rules folder. Nobody sleeps: each step is a look that a test asks for."""

from __future__ import annotations

import gc
import logging
import shutil
import weakref
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from resolver.errors import EngineError
from resolver.rulefile.files import Files, read_folder
from resolver.runtime.edition import Edition, ReloadAttempt
from resolver.runtime.holder import serve_here
from resolver.runtime.making import edition_of_files
from resolver.runtime.reload import ReloadLoop, begin
from resolver.runtime.snapshot import Snapshot
from resolver.runtime.sources import Make, RulesFolder
from tests.support.rulefolders import tiny_folder, tiny_text
from tests.support.telemetry import Growth, figure

NOW = datetime(2025, 3, 14, tzinfo=UTC)


class Watched:
    """A rules folder, what serves by it, and the loop that watches it."""

    def __init__(self, folder: Path, make: Make = edition_of_files) -> None:
        self.folder = folder
        self.holder, _ = begin(RulesFolder(folder), serve_here, NOW)
        source = RulesFolder(folder, make)
        self.loop = ReloadLoop(source, self.holder, source.look())

    @property
    def revision(self) -> str:
        """The revision that serves."""
        return self.holder.current.rulebook.revision

    def settle(self) -> ReloadAttempt | None:
        """Let the loop look twice, as it does at a folder that changed and then stays."""
        assert self.loop.step(NOW) is None
        return self.loop.step(NOW)


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    """A watched copy of the tiny rules."""
    return Watched(tiny_folder(tmp_path))


def save(folder: Path, text: str, path: str = "contacts.yaml") -> None:
    """Replace a file as editors do: write another one beside it and rename it."""
    beside = folder / ".saving"
    beside.write_text(text, "utf-8")
    beside.replace(folder / path)


def contacts(number: str) -> str:
    """Return a good file of contacts."""
    return (
        f"contacts:\n  hotline:\n    text: {{zh-CN: 热线 {number}, en: hotline {number}}}\n"
        "    source: https://12366.chinatax.gov.cn\n"
    )


def test_folder_that_does_not_change_is_not_loaded(watched: Watched) -> None:
    """Looking costs nothing more."""
    assert [watched.loop.step(NOW) for _ in range(3)] == [None, None, None]
    assert watched.holder.last_reload is None


def test_good_bad_good_serves_the_last_good(
    watched: Watched, caplog: pytest.LogCaptureFixture
) -> None:
    """A mistake is reported once with its place and never served; mending it is enough."""
    caplog.set_level(logging.INFO, "resolver")
    first = watched.revision
    save(watched.folder, "contacts: [1, 2\n")
    attempt = watched.settle()
    assert attempt is not None
    assert (attempt.at, attempt.succeeded, attempt.reason) == (NOW, False, "RULES_REJECTED")
    assert {item.location.file for item in attempt.diagnostics} >= {"contacts.yaml"}
    assert watched.revision == first
    assert watched.loop.step(NOW) is None
    save(watched.folder, contacts("12366"))
    assert watched.settle() == ReloadAttempt(NOW)
    assert watched.revision != first
    events = [record.getMessage() for record in caplog.records]
    assert events == ["rules.reload.failed", "rules.reload.succeeded"]
    assert caplog.records[0].values["mistakes"][0].startswith("contacts.yaml:")
    assert caplog.records[1].values["revision"] == watched.revision


def test_metrics_tell_what_serves_and_how_reloads_ended(watched: Watched) -> None:
    """The gauge of refused rules stays up for as long as earlier ones serve."""
    succeeded = Growth("resolver_reloads_total", outcome="succeeded")
    refused = Growth("resolver_reloads_total", outcome="refused")
    first = watched.revision
    assert figure("resolver_rulebook_info", revision=first) == 1
    save(watched.folder, "contacts: [1, 2\n")
    watched.settle()
    assert (succeeded(), refused(), figure("resolver_rules_refused")) == (0, 1, 1)
    assert figure("resolver_rulebook_info", revision=first) == 1
    save(watched.folder, contacts("12366"))
    watched.settle()
    assert (succeeded(), refused(), figure("resolver_rules_refused")) == (1, 1, 0)
    assert figure("resolver_rulebook_info", revision=watched.revision) == 1
    assert figure("resolver_rulebook_info", revision=first) == 0
    assert figure("resolver_rules_loaded_timestamp_seconds") == NOW.timestamp()


def test_many_files_written_one_after_another_are_loaded_at_the_end(watched: Watched) -> None:
    """A checkout that is half done is never loaded, however long it takes."""
    first = watched.revision
    for number in range(5):
        save(watched.folder, f"contacts: [{number}", f"half_{number}.yaml")
        assert watched.loop.step(NOW) is None
    for number in range(5):
        (watched.folder / f"half_{number}.yaml").unlink()
    save(watched.folder, contacts("1"))
    assert watched.settle() == ReloadAttempt(NOW)
    assert watched.revision != first


def test_folder_that_changes_while_it_is_read_is_read_again(tmp_path: Path) -> None:
    """What was read may be a mixture: it is neither served nor reported."""
    writes = [contacts("2"), "contacts: ["]

    def make(contents: Files) -> Edition:
        if writes:
            save(watched.folder, writes.pop())
        return edition_of_files(contents)

    watched = Watched(tiny_folder(tmp_path), make)
    first = watched.revision
    save(watched.folder, contacts("1"))
    for _ in range(3):
        assert watched.loop.step(NOW) is None
    assert (watched.revision, watched.holder.last_reload) == (first, None)
    assert watched.loop.step(NOW) == ReloadAttempt(NOW)
    assert watched.revision != first


def test_same_content_does_not_swap(watched: Watched) -> None:
    """Saving without a change is an attempt that succeeds and leaves what serves alone."""
    serving = watched.holder.current
    save(watched.folder, (watched.folder / "contacts.yaml").read_text("utf-8"))
    assert watched.settle() == ReloadAttempt(NOW)
    assert watched.holder.current is serving


def test_link_of_a_mounted_configuration_may_be_exchanged(tmp_path: Path) -> None:
    """Files are links through `..data`, and only that link changes."""
    (tmp_path / "mount").mkdir()
    mount = tmp_path / "mount"
    tiny_folder(tmp_path).rename(mount / "..1")
    shutil.copytree(mount / "..1", mount / "..2")
    save(mount / "..2", contacts("2"))
    (mount / "..data").symlink_to("..1")
    for entry in (mount / "..1").iterdir():
        (mount / entry.name).symlink_to(f"..data/{entry.name}")
    watched = Watched(mount)
    first = watched.revision
    (mount / "..data_tmp").symlink_to("..2")
    (mount / "..data_tmp").replace(mount / "..data")
    assert watched.settle() == ReloadAttempt(NOW)
    assert watched.revision != first


def test_folder_may_vanish_and_come_back(watched: Watched) -> None:
    """The last good rules serve on, and its return is noticed."""
    serving = watched.holder.current
    away = watched.folder.rename(watched.folder.parent / "away")
    assert watched.settle() == ReloadAttempt(NOW, "RULES_UNAVAILABLE")
    away.rename(watched.folder)
    assert watched.settle() == ReloadAttempt(NOW)
    assert watched.holder.current is serving


@pytest.mark.parametrize(
    ("error", "reason"),
    [(EngineError("error 303"), "ENGINE_FAILED"), (ValueError("odd"), "INTERNAL_ERROR")],
)
def test_failure_of_the_product_keeps_the_last_good(
    tmp_path: Path, error: Exception, reason: str
) -> None:
    """An engine that cannot be built, or a bug, stops neither service nor watch."""

    def make(_: Files) -> Edition:
        raise error

    watched = Watched(tiny_folder(tmp_path), make)
    serving = watched.holder.current
    save(watched.folder, contacts("1"))
    assert watched.settle() == ReloadAttempt(NOW, reason)
    assert watched.holder.current is serving


def test_failing_scenario_keeps_the_last_good_where_tests_are_required(tmp_path: Path) -> None:
    """It is told what failed; mending the scenario is enough, and swaps no engine."""
    watched = Watched(tiny_folder(tmp_path), partial(edition_of_files, require_tests=True))
    serving = watched.holder.current
    good = tiny_text("input/amount_test.yaml")
    bad = good.replace("first_of: [", "first_of: [unknown] # ")
    save(watched.folder, bad, "input/amount_test.yaml")
    attempt = watched.settle()
    assert attempt is not None
    assert attempt.reason == "SCENARIOS_FAILED"
    assert attempt.diagnostics[-1].code == "RULE088"
    assert watched.holder.current is serving
    save(watched.folder, good + "\n", "input/amount_test.yaml")
    assert watched.settle() == ReloadAttempt(NOW)
    assert watched.holder.current.engine is serving.engine
    assert watched.holder.current.files == read_folder(watched.folder)


def test_replaced_engine_is_released_with_its_last_request(watched: Watched) -> None:
    """Whoever began with a snapshot keeps it; afterwards nothing does."""
    taken: Snapshot | None = watched.holder.current
    engine = weakref.ref(watched.holder.current.engine)
    save(watched.folder, contacts("1"))
    watched.settle()
    gc.collect()
    assert taken is not watched.holder.current
    assert engine() is not None
    taken = None
    gc.collect()
    assert engine() is None
