"""remedies.yaml and contacts.yaml."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from resolver.rulefile.codes import Code
from resolver.rulefile.contexts import REQUEST_FIELDS
from resolver.rulefile.schema.base import Shape
from resolver.rulefile.schema.texts import FactTextShape, StepsShape, TextShape
from resolver.rulefile.schema.values import (
    ActionWord,
    ActorWord,
    ConditionField,
    ContactId,
    ContactRef,
    InstantRef,
    Line,
    RemedyId,
    TimeWord,
    one_of,
)

RequestField = Annotated[Line, one_of(sorted(REQUEST_FIELDS), Code.UNKNOWN_FIELD)]
"""A field of the request, such as `inputs.amount`."""


class CautionShape(Shape):
    """A warning, shown where its condition holds."""

    when: ConditionField = None
    text: FactTextShape


def _cautions(value: object) -> object:
    return [{"text": value}] if isinstance(value, dict) else value


class RemedyShape(Shape):
    """Something that can be done, by whom, and when it is offered."""

    title: FactTextShape
    steps: StepsShape
    actor: ActorWord
    action: ActionWord
    takes: TimeWord | None = None
    not_before: InstantRef | None = None
    fields: list[RequestField] = Field(default_factory=list)
    contacts: list[ContactRef] = Field(default_factory=list)
    caution: Annotated[
        list[CautionShape],
        BeforeValidator(_cautions, json_schema_input_type=FactTextShape | list[CautionShape]),
    ] = Field(default_factory=list)
    when: ConditionField = None
    unless: ConditionField = None


class RemediesShape(Shape):
    """All remedies by id."""

    remedies: dict[RemedyId, RemedyShape]


class ContactShape(Shape):
    """Whom to call or where to go, and where that was published."""

    text: TextShape
    source: Line


class ContactsShape(Shape):
    """All contacts by id."""

    contacts: dict[ContactId, ContactShape]
