"""`<family>/<cause>_test.yaml`: contexts, and the answers that their author expects."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)

from resolver.rulefile.codes import Code
from resolver.rulefile.contexts import read_context
from resolver.rulefile.overlay import overlaid
from resolver.rulefile.problems import Problem, unknown
from resolver.rulefile.schema.base import Shape, names_of, refuse
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
    refuse(read_context(value).problems, value)
    return value


ContextField = Annotated[
    Any, BeforeValidator(_context), WithJsonSchema({"type": "object", "title": "context"})
]
"""The plain data of a context that can be read: variants are laid over it."""

Probability = Annotated[float, Field(ge=0, le=1)]


def _rules_of_causes(value: dict[str, list[str]], info: ValidationInfo) -> dict[str, list[str]]:
    known = names_of(info).rules
    refuse(
        [
            unknown((cause, place), Code.UNKNOWN_RULE, f"{cause}/{name}", known)
            for cause, names in value.items()
            for place, name in enumerate(names)
            if known is not None and f"{cause}/{name}" not in known
        ],
        value,
    )
    return value


RulesOfCauses = Annotated[dict[CauseRef, list[Line]], AfterValidator(_rules_of_causes)]
"""Names of rules, without their cause, by cause."""


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
    all_remedies: list[RemedyRef] | None = None
    findings: list[FindingRef] = Field(default_factory=list)
    rules: list[RuleRef] = Field(default_factory=list)
    no_rules: list[RuleRef] = Field(default_factory=list)
    all_rules: RulesOfCauses = Field(default_factory=dict)


class VariantShape(Shape):
    """What differs from a scenario; what is left out is as it is there.

    `change` is laid over the scenario's context (see `overlaid`). An `expect` stands in place of
    the scenario's, whole.
    """

    name: Line
    todo: Line | None = None
    at: Moment | None = None
    change: ContextField = None
    expect: ExpectationShape | None = None

    @model_validator(mode="after")
    def _differs(self) -> VariantShape:
        if not self.change and self.at is None:
            refuse([Problem(("change",), Code.MISSING_KEY, {"key": "change"})], self)
        return self


class ScenarioShape(Shape):
    """One context and what is expected of its answer at a moment.

    `todo` tells why it may fail for now; it says nothing of the variants.
    """

    name: Line
    todo: Line | None = None
    at: Moment
    context: ContextField
    expect: ExpectationShape
    variants: list[VariantShape] = Field(default_factory=list)

    @model_validator(mode="after")
    def _variants_can_be_read(self) -> ScenarioShape:
        """Refuse what only shows when both are together: one field in two spellings."""
        problems = [
            problem.under("variants", place, "change")
            for place, variant in enumerate(self.variants)
            for problem in read_context(overlaid(self.context, variant.change or {})).problems
        ]
        refuse(problems, self)
        return self


class ScenariosShape(Shape):
    """The scenarios of one cause."""

    scenarios: list[ScenarioShape]
