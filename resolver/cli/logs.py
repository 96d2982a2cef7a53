"""The decision log that a command reads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from resolver.cli.exits import CommandError, ExitCode
from resolver.cli.render.console import error_console
from resolver.cli.render.erasures import print_hidden
from resolver.errors import DecisionLogError
from resolver.model.texts import Text, cannot_read
from resolver.runtime.decisions.erasures import erased_count
from resolver.runtime.decisions.reading import Recorded, decision_lines
from resolver.runtime.decisions.segments import chains_of

LOG_FOLDER = Text("决策日志的目录", "the folder of the decision log")


def log_folder(path: Path) -> Path:
    """Return a folder that holds a decision log.

    Raises:
        CommandError: It does not.
    """
    if not path.is_dir() or not chains_of(path):
        raise CommandError(
            Text(f"{path}：这里没有决策日志", f"{path}: there is no decision log here")
        )
    return path


def found_decision(log: Path, resolution_id: str) -> Recorded:
    """Return the latest decision with an id.

    Raises:
        CommandError: There is none.
        DecisionLogError: A segment was altered.
    """
    name = f'"id":"{resolution_id}"'.encode()
    found = [line for line in decision_lines(log) if name in line.decision]
    if not found:
        raise CommandError(
            Text(
                f"{log}：没有编号为 {resolution_id} 的决策",
                f"{log}: there is no decision with the id {resolution_id}",
            )
        )
    return max((line.recorded() for line in found), key=lambda recorded: recorded["time"])


def tell_erased(log: Path, language: str) -> None:
    """Say beside the output how many decisions were erased, as it may seem to lack some.

    Raises:
        OSError: A file cannot be read.
    """
    print_hidden(erased_count(log), error_console(), language)


@contextmanager
def telling_damage(log: Path) -> Iterator[None]:
    """Turn what stops the reading of a log into words.

    Raises:
        CommandError: A segment was altered, or cannot be read.
    """
    try:
        yield
    except DecisionLogError as error:
        raise CommandError(
            Text(f"决策日志已损坏：{error}", f"the decision log is damaged: {error}"),
            ExitCode.FAILED,
        ) from error
    except OSError as error:
        raise CommandError(cannot_read(log, error)) from error
