"""Labelled cases, answers to them, and judgements."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from resolver.inference.evaluate import Judgement, LabelledCase
from resolver.model.answer import Answer, Disposition, FindingView
from resolver.model.context import LookupContext
from resolver.model.rulebook import RemedyAction
from tests.support.answers import CAUSE, NOON, an_answer


def a_case(**changes: object) -> LabelledCase:
    """Return a case that accepts `input.amount` and asks for nothing else."""
    values: dict[str, object] = {
        "id": "c1",
        "difficulty": "decisive",
        "context": LookupContext(),
        "at": NOON,
        "accepted": frozenset({"input.amount"}),
        "demanded": frozenset(),
        "forbidden": frozenset(),
        "findings": frozenset(),
    }
    return LabelledCase(**{**values, **changes})  # type: ignore[arg-type]


def an_answer_of(
    causes: dict[str, float],
    *,
    findings: tuple[str, ...] = (),
    retryable: bool = False,
    not_before: datetime | None = None,
) -> Answer:
    """Return an answer of causes with their probabilities, in order."""
    return replace(
        an_answer(),
        causes=tuple(
            replace(CAUSE, rank=rank, cause_id=name, probability=probability)
            for rank, (name, probability) in enumerate(causes.items(), start=1)
        ),
        findings=tuple(FindingView(path, "code", "", "") for path in findings),
        disposition=Disposition(RemedyAction.WAIT, retryable, not_before, ""),
    )


def a_judgement(**changes: object) -> Judgement:
    """Return a judgement of a right answer."""
    values: dict[str, object] = {
        "case": a_case(),
        "first_three": ("input.amount",),
        "probability": 0.9,
        "top1": True,
        "top3": True,
        "harm": None,
        "retry": None,
        "not_before": None,
        "findings": None,
        "false_finding": False,
        "logloss": 0.1,
    }
    return Judgement(**{**values, **changes})  # type: ignore[arg-type]
