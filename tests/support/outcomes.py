"""Reports of outcomes for tests."""

from __future__ import annotations

from datetime import UTC, datetime

from resolver.runtime.outcomes.outcome import Outcome

NOW = datetime(2026, 3, 5, 2, 0, 0, 123_456, UTC)
RESOLUTION = "0123456789abcdef0123456789abcdef"


def an_outcome(**fields: object) -> Outcome:
    """Return a report in which every field says something."""
    values: dict[str, object] = {
        "caller": "erp-east",
        "request_id": "report-0001",
        "resolution_id": RESOLUTION,
        "cause_id": "input.amount",
        "rulebook_revision": "sha256:1",
        "recorded_at": NOW,
        "remedy_id": "correct-amount",
        "failed_remedy_ids": ("wait", "ask"),
        "note": "填了含税金额",
        "reported_by": "u-17",
        "observed_at": datetime(2026, 3, 4, 1, tzinfo=UTC),
    }
    return Outcome(**{**values, **fields})
