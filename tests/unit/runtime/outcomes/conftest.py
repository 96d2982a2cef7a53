"""Stores on both databases."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from resolver.runtime.outcomes.store import OutcomeStore, open_store
from tests.support.postgresql import Cluster, find_binaries, running_cluster


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL of our own."""
    binaries = find_binaries()
    if binaries is None:
        pytest.skip(
            "NOT TESTED: outcomes on PostgreSQL, for want of its server "
            "(Debian: apt-get install postgresql)"
        )
    folder = Path(tempfile.mkdtemp(prefix="isr-pg-"))  # a socket's path must be short
    try:
        with running_cluster(folder, binaries) as cluster:
            yield cluster
    finally:
        shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/outcomes.sqlite3"
    cluster: Cluster = request.getfixturevalue("cluster")
    engine = create_engine(cluster.url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return cluster.url


@pytest.fixture
def store(url: str) -> Iterator[OutcomeStore]:
    """An empty store."""
    store = open_store(url)
    yield store
    store.close()
