"""Causes, their evidence rules and remedies: what a rules folder says, checked and resolved."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from resolver.model.conditions import Condition
from resolver.model.diagnostics import Location
from resolver.model.facts import Vocabulary
from resolver.model.knowledge import Knowledge
from resolver.model.texts import Text

AGAINST = "against"
"""The word behind a strength that speaks against a cause."""

_NOWHERE = Location("")  # of what was made in memory


class RuleStatus(StrEnum):
    """Where a rule is in its life; only an active one takes part in answers."""

    DRAFT = "draft"
    ACTIVE = "active"
    DEPRECATED = "deprecated"


class Actor(StrEnum):
    """Who carries a remedy out."""

    REQUESTER = "REQUESTER"
    ORGANIZATION_ADMIN = "ORGANIZATION_ADMIN"
    SELLER = "SELLER"
    PROVIDER = "PROVIDER"
    TAX_AUTHORITY = "TAX_AUTHORITY"
    IT_SUPPORT = "IT_SUPPORT"
    INTEGRATOR = "INTEGRATOR"
    NOBODY = "NOBODY"


class RemedyAction(StrEnum):
    """What a remedy or a disposition does, in one word for a program."""

    CORRECT_INPUT = "CORRECT_INPUT"
    RETRY_LATER = "RETRY_LATER"
    WAIT = "WAIT"
    REQUEST_ACCESS = "REQUEST_ACCESS"
    RENEW_CREDENTIALS = "RENEW_CREDENTIALS"
    SWITCH_CHANNEL = "SWITCH_CHANNEL"
    UPDATE_CLIENT = "UPDATE_CLIENT"
    CHECK_NETWORK = "CHECK_NETWORK"
    CONTACT = "CONTACT"
    OBTAIN_REPLACEMENT = "OBTAIN_REPLACEMENT"
    STOP = "STOP"
    ESCALATE = "ESCALATE"


class TimeNeeded(StrEnum):
    """How long a remedy usually takes, from asking to having it."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    WEEKS = "weeks"


@dataclass(frozen=True, slots=True)
class Scale:
    """The numbers behind the words: likelihood ratios of strengths, probabilities of priors.

    `contender_share`: a cause at least this share as probable as the first still has a say in the
    disposition. A cause with evidence for it is listed from `least_probability` on, or where the
    evidence makes it `telling_ratio` times likelier; one without from
    `least_probability_unsupported` on.
    """

    strengths: Mapping[str, float]
    priors: Mapping[str, float]
    contender_share: float
    least_probability: float = 0.01
    least_probability_unsupported: float = 0.1
    telling_ratio: float = 15.0

    def weight(self, strength: str) -> float:
        """Return the natural log of the likelihood ratio of `strong` or `strong against`.

        Raises:
            KeyError: The scale has no such strength.
        """
        name, *against = strength.split()
        weight = math.log(self.strengths[name])
        return -weight if against else weight


@dataclass(frozen=True, slots=True)
class EvidenceRule:
    """One piece of evidence for or against one cause.

    `weight` is the natural log of the likelihood ratio, negative against. Of the matched rules of
    one `group` of a cause only the one with the largest absolute weight counts. Effective dates
    are Beijing calendar days, inclusive.
    """

    id: str
    version: int
    status: RuleStatus
    group: str
    when: Condition
    strength: str
    weight: float
    because: Text
    references: tuple[str, ...]
    location: Location
    effective_from: date | None = None
    effective_until: date | None = None

    @property
    def is_active(self) -> bool:
        """Whether the rule takes part in answers while its dates allow it."""
        return self.status is RuleStatus.ACTIVE

    def in_force(self, day: date) -> bool:
        """Return whether the rule is active on a Beijing calendar day."""
        return (
            self.is_active
            and (self.effective_from is None or self.effective_from <= day)
            and (self.effective_until is None or day <= self.effective_until)
        )


@dataclass(frozen=True, slots=True)
class Caution:
    """A warning attached to a remedy where its condition holds."""

    text: Text
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to call or where to go; `source` tells where that was published."""

    id: str
    text: Text
    source: str


@dataclass(frozen=True, slots=True)
class Remedy:
    """What can be done. It is offered where `when` holds and `unless` does not.

    `steps` are in order; `fields` are request paths to correct; `not_before` names an instant of
    the vocabulary. Where it stands makes no difference to what it is.
    """

    id: str
    title: Text
    steps: tuple[Text, ...]
    actor: Actor
    action: RemedyAction
    not_before: str = ""
    fields: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    cautions: tuple[Caution, ...] = ()
    when: Condition | None = None
    unless: Condition | None = None
    time_needed: TimeNeeded | None = None
    location: Location = field(default=_NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class RemedyUse:
    """A cause's use of a remedy, with conditions of its own."""

    remedy: str
    when: Condition | None = None
    unless: Condition | None = None
    location: Location = field(default=_NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class DispositionRule:
    """What an unattended caller should do if this cause is the one.

    The first whose `when` holds is taken.
    """

    action: RemedyAction
    retryable: bool
    reason: Text
    not_before: str = ""
    when: Condition | None = None
    location: Location = field(default=_NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class CauseDefinition:
    """One cause: everything about it, in reading order.

    `prior_probability` lies within 0 and 1.
    """

    id: str
    family: str
    title: Text
    explanation: Text
    owner: str
    prior: str
    prior_probability: float
    evidence: tuple[EvidenceRule, ...]
    remedies: tuple[RemedyUse, ...]
    dispositions: tuple[DispositionRule, ...]
    location: Location


@dataclass(frozen=True, slots=True)
class Rulebook:
    """A rules folder, read and found right.

    `revision` is a digest of the content of all its files.

    `causes` keep the order of their ids; that order breaks ties. `definition_titles` name in words
    those definitions that have a title.
    """

    revision: str
    causes: Mapping[str, CauseDefinition]
    remedies: Mapping[str, Remedy]
    contacts: Mapping[str, Contact]
    definitions: Mapping[str, Condition]
    scale: Scale
    knowledge: Knowledge
    vocabulary: Vocabulary
    definition_locations: Mapping[str, Location] = field(default_factory=dict, compare=False)
    definition_titles: Mapping[str, Text] = field(default_factory=dict)

    def definition_location(self, name: str) -> Location:
        """Return where a definition is written."""
        return self.definition_locations.get(name, _NOWHERE)

    def rules(self) -> tuple[EvidenceRule, ...]:
        """Return every evidence rule, ordered by cause and then as written."""
        return tuple(rule for cause in self.causes.values() for rule in cause.evidence)

    def active_conditions(self) -> list[tuple[str, Condition]]:
        """Return the ids and conditions of the active rules, which is what an engine takes."""
        return [(rule.id, rule.when) for rule in self.rules() if rule.is_active]

    def conditions(self) -> Iterator[Condition]:
        """Yield every condition that is asked of facts; definitions are within those."""
        yield from (rule.when for rule in self.rules())
        for cause in self.causes.values():
            for use in cause.remedies:
                yield from _given(use.when, use.unless)
            yield from _given(*(rule.when for rule in cause.dispositions))
        for remedy in self.remedies.values():
            yield from _given(remedy.when, remedy.unless)
            yield from _given(*(caution.when for caution in remedy.cautions))


def _given(*conditions: Condition | None) -> Iterator[Condition]:
    return (condition for condition in conditions if condition is not None)
