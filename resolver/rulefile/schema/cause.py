"""`<family>/<cause>.yaml`: one cause and everything about it, in reading order."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from resolver.model.rulebook import RuleStatus
from resolver.rulefile.schema.base import Shape
from resolver.rulefile.schema.texts import FactTextShape
from resolver.rulefile.schema.values import (
    ActionWord,
    CauseId,
    ConditionField,
    Day,
    InstantRef,
    Line,
    PriorRef,
    RemedyRef,
    RuleName,
    StatusWord,
    Weight,
)


class PeriodShape(Shape):
    """The Beijing days from which and until which something holds, both included."""

    from_: Day | None = Field(None, alias="from")
    until: Day | None = None


class EvidenceShape(Shape):
    """One piece of evidence for or against the cause."""

    rule: RuleName
    version: Annotated[int, Field(ge=1)] = 1
    status: StatusWord = RuleStatus.ACTIVE
    effective: PeriodShape | None = None
    group: Line | None = None
    when: ConditionField
    weight: Weight
    because: FactTextShape
    references: list[Line] = Field(default_factory=list)


class RemedyUseShape(Shape):
    """A remedy that the cause offers, with conditions of its own."""

    use: RemedyRef
    when: ConditionField = None
    unless: ConditionField = None


def _use(value: object) -> object:
    return {"use": value} if isinstance(value, str) else value


class DispositionShape(Shape):
    """What an unattended caller should do if this cause is the one."""

    when: ConditionField = None
    action: ActionWord
    retryable: bool
    not_before: InstantRef | None = None
    reason: FactTextShape


class CauseShape(Shape):
    """One cause."""

    cause: CauseId
    title: FactTextShape
    explanation: FactTextShape
    owner: Line
    prior: PriorRef
    evidence: list[EvidenceShape]
    remedies: list[
        Annotated[
            RemedyUseShape,
            BeforeValidator(_use, json_schema_input_type=RemedyRef | RemedyUseShape),
        ]
    ]
    disposition: Annotated[list[DispositionShape], Field(min_length=1)]
