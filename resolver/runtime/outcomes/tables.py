"""The table of outcomes, as SQLAlchemy sees it; `migrations` makes it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, Column, DateTime, Index, MetaData, Row, String, Table, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from resolver.runtime.outcomes.outcome import Outcome

METADATA = MetaData()


class Moment(TypeDecorator[datetime]):
    """An aware moment. SQLite knows no zones: there it is written as of UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Write a moment as of UTC."""
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Read a moment as of UTC."""
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


OUTCOMES = Table(
    "outcomes",
    METADATA,
    Column("caller", String(128), primary_key=True),
    Column("request_id", String(64), primary_key=True),
    Column("resolution_id", String(64), nullable=False),
    Column("cause_id", String(128), nullable=False),
    Column("remedy_id", String(128), nullable=False),
    Column("failed_remedy_ids", JSON, nullable=False),
    Column("note", Text, nullable=False),
    Column("reported_by", String(128), nullable=False),
    Column("observed_at", Moment, nullable=True),
    Column("recorded_at", Moment, nullable=False),
    Column("rulebook_revision", String(80), nullable=False),
    Index("outcomes_by_resolution", "resolution_id"),
    Index("outcomes_by_time", "recorded_at"),
)


def values_of(outcome: Outcome) -> dict[str, Any]:
    """Return the values of a row."""
    values = {name: getattr(outcome, name) for name in OUTCOMES.columns.keys()}  # noqa: SIM118
    values["failed_remedy_ids"] = list(outcome.failed_remedy_ids)
    return values


def outcome_of(row: Row[Any]) -> Outcome:
    """Return the outcome of a row."""
    values = dict(row._mapping)
    values["failed_remedy_ids"] = tuple(values["failed_remedy_ids"])
    return Outcome(**values)
