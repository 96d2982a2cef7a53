"""A log written by a server is counted in one pass, beside what was reported of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from resolver.runtime.reporting.gather import Span, gather
from resolver.runtime.reporting.tally import Said
from tests.support.cli import EARLY_LOOKUP
from tests.support.decisions import a_log, a_request, id_of
from tests.support.outcomes import NOW, an_outcome

RULE = "timing.data_sync_delay/issued-today"
STRANGE: dict[str, object] = {
    "lookup_id": "S-1",
    "outcome": {"provider": "acme", "code": "X-1", "message": "量子泡沫 4008 号溢出"},
}
NOTHING: dict[str, object] = {"lookup_id": "C-1"}


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Two early lookups, one answer that nobody understands, twice, and one of nothing."""
    lookups = (EARLY_LOOKUP, STRANGE, NOTHING, STRANGE | {"lookup_id": "S-2"})
    return a_log(tmp_path, [a_request(one) for one in lookups])


def test_answers_are_counted(log: Path) -> None:
    """By cause, rule, remedy and provider."""
    tally = gather(log, Span()).tally
    assert tally.decisions == 4
    assert {cause: one.count for cause, one in tally.causes.items()} == {
        "timing.data_sync_delay": 1,
        "unknown": 3,
    }
    assert tally.matched[RULE] == tally.counted[RULE] == tally.offered["wait"] == 1
    assert (tally.total.silent, tally.total.unread, tally.total.unresolved) == (1, 2, 3)
    assert [(one.key, one.count) for one in tally.providers.ranked()] == [
        ("acme", 2),
        ("platform", 1),
        ("", 1),
    ]
    assert sum(tally.sureness) == 4


def test_what_was_not_recognised_is_kept_masked_with_the_latest_example(log: Path) -> None:
    """What said nothing at all wants no rule."""
    (gap,) = gather(log, Span()).tally.gaps.ranked()
    assert gap.key == Said("acme", "X-1", gap.key.message)
    assert gap.key.message.startswith("量子泡沫")
    assert "4008" not in gap.key.message
    assert (gap.count, gap.value.unread, gap.value.unresolved) == (2, 2, 2)
    assert gap.value.example == id_of(log, "S-2")


def test_only_the_time_asked_for_counts(log: Path) -> None:
    """From a moment on, until before another."""
    later = datetime.now(UTC) + timedelta(days=1)
    assert gather(log, Span(since=later)).tally.decisions == 0
    assert gather(log, Span(until=later)).tally.decisions == 4


def test_reports_find_their_decisions(log: Path) -> None:
    """The latest on an answer counts; one on no answer is told of."""
    about = {"resolution_id": id_of(log, "A-1"), "remedy_id": "", "failed_remedy_ids": ("wait",)}
    right = an_outcome(**about, cause_id="timing.data_sync_delay")
    wrong = an_outcome(**about, recorded_at=NOW - timedelta(hours=1))
    open_one = an_outcome(
        resolution_id=id_of(log, "C-1"), cause_id="unknown", remedy_id="ask", failed_remedy_ids=()
    )
    elsewhere = an_outcome(resolution_id="another")
    gathered = gather(log, Span(), [right, wrong, open_one, elsewhere])
    judged = gathered.judged
    assert judged is not None
    (case,) = judged.cases
    assert (case.first, case.top1, case.top3) == ("timing.data_sync_delay", True, True)
    assert (case.cause, case.provider) == ("timing.data_sync_delay", "platform")
    assert (judged.failed, judged.worked) == ({"wait": 1}, {"ask": 1})
    assert (judged.not_found_out, gathered.undecided) == (1, 1)


def test_without_outcomes_nothing_is_judged(log: Path) -> None:
    """Which is not the same as outcomes that are on nothing."""
    assert gather(log, Span()).judged is None
    assert gather(log, Span(), []).judged is not None
