"""Beijing's calendar: working days, filing deadlines and rush hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from chinese_calendar import holidays as library_holidays
from chinese_calendar import workdays as library_workdays

from resolver.inference.derive.stops import StopCalendar
from resolver.model.beijing import midnight_of
from resolver.model.facts import FactValue
from resolver.model.knowledge import Calendar, HourSpan

_DAY = timedelta(days=1)
_LIBRARY_YEARS = range(min(library_holidays).year, max(library_holidays).year + 1)
"""2004 to 2026 in release 1.11 of `chinesecalendar`."""

LAST_LIBRARY_DAY = date(_LIBRARY_YEARS[-1], 12, 31)
"""Later holidays are known only where a rulebook lists them."""

_BASE_DAY = 15
"""Monthly and quarterly taxes are declared within 15 days after the period."""


@dataclass(frozen=True, slots=True)
class HourReading:
    """What the calendar says of one hour.

    `opening` is the first opening of a working day after it, `after_deadline` the opening after
    this month's filing deadline (absent once that day is over), `calm` the end of the rush hours
    that it belongs to (absent outside them).
    """

    facts: dict[str, FactValue]
    opening: datetime
    after_deadline: datetime | None
    calm: datetime | None


class BeijingCalendar:
    """Answers for Beijing days and hours, from the holiday library and the rulebook's calendar.

    The library knows the State Council's notices of 2004 to 2026; the rulebook's corrections win
    over it. Outside those years Monday to Friday count as working days: holidays and make-up days
    are missed until the library is upgraded or the rulebook lists them.
    """

    def __init__(self, calendar: Calendar) -> None:
        self.hours = calendar.hours
        self.limits = calendar.limits
        self.stops = StopCalendar(calendar.stops, calendar.hours.after_stop_hours)
        self._published = calendar.deadlines
        self._holidays = (frozenset(library_holidays) | calendar.holidays) - calendar.workdays
        self._workdays = (frozenset(library_workdays) | calendar.workdays) - calendar.holidays
        self._read = lru_cache(maxsize=4096)(self._read_hour)

    def read(self, moment: datetime) -> HourReading:
        """Return what holds at the hour of a moment in Beijing time."""
        return self._read(moment.date(), moment.hour)

    def is_workday(self, day: date) -> bool:
        """Return whether a Beijing day is worked, holidays and make-up days considered."""
        return day in self._workdays or (day.weekday() < 5 and day not in self._holidays)

    def is_statutory_holiday(self, day: date) -> bool | None:
        """Return whether a day belongs to a statutory holiday; `None` where no notice is known."""
        if day in self._holidays:
            return True
        return False if day.year in _LIBRARY_YEARS else None

    def deadline(self, year: int, month: int) -> date:
        """Return the last day of a month's filing period, as published, else by the rule."""
        return self._published.get((year, month)) or self.deadline_by_rule(year, month)

    def deadline_by_rule(self, year: int, month: int) -> date:
        """Return the last day of a month's filing period by article 109 of the implementing rules.

        Three or more free days in a row within days 1 to 15, a statutory holiday among them,
        extend it by as many working days; otherwise it ends on the 15th or the next working day.
        That agrees with all 72 deadlines published for 2021 to 2026, February 2021 and 2024 among
        them, whose holiday reaches past the 15th.
        """
        day = date(year, month, _BASE_DAY)
        extension = self._holiday_days(year, month)
        if extension:
            return self._workday_after(day, extension)
        return day if self.is_workday(day) else self._workday_after(day)

    def _holiday_days(self, year: int, month: int) -> int:
        """Return how many days of holidays of three or more days lie within days 1 to 15."""
        total = run = 0
        statutory = False
        for number in range(1, _BASE_DAY + 2):
            day = date(year, month, number)
            if number <= _BASE_DAY and not self.is_workday(day):
                run += 1
                statutory = statutory or day in self._holidays
                continue
            total += run if run >= 3 and statutory else 0
            run, statutory = 0, False
        return total

    def _workday_after(self, day: date, count: int = 1) -> date:
        for _ in range(count):
            day += _DAY
            while not self.is_workday(day):
                day += _DAY
        return day

    def _opening_of(self, day: date) -> datetime:
        return midnight_of(day) + timedelta(hours=self.hours.opening)

    def _read_hour(self, day: date, hour: int) -> HourReading:
        before_opening = self.is_workday(day) and hour < self.hours.opening
        deadline = self.deadline(day.year, day.month)
        return HourReading(
            facts=self._facts(day, hour, deadline),
            opening=self._opening_of(day if before_opening else self._workday_after(day)),
            after_deadline=(
                self._opening_of(self._workday_after(deadline)) if day <= deadline else None
            ),
            calm=self._calm_from(day, hour),
        )

    def _facts(self, day: date, hour: int, deadline: date) -> dict[str, FactValue]:
        workday = self.is_workday(day)
        night = _within(hour, self.hours.night)
        facts: dict[str, FactValue] = {
            "calendar.workday": workday,
            "calendar.hour": hour,
            "calendar.night": night,
            "calendar.off_hours": night or not workday,
            "calendar.rush_hour": self._calm_from(day, hour) is not None,
            "calendar.filing_rush": 0 <= (deadline - day).days < self.hours.filing_rush_days,
            "calendar.month_end": (day + self.hours.month_end_days * _DAY).month != day.month,
        }
        if day <= deadline:
            facts["calendar.days_to_filing_deadline"] = (deadline - day).days
        holiday = self.is_statutory_holiday(day)
        if holiday is not None:
            facts["calendar.statutory_holiday"] = holiday
        return facts

    def _calm_from(self, day: date, hour: int) -> datetime | None:
        if not self.is_workday(day):
            return None
        for span in self.hours.rush:
            if _within(hour, span):
                end = midnight_of(day) + timedelta(hours=span.end)
                return end if span.end > hour else end + _DAY
        return None


def _within(hour: int, span: HourSpan) -> bool:
    if span.start < span.end:
        return span.start <= hour < span.end
    return hour >= span.start or hour < span.end
