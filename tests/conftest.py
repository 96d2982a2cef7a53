"""How all tests run."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings

from resolver.runtime.log_pace import LogPace
from resolver.service import failures

# How long an example takes says more of the machine than of the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


# Where Python may not write bytecode beside its sources, every process that a test starts would
# compile the product anew: half of what short commands take.
if sys.dont_write_bytecode:
    sys.dont_write_bytecode = False
    sys.pycache_prefix = str(Path(__file__).parents[1] / "build/pycache")
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


@pytest.fixture(autouse=True)
def _unhurried_log(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each test log as if none had logged before it."""
    monkeypatch.setattr(failures, "PACE", LogPace(burst=20, per_second=5.0))
