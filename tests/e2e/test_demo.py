"""The demo, as `make demo` runs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_demo_answers_every_lookup_in_both_languages() -> None:
    """A real server starts, answers over gRPC and stops."""
    done = subprocess.run(
        [sys.executable, "-m", "demo.demo"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=110,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    contexts = len(list((ROOT / "demo" / "contexts").glob("*.json")))
    assert f"{2 * contexts} of {2 * contexts} lookups answered over gRPC" in done.stdout
    assert "怎么办" in done.stdout
    assert "What to do" in done.stdout
