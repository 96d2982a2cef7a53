"""What of a rulebook is bound to dates or not in force, as seen on one day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from resolver.inference.derive.calendar import LAST_LIBRARY_DAY
from resolver.model.beijing import beijing_day
from resolver.model.diagnostics import Location
from resolver.model.rulebook import EvidenceRule, Rulebook, RuleStatus

NOTICE_DAYS = 90
"""What ends within so many days is due: time enough to find a source and to review a change."""


class Phase(StrEnum):
    """Where something stands in its life on the day in question, what wants a decision first."""

    EXPIRING = "expiring"
    COMING = "coming"
    DRAFT = "draft"
    DEPRECATED = "deprecated"
    EXPIRED = "expired"


class Subject(StrEnum):
    """What kind of thing it is."""

    RULE = "rule"
    CODE = "code"
    WINDOW = "window"
    STOP = "stop"
    DEADLINES = "deadlines"
    HOLIDAYS = "holidays"


@dataclass(frozen=True, slots=True)
class Lifetime:
    """One thing that has its time. Dates are Beijing calendar days, inclusive; `None` is open.

    `name` is a rule's id, a provider's code or query window in days, a stop's place in the list;
    `provider` is empty but for codes and windows.
    """

    phase: Phase
    subject: Subject
    name: str
    provider: str = ""
    starts: date | None = None
    ends: date | None = None
    location: Location | None = None


def lifetimes(rulebook: Rulebook, day: date) -> tuple[Lifetime, ...]:
    """Return what is past, about to end, not yet in force, or not meant to take part on a day.

    What is in force and stays so for `NOTICE_DAYS` is left out, and so are stops that are over.
    Ordered by phase, and within one by the day it ends, then starts.
    """
    found = [*_rules(rulebook, day), *_providers(rulebook, day), *_calendar(rulebook, day)]
    order = list(Phase)
    return tuple(
        sorted(
            found,
            key=lambda one: (
                order.index(one.phase),
                one.ends or date.max,
                one.starts or date.max,
                one.provider,
            ),
        )
    )


def phase_on(day: date, starts: date | None, ends: date | None) -> Phase | None:
    """Return the phase that dates alone make; `None` for what is in force and stays so."""
    if ends is not None and ends < day:
        return Phase.EXPIRED
    if starts is not None and day < starts:
        return Phase.COMING
    if ends is not None and ends <= day + timedelta(days=NOTICE_DAYS):
        return Phase.EXPIRING
    return None


def rule_phase(rule: EvidenceRule, day: date) -> Phase | None:
    """Return the phase of a rule; `None` for one that takes part in answers and will go on to."""
    if rule.status is RuleStatus.ACTIVE:
        return phase_on(day, rule.effective_from, rule.effective_until)
    return Phase(rule.status.value)


def _rules(rulebook: Rulebook, day: date) -> Iterator[Lifetime]:
    for rule in rulebook.rules():
        phase = rule_phase(rule, day)
        if phase:
            dates = (rule.effective_from, rule.effective_until)
            yield Lifetime(phase, Subject.RULE, rule.id, "", *dates, rule.location)


def _providers(rulebook: Rulebook, day: date) -> Iterator[Lifetime]:
    for provider in rulebook.knowledge.catalogue.providers.values():
        dated = [
            *((Subject.CODE, one.code, one.valid_from, one.valid_until) for one in provider.codes),
            *(
                (Subject.WINDOW, str(one.days), one.valid_from, one.valid_until)
                for one in provider.windows
            ),
        ]
        for subject, name, starts, ends in dated:
            phase = phase_on(day, starts, ends)
            if phase:
                yield Lifetime(phase, subject, name, provider.id, starts, ends)


def _calendar(rulebook: Rulebook, day: date) -> Iterator[Lifetime]:
    calendar = rulebook.knowledge.calendar
    for place, stop in enumerate(calendar.stops):
        dates = (beijing_day(stop.starts), beijing_day(stop.ends))
        phase = phase_on(day, *dates)
        if phase and phase is not Phase.EXPIRED:
            yield Lifetime(phase, Subject.STOP, str(place), "", *dates)
    holidays = max((LAST_LIBRARY_DAY, *calendar.holidays, *calendar.workdays))
    ends = [(Subject.HOLIDAYS, holidays)]
    if calendar.deadlines:
        ends.append((Subject.DEADLINES, max(calendar.deadlines.values())))
    for subject, last in ends:
        phase = phase_on(day, None, last)
        if phase:
            yield Lifetime(phase, subject, "", ends=last)
