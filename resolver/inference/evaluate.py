"""How good answers are: labelled cases scored one by one, summed up, and calibrated.

Definitions of the figures, all in percent of the cases that ask for them but the last three:

- top1: the first cause is one of those accepted.
- top3: all causes demanded are among the first three; where none is demanded, one accepted is.
- harm: a forbidden cause is among the first three. Lower is better.
- retry: the disposition is retryable exactly if the label says so.
- not_before: a moment named for a retry is not earlier than the label allows.
- findings: every expected input finding is reported.
- false_finding: something is reported where nothing is expected. Lower is better.
- ece, brier: calibration of the first cause's probability, over ten bins of equal width.
- logloss: mean of -ln of the probability that all accepted causes have together.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from itertools import accumulate
from typing import Protocol, TypeAlias

from resolver.model.answer import Answer
from resolver.model.context import InvoiceType, LookupContext

CAUSES_JUDGED = 10
"""How many causes an answer that is to be judged should hold."""

BINS = 10

Resolve: TypeAlias = Callable[[LookupContext, datetime], Answer]

_LEAST_PROBABILITY = 1e-6

# A contradiction lies between fields; which of them is reported is a matter of taste.
_CONTRADICTIONS = (
    frozenset({"inputs.amount", "inputs.amount_kind"}),
    frozenset({"inputs.issue_date", "inputs.invoice_number"}),
    frozenset({"inputs.invoice_type", "inputs.invoice_code", "inputs.invoice_number"}),
)


@dataclass(frozen=True, slots=True)
class LabelledCase:
    """A failed lookup and what experts say of it.

    `retryable` and `not_before` are absent where they would not agree. `why` is their reason.
    """

    id: str
    difficulty: str
    context: LookupContext
    at: datetime
    accepted: frozenset[str]
    demanded: frozenset[str]
    forbidden: frozenset[str]
    findings: frozenset[str]
    retryable: bool | None = None
    not_before: datetime | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One answer beside its labels. What a case does not ask for is `None`."""

    case: LabelledCase
    first_three: tuple[str, ...]
    probability: float
    top1: bool
    top3: bool
    harm: bool | None
    retry: bool | None
    not_before: bool | None
    findings: bool | None
    false_finding: bool
    logloss: float

    @property
    def is_failure(self) -> bool:
        """Whether the ranking is wrong in any way."""
        return not (self.top1 and self.top3) or self.harm is True


class Forecast(Protocol):
    """An answer of which only the first cause counts: its probability, and whether it is right."""

    @property
    def probability(self) -> float:
        """The probability of the first cause."""
        ...

    @property
    def top1(self) -> bool:
        """Whether the first cause is right."""
        ...


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of some cases; `None` where no case asks for one."""

    top1: float | None
    top3: float | None
    harm: float | None
    retry: float | None
    not_before: float | None
    findings: float | None
    false_finding: float | None
    ece: float
    brier: float
    logloss: float
    n: int


PERCENTAGES = tuple(field.name for field in fields(Figures))[:7]
"""The figures that are percentages."""


@dataclass(frozen=True, slots=True)
class Bin:
    """The answers whose first cause has a probability within `lower` and `upper`."""

    lower: float
    upper: float
    n: int
    mean_probability: float
    share_right: float


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is wrong among the answers whose first cause is at least so probable.

    `coverage` is their share of all answers, `risk` the share of them whose first cause is wrong.
    """

    probability: float
    coverage: float
    risk: float


