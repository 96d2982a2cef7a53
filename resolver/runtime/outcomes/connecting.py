"""Engines of SQLAlchemy, set up so that nothing waits for long and nothing half done is kept."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url

READS = {"reads": True}
"""Execution options of a connection that only reads: it holds up nobody who writes."""

_WAIT_SECONDS = 3
_STATEMENT_MILLISECONDS = 5000


def connected(url: str) -> Engine:
    """Return the engine of a URL `sqlite:///…` or `postgresql://…`; nothing is connected yet."""
    parsed = make_url(url)
    return _sqlite(parsed) if parsed.get_backend_name() == "sqlite" else _postgresql(parsed)


def _postgresql(url: URL) -> Engine:
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        hide_parameters=True,
        pool_size=2,
        max_overflow=0,
        pool_timeout=_WAIT_SECONDS,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": _WAIT_SECONDS,
            "options": f"-c statement_timeout={_STATEMENT_MILLISECONDS}",
        },
    )


def _sqlite(url: URL) -> Engine:
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": _WAIT_SECONDS})
    if url.database:
        file = Path(url.database)
        event.listen(engine, "do_connect", lambda *_: _make_private(file))
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _make_private(file: Path) -> None:
    """Let only the owner read the file, if there is none yet; what it tells is nobody else's."""
    if file.parent.is_dir() and not file.exists():
        file.touch(mode=0o600)


def _prepare_sqlite(connection: sqlite3.Connection, _: Any) -> None:  # noqa: ANN401 - the library's
    """Leave transactions to `_begin_sqlite`, write ahead, and bring each of them to disk."""
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")


def _begin_sqlite(connection: Connection) -> None:
    """Take the lock of writers at once: taken later it may fail, however long one waits."""
    reads = connection.get_execution_options().get("reads")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
