"""Outcomes that a command reads: from an exported file, or from a database."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url

from resolver.cli.exits import CommandError, ExitCode
from resolver.errors import OutcomeStoreError
from resolver.model.texts import Text, cannot_read
from resolver.runtime.json_lines import BadLineError
from resolver.runtime.outcomes.lines import read_lines
from resolver.runtime.outcomes.outcome import Outcome
from resolver.runtime.outcomes.store import OutcomeStore, open_store
from resolver.runtime.settings import read_settings

_NONE_KEPT = Text(
    "RESOLVER_OUTCOMES=none：没有结果库", "RESOLVER_OUTCOMES=none: there is no database"
)
_DATABASES = ("sqlite:///", "postgresql://")


def outcomes_of(place: str) -> list[Outcome]:
    """Return the outcomes of a database, by its URL, or of a file that `outcomes export` wrote.

    Raises:
        CommandError: They cannot be read.
    """
    if not place.startswith(_DATABASES):
        return exported(Path(place))
    file = make_url(place).database
    if place.startswith("sqlite") and not (file and Path(file).exists()):  # it would be made
        raise CommandError(Text(f"{place}：没有这个结果库", f"{place}: no such database"))
    with opened(place) as store:
        return list(store.outcomes())


def exported(file: Path) -> list[Outcome]:
    """Return the outcomes of a file that `outcomes export` wrote.

    Raises:
        CommandError: It cannot be read, or a line is no outcome.
    """
    try:
        with file.open(encoding="utf-8") as lines:
            return list(read_lines(lines))
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(cannot_read(file, error)) from error
    except BadLineError as error:
        told = f"{file}: {error}"
        raise CommandError(Text(told, told)) from error


@contextmanager
def opened_store() -> Iterator[OutcomeStore]:
    """Yield the database of RESOLVER_OUTCOMES, its tables up to date.

    Raises:
        CommandError: There is none, or it cannot be used now.
        SettingsError: The environment has settings that cannot be used.
    """
    url = read_settings(os.environ).outcomes
    if not url:
        raise CommandError(_NONE_KEPT)
    with opened(url) as store:
        yield store


@contextmanager
def opened(url: str) -> Iterator[OutcomeStore]:
    """Yield the database of a URL, its tables up to date.

    Raises:
        CommandError: It cannot be used now, with what the database itself says.
    """
    try:
        store = open_store(url)
        try:
            yield store
        finally:
            store.close()
    except OutcomeStoreError as error:
        raise _unusable(error) from error


def _unusable(error: OutcomeStoreError) -> CommandError:
    """Say what the database itself says; whoever runs this has its password anyway."""
    cause = getattr(error.__cause__, "orig", None) or error.__cause__
    told = " ".join(str(cause).split())
    return CommandError(
        Text(f"结果库不可用（{error}）：{told}", f"the database cannot be used ({error}): {told}"),
        ExitCode.UNREACHABLE,
    )
