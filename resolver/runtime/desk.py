"""Where rule files are handed in to be checked: one at a time, aside, and within limits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import TypeVar

from resolver.errors import CheckBusyError
from resolver.rulefile.files import Files
from resolver.runtime.aside import run_aside
from resolver.runtime.candidate import (
    Questions,
    RehearsedCandidate,
    Terms,
    Verdict,
    check_candidate,
    rehearse_candidate,
)

MEMORY_BYTES = 1024 * 1024 * 1024
"""What one check may have of the address space. The shipped rules need a third of it."""

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a caller waits, and whether it still does."""

    seconds: float
    still: Callable[[], bool] = lambda: True


class CheckDesk:
    """Checks and rehearses rule files, so that neither takes anything from the answers.

    Each method raises `CheckBusyError` while another check is under way, `WorkTimeoutError`,
    `WorkTooLargeError` or, if the product fails, `WorkBrokenError`.
    """

    def __init__(self, seconds: float = 60.0, *, require_tests: bool = False) -> None:
        self._seconds = seconds
        self._require_tests = require_tests
        self._under_way = Lock()

    def check(self, files: Files, day: date, patience: Patience) -> Verdict:
        """Check rule files as this server would before it serves them."""
        return self._done(patience, check_candidate, files, self._terms(day))

    def rehearse(
        self, files: Files, questions: Questions, day: date, patience: Patience
    ) -> RehearsedCandidate:
        """Check rule files, run their scenarios and answer lookups by them and by active ones."""
        return self._done(patience, rehearse_candidate, files, questions, self._terms(day))

    def _terms(self, day: date) -> Terms:
        return Terms(self._require_tests, day)

    def _done(
        self, patience: Patience, work: Callable[..., _Result], *arguments: object
    ) -> _Result:
        if not self._under_way.acquire(blocking=False):
            raise CheckBusyError
        try:
            return run_aside(
                work,
                *arguments,
                seconds=min(self._seconds, patience.seconds),
                memory_bytes=MEMORY_BYTES,
                wanted=patience.still,
            )
        finally:
            self._under_way.release()
