"""Checking again after each change, without waiting for any."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from resolver.cli import watching
from resolver.cli.exits import ExitCode
from resolver.cli.watching import repeat_on_change
from resolver.errors import RulesUnavailableError
from tests.support.cli import Shell
from tests.support.rulefolders import tiny_folder

FOLDER = Path("rules")


def acts(looks: list[str], fails: tuple[int, ...] = ()) -> list[str]:
    """Return what is done while a folder looks like this, one look after the other."""
    waiting = iter(looks)
    done: list[str] = []

    def look(_: Path) -> tuple[tuple[str | int, ...], ...]:
        seen = next(waiting, None)
        if seen is None:
            raise KeyboardInterrupt
        return ((seen,),)

    def act() -> None:
        done.append("act")
        if len(done) in fails:
            raise RulesUnavailableError("gone")

    with pytest.raises(KeyboardInterrupt):
        repeat_on_change(
            FOLDER, act, lambda error: done.append(str(error)), pause=lambda: None, look=look
        )
    return done


@pytest.mark.parametrize(
    ("looks", "times"),
    [
        (["a", "a", "a"], 1),
        (["a", "b", "b", "b", "b"], 2),
        (["a", "b", "c", "d", "d", "d"], 2),
        (["a", "b", "b", "c", "c", "c", "c"], 3),
    ],
    ids=["no change", "one change", "half written", "changed while checked"],
)
def test_acts_once_for_each_settled_change(looks: list[str], times: int) -> None:
    """The first look at the folder comes before the first check."""
    assert acts(looks) == ["act"] * times


def test_folder_that_is_away_is_waited_for() -> None:
    """A checkout replaces it."""
    assert acts(["a", "-", "-", "-", "a", "a", "a"], fails=(2,)) == ["act", "act", "gone", "act"]


def changes(actions: list[Callable[[], object]]) -> Callable[[], None]:
    """Return a pause in which one thing happens each time, and Ctrl-C in the end."""
    waiting = iter(actions)

    def pause() -> None:
        action = next(waiting, None)
        if action is None:
            raise KeyboardInterrupt
        action()

    return pause


def test_check_is_repeated_until_interrupted(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each time with the time, so that nobody takes old remarks for new ones."""
    folder = tiny_folder(tmp_path)
    break_it = (folder / "contacts.yaml").unlink
    pause = changes([break_it, lambda: None, lambda: None])
    monkeypatch.setattr(watching.time, "sleep", lambda _: pause())

    ended = shell.run("check", folder, "--watch", "--language", "en")

    assert ended.code == ExitCode.INTERRUPTED
    assert ended.out.count(f"checking {folder.as_posix()} (Ctrl-C ends)") == 2
    assert "nothing to remark on" in ended.out
    assert "RULE044" in ended.out


def test_watching_goes_with_text_only(shell: Shell, tmp_path: Path) -> None:
    """A program would get one document after the other."""
    ended = shell.run("check", tiny_folder(tmp_path), "--watch", "--format", "json")
    assert ended.code == ExitCode.UNUSABLE
    assert "--watch" in ended.err
