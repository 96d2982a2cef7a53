"""Decisions beside what was reported of them: which causes were right, which remedies worked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from resolver.runtime.decisions.reading import Recorded
from resolver.runtime.outcomes.observations import latest_reports
from resolver.runtime.outcomes.outcome import NOT_FOUND_OUT, Outcome

_NAMED = 3


@dataclass(frozen=True, slots=True)
class Case:
    """An answer and what the cause turned out to be; `first_three` were named, best first.

    `provider` is empty where nobody said who was asked. `probability` is that of the first cause.
    """

    cause: str
    provider: str
    first_three: tuple[str, ...]
    probability: float

    @property
    def first(self) -> str:
        """The first cause."""
        return self.first_three[0]

    @property
    def top1(self) -> bool:
        """Whether the first cause was right."""
        return self.first == self.cause

    @property
    def top3(self) -> bool:
        """Whether one of the first three was."""
        return self.cause in self.first_three


@dataclass(slots=True)
class Judged:
    """Reports that found their decisions. Memory grows with reports.

    Attributes:
        cases: Answers whose cause was found out, in the order of the log.
        not_found_out: Reports by somebody who did not find the cause out.
        worked: How often a remedy worked; `failed`, how often one was tried in vain.
    """

    cases: list[Case] = field(default_factory=list)
    not_found_out: int = 0
    worked: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)


class Judge:
    """Looks for the decision of each report; the latest report on an answer counts, once."""

    def __init__(self, outcomes: Iterable[Outcome]) -> None:
        self._waiting = latest_reports(outcomes)
        self.judged = Judged()

    @property
    def undecided(self) -> int:
        """How many reports have not found their decision."""
        return len(self._waiting)

    def take(self, recorded: Recorded) -> None:
        """Note a decision if there is a report on it."""
        outcome = self._waiting.pop(recorded["id"], None)
        if outcome is None:
            return
        self.judged.failed.update(set(outcome.failed_remedy_ids))
        if outcome.remedy_id:
            self.judged.worked[outcome.remedy_id] += 1
        if outcome.cause_id == NOT_FOUND_OUT:
            self.judged.not_found_out += 1
        else:
            self.judged.cases.append(_case(recorded, outcome))


def _case(recorded: Recorded, outcome: Outcome) -> Case:
    causes = recorded["causes"]
    return Case(
        cause=outcome.cause_id,
        provider=str(recorded["context"].get("outcome.provider", "")),
        first_three=tuple(cause["cause"] for cause in causes[:_NAMED]),
        probability=causes[0]["probability"],
    )
