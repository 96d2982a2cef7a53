"""Decisions and outcomes are joined, and observations are read from lines of JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from resolver.runtime.json_lines import BadLineError
from resolver.runtime.outcomes.observations import join, observation_line, read_observations
from tests.support.outcomes import NOW, an_outcome


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision, and no more of it than is asked for."""

    resolution_id: str
    matches: tuple[str, ...] = ("input.amount/differs",)
    evaluated_at: datetime = datetime(2026, 3, 4, 17, 0, tzinfo=UTC)
    provider: str = "platform"


def test_the_latest_report_on_an_answer_counts() -> None:
    """Whatever order they come in; earlier ones are counted as corrected."""
    later = an_outcome(request_id="b", recorded_at=NOW + timedelta(hours=1))
    earlier = an_outcome(request_id="a", cause_id="timing.data_sync_delay")
    joined = join([Decision(later.resolution_id)], [later, earlier])
    (one,) = joined.observations
    assert (one.cause, one.matches, one.provider) == (
        "input.amount",
        ("input.amount/differs",),
        "platform",
    )
    assert one.reporter == ("erp-east", "u-17")
    assert joined.corrected == 1


def test_the_day_is_that_of_beijing() -> None:
    """At 17:00 UTC it is the next one."""
    (one,) = join([Decision(an_outcome().resolution_id)], [an_outcome()]).observations
    assert one.day == date(2026, 3, 5)


def test_what_was_not_found_out_is_counted_and_left_out() -> None:
    """Nothing can be learned of it; a correction to `unknown` takes the earlier report back."""
    corrected = an_outcome(
        request_id="b", cause_id="unknown", recorded_at=NOW + timedelta(hours=1)
    )
    joined = join([Decision(corrected.resolution_id)], [an_outcome(), corrected])
    assert joined.observations == ()
    assert (joined.not_found_out, joined.corrected) == (1, 1)


def test_a_report_without_a_decision_is_counted() -> None:
    """The log may be shorter than the database of outcomes."""
    joined = join([Decision("another")], [an_outcome()])
    assert joined.observations == ()
    assert joined.undecided == 1


def test_a_line_is_read_as_it_was_written() -> None:
    """Every field of it."""
    observations = join([Decision(an_outcome().resolution_id)], [an_outcome()]).observations
    lines = [observation_line(one) for one in observations]
    assert tuple(read_observations(["", *lines])) == observations


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{}", "line 1: id Field required"),
        ('{"id": "a", "matches": "x", "day": "2026-03-05", "cause": "c"}', "matches"),
        ('{"id": "a", "matches": [], "day": "soon", "cause": "c"}', "day"),
        ("[", "Invalid JSON"),
    ],
)
def test_a_line_that_is_no_observation_is_refused(line: str, told: str) -> None:
    """With its number, the field and the reason."""
    with pytest.raises(BadLineError, match=told):
        list(read_observations([line]))
