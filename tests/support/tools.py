"""Programs that `tools/install_tools.sh` installs; without them, tests are loudly skipped."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_PROGRAMS = ROOT / "build/tools/bin"


def tool(name: str, untested: str) -> Path:
    """Return where a program lies; where it is not, the test is skipped and says what for."""
    program = _PROGRAMS / name
    if not program.exists():
        pytest.skip(f"NOT TESTED: {untested}, for want of {name} (make tools)")
    return program
