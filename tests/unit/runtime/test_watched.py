"""Tests of files that are read anew when they change."""

from __future__ import annotations

import logging
from pathlib import Path
from threading import Event

import pytest

from resolver.errors import SettingsError
from resolver.runtime.watched import Watch, Watched


@pytest.fixture
def number(tmp_path: Path) -> Path:
    """A file that holds a number."""
    file = tmp_path / "number"
    file.write_text("1", "utf-8")
    return file


def watched_number(file: Path) -> Watched[int]:
    """Watch a file whose value is a number."""

    def read() -> int:
        try:
            return int(file.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise SettingsError(["no number"]) from error

    return Watched([file], read)


def test_change_counts_once_it_looks_the_same_twice(number: Path) -> None:
    """A file that is half written is let be."""
    watched = watched_number(number)
    assert not watched.step()
    number.write_text("22", "utf-8")
    assert not watched.step()
    assert watched.value == 1
    assert watched.step()
    assert watched.value == 22


def test_broken_file_changes_nothing_and_is_told_once(
    number: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The last good value counts on, until there is another one."""
    watched = watched_number(number)
    number.write_text("two", "utf-8")
    with caplog.at_level(logging.INFO, logger="resolver"):
        assert not any(watched.step() for _ in range(5))
        number.unlink()
        assert not any(watched.step() for _ in range(5))
    assert watched.value == 1
    assert [r.getMessage() for r in caplog.records] == ["files.reload.failed"] * 2
    assert caplog.records[0].values == {"files": [str(number)], "problems": ["no number"]}
    number.write_text("3", "utf-8")
    watched.step()
    assert watched.step()
    assert watched.value == 3


def test_unusable_file_is_refused_at_the_start(number: Path) -> None:
    """There is no last good value yet."""
    number.write_text("one", "utf-8")
    with pytest.raises(SettingsError):
        watched_number(number)


class Failing:
    """Fails at its first step and tells of the second."""

    def __init__(self) -> None:
        self.steps = 0
        self.stepped_again = Event()

    def step(self) -> bool:
        """Count."""
        self.steps += 1
        if self.steps == 1:
            raise ValueError("secret")
        self.stepped_again.set()
        return True


def test_watch_goes_on_whatever_happens(caplog: pytest.LogCaptureFixture) -> None:
    """A failure is told by its class alone."""
    failing = Failing()
    watch = Watch([failing], 0.001)
    with caplog.at_level(logging.INFO, logger="resolver"):
        watch.start()
        assert failing.stepped_again.wait(10)
        watch.stop()
    assert caplog.records[0].values["problems"] == ["ValueError"]
