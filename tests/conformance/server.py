"""The server of the corpus: its rules, callers and limits are none of the product's own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from resolver.runtime.snapshot import build_snapshot
from tests.conformance.corpus import FOLDER
from tests.support.access import token_entry, write_callers
from tests.support.rulefolders import tiny_folder
from tests.support.servers import SETTINGS, Connection, running_server

TOKEN = "isr_conformance"  # noqa: S105 - of nobody but this server
MAX_MESSAGE_BYTES = 16_384
"""So little that the corpus can hold a request that is too large, and one of twice the size."""

_CALLERS = (
    token_entry(TOKEN, "resolve", "outcome", "rules.read", "rehearse", name="all"),
    token_entry("isr_conformance_resolve", "resolve", name="resolve"),
    token_entry("isr_conformance_rules", "rules.read", name="rules"),
    token_entry("isr_conformance_expired", "resolve", name="old", more=", last_day: 2025-12-31"),
)


@contextmanager
def corpus_server() -> Iterator[Connection]:
    """Serve the tiny rules, and what the folder `rules` lays over them, until the block ends."""
    with TemporaryDirectory() as name:
        place = Path(name)
        snapshot = build_snapshot(tiny_folder(place, _overlay()))
        settings = replace(
            SETTINGS,
            callers=write_callers(place, *_CALLERS),
            max_message_bytes=MAX_MESSAGE_BYTES,
            streams=4,
            outcomes=f"sqlite:///{place}/outcomes.sqlite3",
        )
        with running_server(snapshot, settings) as connection:
            yield connection
        snapshot.engine.close()


def _overlay() -> dict[str, bytes]:
    """Return what the tiny rules lack: a condition of every kind, remarks, and lengths of time."""
    folder = FOLDER / "rules"
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*.yaml")
    }
