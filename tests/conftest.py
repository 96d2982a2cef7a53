"""How all tests run."""

from __future__ import annotations

import pytest
from hypothesis import settings

from resolver.runtime.log_pace import LogPace
from resolver.service import failures

# How long an example takes says more of the machine than of the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def _unhurried_log(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each test log as if none had logged before it."""
    monkeypatch.setattr(failures, "PACE", LogPace(burst=20, per_second=5.0))
