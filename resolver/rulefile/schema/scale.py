"""scale.yaml and definitions.yaml."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from resolver.rulefile.schema.base import Shape
from resolver.rulefile.schema.texts import TextShape
from resolver.rulefile.schema.values import DefinitionName, ScaleWord


class ScaleShape(Shape):
    """The numbers behind the words: likelihood ratios above 1, priors between 0 and 1."""

    strengths: dict[ScaleWord, Annotated[float, Field(gt=1, le=1e6)]]
    priors: dict[ScaleWord, Annotated[float, Field(gt=0, lt=1)]]
    contender_share: Annotated[float, Field(gt=0, le=1)]
    least_probability: Annotated[float, Field(ge=0, lt=1)] = 0.01
    telling_ratio: Annotated[float, Field(ge=1)] = 15.0
    least_probability_unsupported: Annotated[float, Field(ge=0, lt=1)] = 0.1


class DefinitionsShape(Shape):
    """Conditions by name. They are read by `read_definitions`, each after those it refers to.

    `titles` says in a few words what a definition is about, for people who read of it.
    """

    definitions: dict[DefinitionName, Any]
    titles: dict[DefinitionName, TextShape] = Field(default_factory=dict)
