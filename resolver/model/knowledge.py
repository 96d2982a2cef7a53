"""What deriving facts needs beside the context: status codes, calendars, roles, invoice types.

All of it is read from `rules/`; nothing of it is written in Python.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from resolver.model.context import AmountKind, InvoiceLifecycle, InvoiceType, Role
from resolver.model.facts import FactType
from resolver.model.texts import Text


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of answer.

    `answered` tells that the provider's application spoke, not only the transport;
    `doubts_values` that it finds fault with what was entered.
    """

    id: str
    meaning: Text
    answered: bool = True
    doubts_values: bool = False


@dataclass(frozen=True, slots=True)
class StatusCode:
    """One code of one provider.

    `operation` empty serves every operation; dates bound its validity, inclusive.

    `certainty` is `certain`, `likely` or `possible`: how surely the code alone means the category.
    """

    code: str
    category: str
    meaning: Text
    operation: str = ""
    certainty: str = "certain"
    valid_from: date | None = None
    valid_until: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class MessagePattern:
    """An RE2 pattern over the normalised message.

    `weight` 1 is a hint, 2 a usual wording, 4 an unmistakable one.
    """

    id: str
    category: str
    pattern: str
    weight: int = 2


@dataclass(frozen=True, slots=True)
class StateMark:
    """A provider's raw mark of a record's state (`QH`, `8`, `invalidated`)."""

    mark: str
    state: InvoiceLifecycle


@dataclass(frozen=True, slots=True)
class QueryWindow:
    """How many days a provider looks back, from a date on."""

    days: int
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Provider:
    """Everything known of one provider.

    `aliases` are other spellings of its id, compared without case. `includes` are ids of providers
    whose codes, texts and marks hold here too, where it has none of its own. `date_form` is
    `YYYYMMDD` or `YYYY-MM-DD`, `amount_form` `two_decimals` or `whole_fen`; empty where it takes
    any.
    """

    id: str
    name: Text
    kind: str
    aliases: tuple[str, ...] = ()
    codes: tuple[StatusCode, ...] = ()
    patterns: tuple[MessagePattern, ...] = ()
    marks: tuple[StateMark, ...] = ()
    windows: tuple[QueryWindow, ...] = ()
    same_day: bool | None = None
    charges_failures: bool | None = None
    date_form: str = ""
    amount_form: str = ""
    type_numbers: Mapping[str, InvoiceType] = field(default_factory=dict)
    includes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StatusCatalogue:
    """Providers by id, the categories, and what reads providers nobody has catalogued.

    `terms` are named fragments of patterns, written `{name}` there. What matches `ignored` weighs
    nothing. `vague` categories say little, so that a specific one beats them; `doubtful` are the
    HTTP and gRPC statuses that alone make their reading only possible.
    """

    categories: Mapping[str, Category]
    providers: Mapping[str, Provider]
    patterns: tuple[MessagePattern, ...]
    marks: tuple[StateMark, ...]
    mark_patterns: tuple[tuple[str, InvoiceLifecycle], ...]
    http: Mapping[int, str]
    grpc: Mapping[str, str]
    transport: Mapping[str, str]
    terms: Mapping[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    vague: frozenset[str] = frozenset()
    doubtful: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class InvoiceTypeProfile:
    """What a lookup of one invoice type needs.

    `code` is `required`, `empty` or `optional`; `number_digits` the allowed lengths, empty for
    any; `check_code` is `none`, `last_six`, `five` or `optional`; `amount` the basis it is matched
    on, `None` where it is not asked for. `code_layouts` match whole codes that name this type;
    `code_also` whole codes that it may bear besides, though they name no type. `amount_also` are
    other bases that pass, each with the providers that document it, empty for every provider.
    """

    type: InvoiceType
    family: str
    code: str
    number_digits: tuple[int, ...]
    amount: AmountKind | None
    check_code: str
    seller_tax_id: bool = False
    held_nationally: bool = True
    code_layouts: tuple[re.Pattern[str], ...] = ()
    code_also: tuple[re.Pattern[str], ...] = ()
    amount_also: Mapping[AmountKind, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FindingText:
    """One thing an offline check can find.

    `{value}` and `{expected}` in the texts are filled in by the check.
    """

    code: str
    message: Text
    suggestion: Text


@dataclass(frozen=True, slots=True)
class RoleProfile:
    """What a role may do by rule."""

    role: Role
    may_look_up: bool
    may_grant: bool
    limited_scope: bool
    unattended: bool = False


@dataclass(frozen=True, slots=True)
class AnnouncedStop:
    """One announced stop.

    `provinces` empty means nationwide; `services` are provider kinds, empty means all.
    """

    starts: datetime
    ends: datetime
    title: Text
    provinces: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class HourSpan:
    """Hours of a Beijing day, `start` included, `end` not; where `end` is lower, over midnight."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hours:
    """When offices open and lookups crowd, by the Beijing clock.

    The numbers of days count back from the filing deadline or the month's end, that day included.
    """

    opening: int
    night: HourSpan
    rush: tuple[HourSpan, ...]
    filing_rush_days: int
    month_end_days: int
    after_stop_hours: int


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers that durations and counts are judged by.

    `windows` serves channels that state none of their own. From `deadline_share` of the caller's
    deadline on, a lookup has used it up.
    """

    windows: tuple[QueryWindow, ...]
    lookups_per_day: int
    recheck_hours: int
    slow_seconds: float
    deadline_share: float
    clock_tolerance_minutes: float
    longest_backoff_minutes: int


@dataclass(frozen=True, slots=True)
class Calendar:
    """Beijing's calendar: published filing deadlines by (year, month), stops, hours and limits.

    `workdays` and `holidays` correct the holiday library.
    """

    deadlines: Mapping[tuple[int, int], date]
    stops: tuple[AnnouncedStop, ...]
    hours: Hours
    limits: Limits
    workdays: frozenset[date] = frozenset()
    holidays: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class LineQuality:
    """A bound on the line between the caller and the internet."""

    loss_percent: float
    round_trip_milliseconds: float


@dataclass(frozen=True, slots=True)
class ClientProfile:
    """What tells official hosts, usable browsers and good lines.

    `official_domains` belong to tax authorities; a label of `provincial_labels` right before one
    names a province or plan city. `oldest_browsers` gives the oldest major version that works by
    browser (`ie`, `edge`, `chrome`, `firefox`, `safari`). A line is poor from either figure of
    `poor_line` on, good below both of `good_line`.
    """

    official_domains: tuple[str, ...]
    provincial_labels: frozenset[str]
    oldest_browsers: Mapping[str, int]
    poor_line: LineQuality
    good_line: LineQuality


@dataclass(frozen=True, slots=True)
class Attribute:
    """A fact that a site adds: `attributes.<name>`, read from the context's `attributes` map."""

    name: str
    type: FactType
    meaning: Text
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All of it together.

    `lookup_permissions` let their holder look invoices up; `*` in one stands for any text.
    """

    catalogue: StatusCatalogue
    invoice_types: Mapping[InvoiceType, InvoiceTypeProfile]
    findings: Mapping[str, FindingText]
    roles: Mapping[Role, RoleProfile]
    lookup_permissions: tuple[str, ...]
    calendar: Calendar
    client: ClientProfile
    attributes: tuple[Attribute, ...] = ()
