"""Each folder of tests/data/rulefiles, laid over the tiny rules, gets its `diagnostics.txt`."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.rulefile.codes import Code
from resolver.rulefile.scenario_loader import review_files
from tests.support.rulefolders import shown, tiny_files

GOLDEN = Path(__file__).parents[2] / "data" / "rulefiles"
EXPECTED = "diagnostics.txt"
ELSEWHERE = {  # tested where a file cannot show it: test_loader.py, runtime/test_candidate.py
    Code.UNREADABLE_FILE,
    Code.FILE_TOO_LARGE,
    Code.MISSING_FILE,
    Code.NO_UNKNOWN_CAUSE,
    Code.MISSING_FINDING,
    Code.SCENARIO_FAILED,
    Code.NOTHING_TO_TEST,
}


def review(case: Path) -> list[str]:
    """Return the diagnostics of a golden case, as they stand in its file."""
    changes = {
        file.relative_to(case).as_posix(): file.read_bytes()
        for file in case.rglob("*")
        if file.is_file() and file.name != EXPECTED
    }
    return [shown(diagnostic) for diagnostic in review_files(tiny_files(changes)).diagnostics]


@pytest.mark.parametrize("case", sorted(GOLDEN.iterdir()), ids=lambda case: case.name)
def test_a_rule_file_gets_exactly_these_diagnostics(case: Path) -> None:
    """Code, place, line and both texts of every diagnostic are as recorded."""
    expected = (case / EXPECTED).read_text("utf-8")

    assert "\n\n".join(review(case)) + "\n" == expected


def test_every_code_has_a_golden_case() -> None:
    """No diagnostic goes unseen."""
    recorded = "\n".join((case / EXPECTED).read_text("utf-8") for case in GOLDEN.iterdir())

    missing = [code for code in Code if f" {code.value}\n" not in recorded]

    assert set(missing) == ELSEWHERE


def test_the_tiny_rules_have_no_diagnostics() -> None:
    """What the golden cases are laid over is right by itself."""
    assert review_files(tiny_files()).diagnostics == ()
