"""Announced stops: whom they concern and how long they are felt."""

from __future__ import annotations

from datetime import timedelta

import pytest

from resolver.model.context import (
    LookupContext,
    Requester,
)
from tests.support.calendars import beijing_calendar, moment, shipped_knowledge, stop
from tests.support.readings import inputs_reading, provider, status_reading, timed

CALENDAR = beijing_calendar()
NOW = moment("2025-10-16 10:00")


@pytest.mark.parametrize(
    ("province", "region", "kind", "announced"),
    [
        ("31", None, "national_platform", True),
        ("11", None, "national_platform", False),
        (None, "310104", "national_platform", True),
        ("11", "310104", "e_tax_bureau", True),
        ("31", "110108", "e_tax_bureau", False),
        ("31", None, "erp", False),
        (None, None, "national_platform", None),
        ("31", None, None, None),
    ],
)
def test_stop_concerns_its_province_and_services(
    province: str | None, region: str | None, kind: str | None, announced: bool | None
) -> None:
    """The invoice's province decides, of e-tax bureaus the requester's; unknown stays unknown."""
    calendar = beijing_calendar(
        stop("2025-10-16 08:00", "2025-10-16 12:00", "31", "national_platform e_tax_bureau")
    )
    facts = timed(
        calendar,
        NOW,
        context=LookupContext(requester=Requester(region=region)),
        reading=status_reading(provider=provider(kind) if kind else None),
        inputs=inputs_reading(province=province),
    ).facts
    assert facts.get("calendar.announced_stop") is announced


def test_after_stop_lasts_two_days_and_for_every_service() -> None:
    """What was issued offline during a stop arrives late everywhere."""
    calendar = beijing_calendar(stop("2025-10-14 08:00", "2025-10-14 12:00", "31", "e_tax_bureau"))
    inputs = inputs_reading(province="31")
    near = timed(calendar, NOW, inputs=inputs).facts
    later = timed(calendar, NOW + timedelta(hours=3), inputs=inputs).facts
    assert (near["calendar.after_stop"], later["calendar.after_stop"]) == (True, False)
    assert "calendar.after_stop" not in timed(calendar, NOW).facts


def test_shipped_stop_is_found_on_its_day() -> None:
    """An old lookup is judged by the stops of its day."""
    calendar = beijing_calendar(*shipped_knowledge().calendar.stops)
    at = moment("2022-11-26 12:00")
    facts = timed(
        calendar,
        at,
        reading=status_reading(provider=provider("direct_connection")),
        inputs=inputs_reading(province="31"),
    ).facts
    assert facts["calendar.announced_stop"] is True
    assert facts["calendar.hours_to_stop_end"] == 36
