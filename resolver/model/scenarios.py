"""Scenarios: one context, and what the author of a rule expects of its answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from resolver.model.context import LookupContext
from resolver.model.diagnostics import Location
from resolver.model.rulebook import RemedyAction


@dataclass(frozen=True, slots=True)
class ProbabilityBounds:
    """Least and greatest probability that will do, both included; `None` leaves a side open."""

    least: float | None = None
    greatest: float | None = None


@dataclass(frozen=True, slots=True)
class MomentBounds:
    """Earliest and latest moment that will do, both included; `None` leaves a side open."""

    earliest: datetime | None = None
    latest: datetime | None = None


@dataclass(frozen=True, slots=True)
class ExpectedDisposition:
    """What the disposition must be; `None` leaves a part open."""

    action: RemedyAction | None = None
    retryable: bool | None = None
    retry_not_before: MomentBounds | None = None


@dataclass(frozen=True, slots=True)
class Expectation:
    """What an answer must be like. Whatever is empty or absent may be anything.

    `first` and `first_of` are cause ids, any of which may stand first. `remedies` and
    `no_remedies` are ids that the first cause must, or must not, offer; `all_remedies` are all
    that it must, in any order, while it offers no other. `findings` are codes that
    must be among the input findings. `rules` and `no_rules` are ids of rules that must, or must
    not, match; `all_rules` are, by cause, the ids of all its rules that must, while no other does.
    """

    first: str = ""
    first_of: tuple[str, ...] = ()
    in_first_three: tuple[str, ...] = ()
    not_in_first_three: tuple[str, ...] = ()
    probability: Mapping[str, ProbabilityBounds] = field(default_factory=dict)
    disposition: ExpectedDisposition | None = None
    remedies: tuple[str, ...] = ()
    no_remedies: tuple[str, ...] = ()
    all_remedies: tuple[str, ...] | None = None
    findings: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    no_rules: tuple[str, ...] = ()
    all_rules: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def causes(self) -> frozenset[str]:
        """Return the causes that this expectation wants to see in front."""
        first = (self.first,) if self.first else ()
        return frozenset((*first, *self.first_of, *self.in_first_three))


@dataclass(frozen=True, slots=True)
class Scenario:
    """One context judged at a moment. `cause` is the cause whose file it stands beside.

    A variant of a scenario is one of its own, named `<scenario> / <variant>`. `todo` tells why it
    may fail for now; it is empty where it may not.
    """

    name: str
    cause: str
    at: datetime
    context: LookupContext
    expect: Expectation
    location: Location
    todo: str = ""
