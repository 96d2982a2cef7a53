"""Servers with a decision log: what settings of the environment they are started with."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def decision_log(kind: str, folder: Path) -> Iterator[None]:
    """Let servers that are started within the block keep decisions of a kind below a folder."""
    key = folder / "key"
    key.write_text("0123456789abcdef0123456789abcdef", "utf-8")
    settings = {
        "RESOLVER_DECISION_LOG": kind,
        "RESOLVER_DECISION_LOG_KEY": str(key),
        "RESOLVER_DECISION_LOG_FOLDER": str(folder / kind),
    }
    before = {name: os.environ.get(name) for name in settings}
    os.environ |= settings
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
