"""Outcomes and status catalogues: the one in `rules/`, and small ones made in memory."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path

from resolver.inference.derive.status import StatusReader, StatusReading
from resolver.model.beijing import BEIJING
from resolver.model.context import LookupOutcome, TransportError
from resolver.model.knowledge import (
    Category,
    MessagePattern,
    Provider,
    StateMark,
    StatusCatalogue,
    StatusCode,
)
from resolver.model.texts import Text
from resolver.rulefile.loader import load_rulebook

AT = datetime(2026, 3, 5, 10, tzinfo=BEIJING)
"""A Thursday morning in Beijing."""

RULES = Path(__file__).parents[2] / "rules"
DATA = Path(__file__).parents[1] / "data"

CATEGORIES = (
    "success",
    "not_found",
    "mismatch",
    "invalid_request",
    "invalid_date",
    "maintenance",
    "rate_limited",
    "permission_denied",
    "system_error",
    "alleged_forgery",
)


@cache
def rules_catalogue() -> StatusCatalogue:
    """Return the status catalogue of this repository."""
    rulebook = load_rulebook(RULES).rulebook
    assert rulebook is not None
    return rulebook.knowledge.catalogue


@cache
def rules_reader() -> StatusReader:
    """Return a reader of this repository's catalogue."""
    return StatusReader(rules_catalogue())


def read(message: str | None = None, **outcome: object) -> StatusReading:
    """Return how this repository's catalogue reads an outcome on the morning of `AT`."""
    return rules_reader().read(LookupOutcome(message=message, **outcome), AT)  # type: ignore[arg-type]


def code(
    name: str,
    category: str,
    meaning: str = "说明",
    *,
    operation: str = "",
    certainty: str = "certain",
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> StatusCode:
    """Return a code row with the same meaning in both languages."""
    text = Text(meaning, meaning)
    return StatusCode(name, category, text, operation, certainty, valid_from, valid_until)


def provider(
    *codes: StatusCode,
    name: str = "sample",
    aliases: tuple[str, ...] = (),
    includes: tuple[str, ...] = (),
    marks: tuple[StateMark, ...] = (),
    patterns: tuple[MessagePattern, ...] = (),
    same_day: bool | None = None,
) -> Provider:
    """Return a provider with these codes."""
    return Provider(
        id=name,
        name=Text("样例", "sample"),
        kind="reseller",
        aliases=aliases,
        codes=codes,
        includes=includes,
        marks=marks,
        patterns=patterns,
        same_day=same_day,
    )


def pattern(category: str, text: str, weight: int = 4) -> MessagePattern:
    """Return a message pattern."""
    return MessagePattern(f"{category}/{text}", category, text, weight)


def catalogue(
    *providers: Provider,
    patterns: tuple[MessagePattern, ...] = (),
    marks: tuple[StateMark, ...] = (),
    http: Mapping[int, str] | None = None,
    doubtful: frozenset[str] = frozenset(),
    vague: frozenset[str] = frozenset({"success", "invalid_request", "system_error"}),
) -> StatusCatalogue:
    """Return a small catalogue; of the transport it knows what is given and a few gRPC names."""
    return StatusCatalogue(
        categories={name: Category(name, Text(name, name)) for name in CATEGORIES}
        | {"timeout": Category("timeout", Text("timeout", "timeout"), answered=False)},
        providers={entry.id: entry for entry in providers},
        patterns=patterns,
        marks=marks,
        mark_patterns=(),
        http=http or {},
        grpc={"DEADLINE_EXCEEDED": "timeout", "NOT_FOUND": "not_found"},
        transport={error.name: "timeout" for error in TransportError},
        vague=vague,
        doubtful=doubtful,
    )
