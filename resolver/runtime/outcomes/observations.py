"""Decisions and what became of them, joined to what can be learned from; and its lines of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Annotated, Protocol

from pydantic import BaseModel, ConfigDict, Field

from resolver.inference.learning.observation import Observation
from resolver.model.beijing import beijing_day
from resolver.runtime.json_lines import read_models
from resolver.runtime.outcomes.outcome import NOT_FOUND_OUT, Outcome


class Decided(Protocol):
    """What is needed of a decision."""

    @property
    def resolution_id(self) -> str:
        """The id of the answer, which outcomes name."""
        ...

    @property
    def matches(self) -> tuple[str, ...]:
        """The ids of the rules that matched."""
        ...

    @property
    def evaluated_at(self) -> datetime:
        """The moment that the answer was given for; it is aware."""
        ...

    @property
    def provider(self) -> str:
        """The provider that was asked, or empty."""
        ...


@dataclass(frozen=True, slots=True)
class Joined:
    """Observations, and how many reports were left out, and why.

    Attributes:
        corrected: Reports that a later one on the same answer corrects.
        not_found_out: Those of somebody who did not find the cause out.
        undecided: Those on an answer that no decision is of.
    """

    observations: tuple[Observation, ...]
    corrected: int
    not_found_out: int
    undecided: int


def join(decisions: Iterable[Decided], outcomes: Iterable[Outcome]) -> Joined:
    """Return what the latest report on each answer says of the decision it is about."""
    reports = list(outcomes)
    latest = latest_reports(reports)
    told = {name: one for name, one in latest.items() if one.cause_id != NOT_FOUND_OUT}
    found = {
        one.resolution_id: _observation(one, told[one.resolution_id])
        for one in decisions
        if one.resolution_id in told
    }
    return Joined(
        observations=tuple(found.values()),
        corrected=len(reports) - len(latest),
        not_found_out=len(latest) - len(told),
        undecided=len(told) - len(found),
    )


def latest_reports(outcomes: Iterable[Outcome]) -> dict[str, Outcome]:
    """Return the latest report on each answer, by the answer's id."""
    ordered = sorted(outcomes, key=lambda report: report.recorded_at)
    return {one.resolution_id: one for one in ordered}


def _observation(decision: Decided, outcome: Outcome) -> Observation:
    """Return what a report says of the decision that it is about."""
    return Observation(
        id=decision.resolution_id,
        matches=decision.matches,
        day=beijing_day(decision.evaluated_at),
        cause=outcome.cause_id,
        provider=decision.provider,
        caller=outcome.caller,
        reported_by=outcome.reported_by,
    )


_Name = Annotated[str, Field(max_length=128)]


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(min_length=1, max_length=64)]
    matches: tuple[Annotated[str, Field(max_length=256)], ...]
    day: date
    cause: Annotated[str, Field(min_length=1, max_length=128)]
    provider: _Name = ""
    caller: _Name = ""
    reported_by: _Name = ""


def observation_line(observation: Observation) -> str:
    """Return an observation as one line of JSON, without its end."""
    return json.dumps(asdict(observation), ensure_ascii=False, default=date.isoformat)


def read_observations(lines: Iterable[str]) -> Iterator[Observation]:
    """Return the observation of every line that is not empty.

    Raises:
        BadLineError: A line is no observation.
    """
    return (Observation(**dict(values)) for values in read_models(_Line, lines))
