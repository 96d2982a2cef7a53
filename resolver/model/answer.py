"""What the service says: ranked causes with evidence and remedies, and the disposition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from resolver.model.facts import Facts, FactValue
from resolver.model.findings import FindingCode
from resolver.model.rulebook import Actor, CauseDefinition, EvidenceRule, RemedyAction, TimeNeeded


@dataclass(frozen=True, slots=True)
class Finding:
    """Something an offline check found in one field.

    `field_path` as in the request (`inputs.amount`).

    `code` is a key of the rulebook's findings; `values` fill the placeholders of its texts.
    """

    field_path: str
    code: FindingCode
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Derivation:
    """What is derived from one context. Subjects fill it in turn; nobody changes it afterwards.

    `instants` are aware datetimes in Beijing time, by a name of the vocabulary; one that does not
    apply is absent.
    """

    facts: dict[str, FactValue] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    instants: dict[str, datetime] = field(default_factory=dict)


class RankedCause(NamedTuple):
    """One cause with its probability. `evidence` holds the rules that counted, strongest first.

    `support` is the sum of their weights, `log_odds` that and ln(prior/(1-prior)).
    """

    cause: CauseDefinition
    log_odds: float
    probability: float
    evidence: tuple[EvidenceRule, ...] = ()
    support: float = 0.0


@dataclass(frozen=True, slots=True)
class RankedRemedy:
    """One remedy for this requester in one language, cautions and moments resolved."""

    remedy_id: str
    title: str
    steps: tuple[str, ...]
    actor: Actor
    action: RemedyAction
    not_before: datetime | None
    field_paths: tuple[str, ...]
    contacts: tuple[str, ...]
    caution: str
    time_needed: TimeNeeded | None = None


@dataclass(frozen=True, slots=True)
class Disposition:
    """The one thing an unattended caller should do now.

    `retry_not_before` is absent where no moment is known.
    """

    action: RemedyAction
    retryable: bool
    retry_not_before: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """One matched rule in one language, with the values of this context and the facts it read."""

    rule_id: str
    statement: str
    weight: float
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CauseView:
    """One returned cause in one language.

    Its probability is exp(log_odds - log_normalizer of the answer); its log_odds is ln(p/(1-p)) of
    `prior_probability` plus the weights of `evidence`.
    """

    rank: int
    cause_id: str
    family: str
    title: str
    explanation: str
    probability: float
    prior_probability: float
    log_odds: float
    evidence: tuple[EvidenceView, ...]
    remedies: tuple[RankedRemedy, ...]


@dataclass(frozen=True, slots=True)
class FindingView:
    """One input finding in one language."""

    field_path: str
    code: str
    message: str
    suggestion: str


@dataclass(frozen=True, slots=True)
class StatusView:
    """How the provider's answer was read."""

    category: str
    recognized: bool
    meaning: str


@dataclass(frozen=True, slots=True)
class EvidenceRequest:
    """A missing fact worth asking for, in one language. `expected_gain` is in bits."""

    field_path: str
    question: str
    expected_gain: float


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer; the same for the same context, rulebook and evaluation time.

    `log_normalizer` is ln of the sum of exp(log_odds) over all causes of the rulebook. `matches`
    are the ids of all active rules whose condition holds, in alphabetical order, whether they
    counted or not. `instants` are those of the `Derivation`.
    """

    lookup_id: str
    revision: str
    evaluated_at: datetime
    language: str
    status: StatusView
    causes: tuple[CauseView, ...]
    log_normalizer: float
    disposition: Disposition
    findings: tuple[FindingView, ...]
    ranking: tuple[RankedCause, ...]
    facts: Facts
    evidence_requests: tuple[EvidenceRequest, ...] = ()
    matches: tuple[str, ...] = ()
    instants: Mapping[str, datetime] = field(default_factory=dict)
