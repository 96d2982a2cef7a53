"""A report of what became of one failed lookup."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

NOT_FOUND_OUT = "unknown"
"""The cause of a report by somebody who did not find out."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one caller reports of one answer; moments are aware.

    `caller` is who the credential says calls, empty where nobody needs one; `request_id` is that
    caller's name for the report. `remedy_id` is the remedy that worked, or empty;
    `failed_remedy_ids` those tried in vain. `note` is masked. `reported_by` is a pseudonym.
    `rulebook_revision` is that which served when the report came, not that which answered.
    """

    caller: str
    request_id: str
    resolution_id: str
    cause_id: str
    rulebook_revision: str
    recorded_at: datetime
    remedy_id: str = ""
    failed_remedy_ids: tuple[str, ...] = ()
    note: str = ""
    reported_by: str = ""
    observed_at: datetime | None = None

    def says_the_same_as(self, other: Outcome) -> bool:
        """Whether another report with this name is this one, sent again."""
        return self._said() == other._said()

    def _said(self) -> tuple[object, ...]:
        return (
            self.resolution_id,
            self.cause_id,
            self.remedy_id,
            self.failed_remedy_ids,
            self.note,
            self.reported_by,
            self.observed_at,
        )


@dataclass(frozen=True, slots=True)
class Recorded:
    """When a report was first taken down, and whether that was before this call."""

    recorded_at: datetime
    already: bool
