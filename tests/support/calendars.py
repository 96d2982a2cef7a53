"""What the product ships to derive facts with, and moments and stops to try it on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from resolver.inference.derive.calendar import BeijingCalendar
from resolver.model.beijing import BEIJING
from resolver.model.knowledge import AnnouncedStop, Knowledge
from resolver.model.texts import Text
from resolver.rulefile.files import Kind, kind_of, read_folder
from resolver.rulefile.loader import load_files

RULES = Path(__file__).parents[2] / "rules"


@cache
def shipped_knowledge() -> Knowledge:
    """Return the knowledge of the rules folder, read without its causes but `unknown`."""
    files = {
        path: content
        for path, content in read_folder(RULES).items()
        if kind_of(path) not in {Kind.CAUSE, Kind.SCENARIOS} or path == "unknown.yaml"
    }
    result = load_files(files)
    assert result.rulebook is not None, result.diagnostics
    return result.rulebook.knowledge


def beijing_calendar(*stops: AnnouncedStop, **changes: Any) -> BeijingCalendar:
    """Return the shipped calendar with these stops in place of its own, and other changes."""
    return BeijingCalendar(replace(shipped_knowledge().calendar, stops=stops, **changes))


def moment(text: str) -> datetime:
    """Return a moment in Beijing time, from `2026-03-05 10:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


def stop(starts: str, ends: str, provinces: str = "", services: str = "") -> AnnouncedStop:
    """Return an announced stop; provinces and services are names with blanks between."""
    return AnnouncedStop(
        starts=moment(starts),
        ends=moment(ends),
        title=Text("停机", "a stop"),
        provinces=tuple(provinces.split()),
        services=tuple(services.split()),
    )
