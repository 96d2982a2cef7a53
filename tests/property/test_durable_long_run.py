"""The C engine neither leaks nor crashes, however long it is used."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("kind", "times", "most_kilobytes"), [("matches", 100_000, 1_000), ("rounds", 300, 4_000)]
)
def test_memory_stays_flat(kind: str, times: int, most_kilobytes: int) -> None:
    """One engine that leaked a fact per match, or a rule set per round, would be far above."""
    command = [sys.executable, "-m", "tests.support.long_run", kind, str(times)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr  # negative after a crash in C
    assert int(ended.stdout) <= most_kilobytes
