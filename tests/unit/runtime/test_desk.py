"""Tests of the desk where rule files are handed in."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from resolver.errors import CheckBusyError, WorkTimeoutError
from resolver.runtime.desk import CheckDesk, Patience
from tests.support.rulefolders import tiny_files

DAY = date(2026, 3, 5)


def test_second_check_is_turned_away_while_one_is_under_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And taken when that is over, however it ended."""
    desk = CheckDesk()

    def ask_meanwhile(*_: object, **__: object) -> None:
        with pytest.raises(CheckBusyError):
            desk.check({}, DAY, Patience(1.0))
        raise WorkTimeoutError

    monkeypatch.setattr("resolver.runtime.desk.run_aside", ask_meanwhile)
    for _ in range(2):
        with pytest.raises(WorkTimeoutError):
            desk.check({}, DAY, Patience(1.0))


@pytest.mark.parametrize(("patience", "expected"), [(3.0, 3.0), (1e9, 20.0)])
def test_shorter_limit_counts(
    monkeypatch: pytest.MonkeyPatch, patience: float, expected: float
) -> None:
    """A caller without a deadline does not lift the server's limit."""
    limits: list[Any] = []
    monkeypatch.setattr(
        "resolver.runtime.desk.run_aside", lambda *_, seconds, **__: limits.append(seconds)
    )
    CheckDesk(20.0).check({}, DAY, Patience(patience))
    assert limits == [expected]


def test_check_is_carried_out_aside() -> None:
    """By the terms of the server."""
    verdict = CheckDesk(require_tests=True).check(tiny_files(), DAY, Patience(60.0))
    assert (verdict.reason, verdict.scenarios) == ("", 2)
