"""Announced stops: whether a lookup fell into one, and when none is on any more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from resolver.model.beijing import BEIJING
from resolver.model.conditions import Truth
from resolver.model.knowledge import AnnouncedStop

_BY_REQUESTER = frozenset({"e_tax_bureau", "local_platform"})
"""Kinds of provider that belong to the requester's province, not to the invoice's."""

_CHAIN = 10
"""How many stops in a row are followed to their end."""


@dataclass(frozen=True, slots=True)
class Standpoint:
    """Where a lookup stands: two-digit province codes and the kind of provider, where known."""

    invoice_province: str | None
    requester_province: str | None
    provider_kind: str | None

    @property
    def province(self) -> str | None:
        """The province whose stops concern this lookup.

        Verification goes to the node of the invoice's province; e-tax bureaus and local lookups
        are the requester's. Either serves where the other is unknown.
        """
        if self.provider_kind in _BY_REQUESTER:
            return self.requester_province or self.invoice_province
        return self.invoice_province or self.requester_province


class StopCalendar:
    """The announced stops, by the moment they cover. Moments are given in Beijing time."""

    def __init__(self, stops: Sequence[AnnouncedStop], after_hours: int) -> None:
        # One zone object for all: Python compares moments of one zone much faster.
        self._stops = tuple(
            replace(
                stop, starts=stop.starts.astimezone(BEIJING), ends=stop.ends.astimezone(BEIJING)
            )
            for stop in stops
        )
        self._after = timedelta(hours=after_hours)
        self._on = lru_cache(maxsize=1024)(self._felt_on)

    def covering(self, moment: datetime, standpoint: Standpoint) -> tuple[Truth, datetime | None]:
        """Return whether a stop covers the moment, and if so when the last such stop ends.

        Unknown where a stop is on and too little is known to say that it concerns this lookup.
        """
        truth: Truth = False
        end: datetime | None = None
        for stop in self._on(moment.date()):
            if not stop.starts <= moment < stop.ends:
                continue
            concerned = _both(_at_place(stop, standpoint), _at_service(stop, standpoint))
            if concerned:
                truth = True
                end = stop.ends if end is None else max(end, stop.ends)
            elif concerned is None and truth is False:
                truth = None
        return truth, end

    def lately_over(self, moment: datetime, standpoint: Standpoint) -> Truth:
        """Return whether a stop of the place ended within the hours in which it still has effects.

        Every service counts: what was issued offline during a stop reaches all of them late.
        """
        truth: Truth = False
        for stop in self._on(moment.date()):
            if stop.ends <= moment < stop.ends + self._after:
                concerned = _at_place(stop, standpoint)
                if concerned:
                    return True
                truth = None if concerned is None else truth
        return truth

    def clear_from(self, moment: datetime, standpoint: Standpoint) -> datetime:
        """Return the first moment from this one on that no stop known to concern it covers."""
        for _ in range(_CHAIN):
            end = self.covering(moment, standpoint)[1]
            if end is None:
                break
            moment = end
        return moment

    def _felt_on(self, day: date) -> tuple[AnnouncedStop, ...]:
        """Return the stops that are on, or still have effects, at some time of a Beijing day."""
        return tuple(
            stop
            for stop in self._stops
            if stop.starts.date() <= day <= (stop.ends + self._after).date()
        )


def _at_place(stop: AnnouncedStop, standpoint: Standpoint) -> Truth:
    if not stop.provinces:
        return True
    province = standpoint.province
    return None if province is None else province in stop.provinces


def _at_service(stop: AnnouncedStop, standpoint: Standpoint) -> Truth:
    if not stop.services:
        return True
    kind = standpoint.provider_kind
    return None if kind is None else kind in stop.services


def _both(left: Truth, right: Truth) -> Truth:
    if left is False or right is False:
        return False
    return None if left is None or right is None else True
