"""calendar/*.yaml: deadlines, announced stops, corrections of holidays, hours and limits."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from resolver.rulefile.schema.base import Shape
from resolver.rulefile.schema.catalogue import WindowShape
from resolver.rulefile.schema.texts import TextShape
from resolver.rulefile.schema.values import Day, Line, Moment, fact_values

Hour = Annotated[int, Field(ge=0, le=24)]
Count = Annotated[int, Field(ge=0, le=10_000)]


class DeadlinesShape(Shape):
    """The last days of filing periods, as published."""

    source: Line
    deadlines: list[Day]


class StopShape(Shape):
    """One announced stop: nationwide without `provinces`, of everything without `services`."""

    title: TextShape
    starts: Moment
    ends: Moment
    provinces: list[Annotated[Line, fact_values("place.invoice_province")]] = Field(
        default_factory=list
    )
    services: list[Annotated[Line, fact_values("status.provider_kind")]] = Field(
        default_factory=list
    )
    source: Line


class StopsShape(Shape):
    """calendar/stops.yaml."""

    stops: list[StopShape]


class HolidaysShape(Shape):
    """Days that the holiday library does not know, or has wrong."""

    workdays: list[Day]
    holidays: list[Day]


class HourSpanShape(Shape):
    """Hours of a Beijing day, `from` included, `until` not."""

    from_: Hour = Field(alias="from")
    until: Hour


class HoursShape(Shape):
    """When offices open and lookups crowd."""

    opening: Hour
    night: HourSpanShape
    rush: list[HourSpanShape]
    filing_rush_days: Count
    month_end_days: Count
    after_stop_hours: Count


class LimitsShape(Shape):
    """The numbers that durations and counts are judged by."""

    windows: Annotated[list[WindowShape], Field(min_length=1)]
    lookups_per_day: Annotated[int, Field(ge=1)]
    recheck_hours: Count
    slow_seconds: Annotated[float, Field(gt=0)]
    deadline_share: Annotated[float, Field(gt=0, le=1)]
    clock_tolerance_minutes: Annotated[float, Field(ge=0)]
    longest_backoff_minutes: Annotated[int, Field(ge=1, le=10_000)]
