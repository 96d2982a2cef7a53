"""The rules that the product ships, ready to answer, built once a test run."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from resolver.runtime.snapshot import Snapshot, build_snapshot

RULES = Path(__file__).parents[2] / "rules"


@cache
def shipped_snapshot() -> Snapshot:
    """Return a snapshot of the shipped rules. Nobody may close its engine."""
    return build_snapshot(RULES)
