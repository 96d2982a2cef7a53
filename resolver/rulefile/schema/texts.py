"""Texts in both languages."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, ValidationInfo, model_validator

from resolver.model.texts import Text
from resolver.rulefile.placeholders import text_problems
from resolver.rulefile.schema.base import Shape, names_of, refuse
from resolver.rulefile.schema.values import Line


class TextShape(Shape):
    """A text as it is; braces in it mean nothing."""

    zh: Line = Field(alias="zh-CN")
    en: Line

    def text(self) -> Text:
        """Return the text."""
        return Text(self.zh, self.en)


class FactTextShape(TextShape):
    """A text with the values of facts in it: `{timing.invoice_age_hours}`."""

    @model_validator(mode="after")
    def _check_placeholders(self, info: ValidationInfo) -> Self:
        refuse(text_problems(self.text(), names_of(info).vocabulary.facts), self)
        return self


class FindingTextShape(TextShape):
    """A text with what a check found in it: `{value}`, `{expected}` and others of the check."""

    @model_validator(mode="after")
    def _check_placeholders(self) -> Self:
        refuse(text_problems(self.text(), None), self)
        return self


Steps = Annotated[list[Line], Field(min_length=1)]


class StepsShape(Shape):
    """What to do, step by step, in both languages; the values of facts may stand in them."""

    zh: Steps = Field(alias="zh-CN")
    en: Steps

    def texts(self) -> tuple[Text, ...]:
        """Return the steps in order."""
        return tuple(Text(zh, en) for zh, en in zip(self.zh, self.en, strict=False))

    @model_validator(mode="after")
    def _check_placeholders(self, info: ValidationInfo) -> Self:
        facts = names_of(info).vocabulary.facts
        refuse(
            [
                problem.moved(problem.path[0], place)
                if problem.path
                else problem.moved("en", place)
                for place, step in enumerate(self.texts())
                for problem in text_problems(step, facts)
            ],
            self,
        )
        return self