def judge(case: LabelledCase, answer: Answer) -> Judgement:
    """Compare an answer of `CAUSES_JUDGED` causes with the labels of its case."""
    ids = tuple(cause.cause_id for cause in answer.causes)
    first_three = ids[:3]
    top1 = ids[0] in case.accepted
    reported = {finding.field_path for finding in answer.findings}
    given_to_accepted = math.fsum(
        cause.probability for cause in answer.causes if cause.cause_id in case.accepted
    )
    return Judgement(
        case=case,
        first_three=first_three,
        probability=answer.causes[0].probability,
        top1=top1,
        top3=(
            case.demanded <= set(first_three)
            if case.demanded
            else not case.accepted.isdisjoint(first_three)
        ),
        harm=not case.forbidden.isdisjoint(first_three) if case.forbidden else None,
        retry=(None if case.retryable is None else answer.disposition.retryable == case.retryable),
        not_before=_late_enough(case.not_before, answer.disposition.retry_not_before),
        findings=(
            all(_is_reported(path, reported) for path in case.findings) if case.findings else None
        ),
        false_finding=not case.findings and not reported <= _tolerated(case),
        logloss=-math.log(min(1.0, max(_LEAST_PROBABILITY, given_to_accepted))),
    )


def summarize(judgements: Sequence[Judgement]) -> Figures:
    """Return the figures of one case or more."""
    count = len(judgements)
    percentages = {name: _percentage(judgements, name) for name in PERCENTAGES}
    return Figures(
        **percentages,
        ece=calibration_error(judgements),
        brier=math.fsum((one.probability - one.top1) ** 2 for one in judgements) / count,
        logloss=math.fsum(one.logloss for one in judgements) / count,
        n=count,
    )


def by_difficulty(judgements: Iterable[Judgement]) -> dict[str, list[Judgement]]:
    """Return the judgements by the difficulty of their cases, in the order of its name."""
    groups: dict[str, list[Judgement]] = defaultdict(list)
    for one in judgements:
        groups[one.case.difficulty].append(one)
    return dict(sorted(groups.items()))


def calibration_error(forecasts: Sequence[Forecast]) -> float:
    """Return by how much probabilities differ from what happened, on average; of one or more."""
    bins = reliability(forecasts)
    differences = (one.n * abs(one.mean_probability - one.share_right) for one in bins)
    return math.fsum(differences) / len(forecasts)


def reliability(forecasts: Iterable[Forecast]) -> list[Bin]:
    """Return the bins that hold any answer, by rising probability."""
    groups: dict[int, list[Forecast]] = defaultdict(list)
    for one in forecasts:
        groups[min(BINS - 1, int(one.probability * BINS))].append(one)
    return [
        Bin(
            lower=place / BINS,
            upper=(place + 1) / BINS,
            n=len(group),
            mean_probability=math.fsum(one.probability for one in group) / len(group),
            share_right=sum(one.top1 for one in group) / len(group),
        )
        for place, group in sorted(groups.items())
    ]


def risk_coverage(judgements: Iterable[Judgement]) -> list[Coverage]:
    """Return what remains wrong as less and less sure answers are let through, surest first.

    Answers that are equally sure are let through together.
    """
    ordered = sorted(judgements, key=lambda one: -one.probability)
    wrong = list(accumulate(not one.top1 for one in ordered))
    return [
        Coverage(one.probability, (place + 1) / len(ordered), wrong[place] / (place + 1))
        for place, one in enumerate(ordered)
        if place + 1 == len(ordered) or ordered[place + 1].probability != one.probability
    ]


def _percentage(judgements: Iterable[Judgement], name: str) -> float | None:
    values = [value for one in judgements if (value := getattr(one, name)) is not None]
    return 100 * sum(values) / len(values) if values else None


def _late_enough(earliest: datetime | None, named: datetime | None) -> bool | None:
    if earliest is None:
        return None
    return named is None or named >= earliest


def _is_reported(path: str, reported: set[str]) -> bool:
    return path in reported or any(
        path in fields_ and fields_ & reported for fields_ in _CONTRADICTIONS
    )


def _tolerated(case: LabelledCase) -> set[str]:
    """Return the fields whose finding is right, or harmless, although the labels do not ask."""
    inputs = case.context.inputs
    paths = set()
    if "timing.outside_query_window" in case.accepted:
        paths.add("inputs.issue_date")
    if (inputs.invoice_number or "").endswith("00000"):
        paths.add("inputs.invoice_number")
    if inputs.invoice_type is InvoiceType.LOCAL_GENERIC:
        paths.add("inputs.invoice_code")
    if inputs.amount is not None and "." not in inputs.amount:
        paths.add("inputs.amount")
    return paths
