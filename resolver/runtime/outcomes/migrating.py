"""Brings the tables of a database up to date, whatever version of the product made them."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text

_SCRIPTS = Path(__file__).parent / "migrations"
_LOCK = 7_031_120_541
"""Held on PostgreSQL meanwhile, so that replicas that start together do not do it twice."""


def migrate(engine: Engine) -> None:
    """Apply what migrations are missing, all of them or none."""
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
