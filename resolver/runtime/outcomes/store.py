"""Outcomes in a database that SQLAlchemy speaks to: SQLite, or PostgreSQL for several replicas."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, Engine, Select, and_, delete, insert, or_, select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from resolver.errors import OutcomeConflictError, OutcomeStoreError
from resolver.runtime.outcomes.connecting import READS, connected
from resolver.runtime.outcomes.migrating import migrate
from resolver.runtime.outcomes.outcome import Outcome, Recorded
from resolver.runtime.outcomes.tables import OUTCOMES, outcome_of, values_of

_AT_ONCE = 1000
"""How many rows are fetched at once, so that memory does not grow with what is stored."""


class OutcomeStore:
    """Keeps outcomes. Safe to share between threads, and between processes of one database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def record(self, outcome: Outcome) -> Recorded:
        """Take an outcome down, once however often it is sent.

        Raises:
            OutcomeConflictError: Another one has the same caller and request id.
            OutcomeStoreError: The database cannot be used now.
        """
        with _told():
            try:
                with self._engine.begin() as connection:
                    connection.execute(insert(OUTCOMES).values(values_of(outcome)))
            except IntegrityError:
                return self._before(outcome)
        return Recorded(outcome.recorded_at, already=False)

    def outcomes(
        self, since: datetime | None = None, until: datetime | None = None
    ) -> Iterator[Outcome]:
        """Yield what was recorded from one moment until before another, the earliest first.

        Raises:
            OutcomeStoreError: The database cannot be used now.
        """
        query = select(OUTCOMES).order_by(
            OUTCOMES.c.recorded_at, OUTCOMES.c.caller, OUTCOMES.c.request_id
        )
        if since:
            query = query.where(OUTCOMES.c.recorded_at >= since)
        if until:
            query = query.where(OUTCOMES.c.recorded_at < until)
        with _told(), self._reading() as connection:
            streamed = connection.execution_options(yield_per=_AT_ONCE)
            yield from map(outcome_of, streamed.execute(query))

    def erase(
        self, *, before: datetime | None = None, reported_by: str = "", resolution_id: str = ""
    ) -> int:
        """Erase what was recorded before a moment, by a person, or about an answer.

        Returns how many outcomes are gone. Without any condition nothing is erased.

        Raises:
            OutcomeStoreError: The database cannot be used now.
        """
        conditions = []
        if before:
            conditions.append(OUTCOMES.c.recorded_at < before)
        if reported_by:
            conditions.append(OUTCOMES.c.reported_by == reported_by)
        if resolution_id:
            conditions.append(OUTCOMES.c.resolution_id == resolution_id)
        if not conditions:
            return 0
        with _told(), self._engine.begin() as connection:
            return connection.execute(delete(OUTCOMES).where(or_(*conditions))).rowcount

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def _before(self, outcome: Outcome) -> Recorded:
        with self._reading() as connection:
            known = outcome_of(connection.execute(_same_name(outcome)).one())
        if not known.says_the_same_as(outcome):
            raise OutcomeConflictError
        return Recorded(known.recorded_at, already=True)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._engine.execution_options(**READS).begin() as connection:
            yield connection


def open_store(url: str) -> OutcomeStore:
    """Open the database of a URL and bring its tables up to date.

    Raises:
        OutcomeStoreError: It cannot be used now.
    """
    with _told():
        engine = connected(url)
        migrate(engine)
    return OutcomeStore(engine)


def _same_name(outcome: Outcome) -> Select[tuple[object, ...]]:
    name = and_(OUTCOMES.c.caller == outcome.caller, OUTCOMES.c.request_id == outcome.request_id)
    return select(OUTCOMES).where(name)


@contextmanager
def _told() -> Iterator[None]:
    """Turn what the library raises into an error that quotes no value and no password."""
    try:
        yield
    except SQLAlchemyError as error:
        cause = getattr(error, "orig", None) or error
        code = getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None) or ""
        raise OutcomeStoreError(f"{type(cause).__name__} {code}".strip()) from error
