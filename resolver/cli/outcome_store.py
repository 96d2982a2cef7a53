"""The database of outcomes that a command uses: that of RESOLVER_OUTCOMES."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from resolver.cli.exits import CommandError, ExitCode
from resolver.errors import OutcomeStoreError
from resolver.model.texts import Text
from resolver.runtime.outcomes.store import OutcomeStore, open_store
from resolver.runtime.settings import read_settings

_NONE_KEPT = Text(
    "RESOLVER_OUTCOMES=none：没有结果库", "RESOLVER_OUTCOMES=none: there is no database"
)


@contextmanager
def opened_store() -> Iterator[OutcomeStore]:
    """Open the database, and close it after the block.

    Raises:
        CommandError: There is none, or it cannot be used, within the block either.
        SettingsError: The environment has settings that cannot be used.
    """
    url = read_settings(os.environ).outcomes
    if not url:
        raise CommandError(_NONE_KEPT)
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
