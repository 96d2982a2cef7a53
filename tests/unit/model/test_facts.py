"""Facts as values."""

from __future__ import annotations

from resolver.model.facts import Facts, with_changes


def test_changes_add_replace_and_leave_out() -> None:
    """`None` leaves a fact out, also one that was not there; the facts given stay as they were."""
    facts: Facts = {"batch.given": True, "timing.attempts": 3, "client.channel": "erp"}
    changes = {"batch.given": None, "timing.attempts": 0, "batch.rows": 9, "batch.failed": None}
    changed = with_changes(facts, changes)
    assert changed == {"timing.attempts": 0, "client.channel": "erp", "batch.rows": 9}
    assert facts == {"batch.given": True, "timing.attempts": 3, "client.channel": "erp"}
