"""`<family>/<cause>_test.yaml`: contexts, and the answers that their author expects."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from resolver.rulefile.contexts import read_context
from resolver.rulefile.schema.base import Shape, refuse
from resolver.rulefile.schema.values import (
    ActionWord,
    CauseRef,
    FindingRef,
    Line,
    Moment,
    RemedyRef,
    RuleRef,
)


def _context(value: object) -> object:
    reading = read_context(value)
    refuse(reading.problems, value)
    return reading.context


ContextField = Annotated[
    Any, BeforeValidator(_context), WithJsonSchema({"type": "object", "title": "context"})
]

Probability = Annotated[float, Field(ge=0, le=1)]


class ProbabilityShape(Shape):
    """Bounds of a probability, both included."""

    gte: Probability | None = None
    lte: Probability | None = None


class MomentsShape(Shape):
    """Bounds of a moment, both included."""

    gte: Moment | None = None
    lte: Moment | None = None


class ExpectedDispositionShape(Shape):
    """What is expected of the disposition; what is left out may be anything."""

    action: ActionWord | None = None
    retryable: bool | None = None
    retry_not_before: MomentsShape | None = None


class ExpectationShape(Shape):
    """What is expected of an answer; what is left out may be anything."""

    first: CauseRef | None = None
    first_of: list[CauseRef] = Field(default_factory=list)
    in_first_three: list[CauseRef] = Field(default_factory=list)
    not_in_first_three: list[CauseRef] = Field(default_factory=list)
    probability: dict[CauseRef, ProbabilityShape] = Field(default_factory=dict)
    disposition: ExpectedDispositionShape | None = None
    remedies: list[RemedyRef] = Field(default_factory=list)
    no_remedies: list[RemedyRef] = Field(default_factory=list)
    findings: list[FindingRef] = Field(default_factory=list)
    rules: list[RuleRef] = Field(default_factory=list)
    no_rules: list[RuleRef] = Field(default_factory=list)


class ScenarioShape(Shape):
    """One context and what is expected of its answer at a moment."""

    name: Line
    at: Moment
    context: ContextField
    expect: ExpectationShape


class ScenariosShape(Shape):
    """The scenarios of one cause."""

    scenarios: list[ScenarioShape]
