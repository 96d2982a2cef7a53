"""From the shapes of calendar/*.yaml to the calendar."""

from __future__ import annotations

from resolver.model.knowledge import AnnouncedStop, Calendar, Hours, HourSpan, Limits
from resolver.rulefile.catalogue_builder import build_windows
from resolver.rulefile.schema.calendar import (
    DeadlinesShape,
    HolidaysShape,
    HourSpanShape,
    HoursShape,
    LimitsShape,
    StopsShape,
)


def build_calendar(
    deadlines: DeadlinesShape | None,
    stops: StopsShape | None,
    holidays: HolidaysShape | None,
    hours: HoursShape,
    limits: LimitsShape,
) -> Calendar:
    """Return the calendar; a file that is missing is as if it were empty."""
    return Calendar(
        deadlines={
            (day.year, day.month): day for day in (deadlines.deadlines if deadlines else ())
        },
        stops=tuple(
            AnnouncedStop(
                starts=stop.starts,
                ends=stop.ends,
                title=stop.title.text(),
                provinces=tuple(stop.provinces),
                services=tuple(stop.services),
                source=stop.source,
            )
            for stop in (stops.stops if stops else ())
        ),
        hours=_hours(hours),
        limits=_limits(limits),
        workdays=frozenset(holidays.workdays if holidays else ()),
        holidays=frozenset(holidays.holidays if holidays else ()),
    )


def _hours(shape: HoursShape) -> Hours:
    return Hours(
        opening=shape.opening,
        night=_span(shape.night),
        rush=tuple(map(_span, shape.rush)),
        filing_rush_days=shape.filing_rush_days,
        month_end_days=shape.month_end_days,
        after_stop_hours=shape.after_stop_hours,
    )


def _limits(shape: LimitsShape) -> Limits:
    return Limits(
        windows=build_windows(shape.windows),
        lookups_per_day=shape.lookups_per_day,
        recheck_hours=shape.recheck_hours,
        slow_seconds=shape.slow_seconds,
        deadline_share=shape.deadline_share,
        clock_tolerance_minutes=shape.clock_tolerance_minutes,
        longest_backoff_minutes=shape.longest_backoff_minutes,
    )


def _span(shape: HourSpanShape) -> HourSpan:
    return HourSpan(shape.from_, shape.until)
