"""What a report on outcomes is made of, and how its words and numbers are written."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from resolver.cli.render.terms import PRIORS, strength, term
from resolver.inference.learning.calibrate import Calibration
from resolver.inference.learning.proposals import Estimate, Kind
from resolver.inference.plain_words import PlainWords
from resolver.model.rulebook import AGAINST, Rulebook
from resolver.model.texts import Text

_FOR_CAUSE = Text("原因：{title}", "cause: {title}")


@dataclass(frozen=True, slots=True)
class Told:
    """What the sections are made of; `cases` is how many cases of a rule are listed."""

    found: Calibration
    rulebook: Rulebook
    language: str
    cases: int


def meaning(estimate: Estimate, told: Told) -> Iterator[str]:
    """Yield what a rule or cause says, in words."""
    cause = told.rulebook.causes[estimate.subject.partition("/")[0]]
    yield _FOR_CAUSE.get(told.language).format(title=cause.title.get(told.language))
    words = PlainWords(told.rulebook.vocabulary, told.language)
    for rule in cause.evidence:
        if rule.id == estimate.subject:
            yield words.gapped(rule.because)


def word_of(kind: Kind, word: str, language: str) -> str:
    """Return a word of the scale as people read it, with its side if it speaks against."""
    if kind is Kind.PRIOR:
        return term(PRIORS, word).get(language)
    name = strength(word).get(language)
    if not word.endswith(AGAINST):
        return name
    return f"{name} {AGAINST}" if language == "en" else f"{name}（反对）"


def estimated(one: Estimate) -> str:
    """Return an estimate with bounds of 95 %: a likelihood ratio, or the share of a prior."""
    values = (one.value + step * one.deviation for step in (0.0, -1.96, 1.96))
    value, lower, upper = (_plain(one.kind, each) for each in values)
    return f"{value} [{lower}, {upper}]"


def _plain(kind: Kind, value: float) -> str:
    if kind is Kind.PRIOR:
        return f"{1 / (1 + math.exp(-value)):.1%}"
    return f"{math.exp(value):.2g}" if value < math.log(100) else f"{math.exp(value):.0f}"


def about(number: float) -> str:
    """Return a number of cases that was computed, rounded; a few are not none."""
    return f"{number:,.0f}" if number >= 1 else "<1"


def row_of(texts: Sequence[Text], language: str) -> tuple[str, ...]:
    """Return texts as the cells of one row."""
    return tuple(text.get(language) for text in texts)
