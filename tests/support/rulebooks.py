"""Small rulebooks made in memory, for tests of the stages that work on one."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from resolver.model.conditions import Compare, Condition, Operator
from resolver.model.diagnostics import Location
from resolver.model.facts import FactValue, load_vocabulary
from resolver.model.rulebook import (
    Actor,
    CauseDefinition,
    DispositionRule,
    EvidenceRule,
    Remedy,
    RemedyAction,
    RemedyUse,
    Rulebook,
    RuleStatus,
    Scale,
)
from resolver.model.texts import Text

SCALE = Scale(
    strengths={"weak": 2, "moderate": 5, "strong": 15, "decisive": 60},
    priors={"common": 0.03},
    contender_share=0.5,
)


def fact_is(name: str, value: FactValue = True) -> Condition:
    """Return the condition that a fact has a value."""
    return Compare(name, Operator.EQ, value)


def rule(
    rule_id: str,
    when: Condition | None = None,
    *,
    ratio: float = 15.0,
    group: str = "",
    **others: object,
) -> EvidenceRule:
    """Return an active rule; a ratio below 1 is evidence against."""
    fields: dict[str, object] = {
        "id": rule_id,
        "version": 1,
        "status": RuleStatus.ACTIVE,
        "group": group or rule_id,
        "when": when or fact_is("batch.given"),
        "strength": "strong",
        "weight": math.log(ratio),
        "because": Text(f"因为 {rule_id}", f"because of {rule_id}"),
        "references": (),
        "location": Location("x.yaml"),
    }
    return EvidenceRule(**{**fields, **others})  # type: ignore[arg-type]


def cause(
    cause_id: str,
    evidence: Iterable[EvidenceRule] = (),
    *,
    prior: float = 0.03,
    remedies: Iterable[RemedyUse] = (),
    dispositions: Iterable[DispositionRule] | None = None,
) -> CauseDefinition:
    """Return a cause; without dispositions of its own it may not be retried."""
    return CauseDefinition(
        id=cause_id,
        family=cause_id.split(".", maxsplit=1)[0],
        title=Text(f"{cause_id} 标题", f"{cause_id} title"),
        explanation=Text("说明", "explanation"),
        owner="tests",
        prior="common",
        prior_probability=prior,
        evidence=tuple(evidence),
        remedies=tuple(remedies),
        dispositions=tuple(dispositions) if dispositions else (disposition(retryable=False),),
        location=Location(f"{cause_id}.yaml"),
    )


def disposition(
    *, retryable: bool, not_before: str = "", when: Condition | None = None
) -> DispositionRule:
    """Return a disposition rule."""
    return DispositionRule(
        action=RemedyAction.RETRY_LATER if retryable else RemedyAction.STOP,
        retryable=retryable,
        reason=Text("理由", "reason"),
        not_before=not_before,
        when=when,
    )


def remedy(remedy_id: str, actor: Actor = Actor.REQUESTER, **others: object) -> Remedy:
    """Return a remedy of one step."""
    fields: dict[str, object] = {
        "id": remedy_id,
        "title": Text(remedy_id, remedy_id),
        "steps": (Text("第一步", "first step"),),
        "actor": actor,
        "action": RemedyAction.CONTACT,
    }
    return Remedy(**{**fields, **others})  # type: ignore[arg-type]


def rulebook(causes: Iterable[CauseDefinition], remedies: Iterable[Remedy] = ()) -> Rulebook:
    """Return a rulebook of these causes, in the order of their ids, that knows nothing else."""
    by_id: Mapping[str, CauseDefinition] = {
        one.id: one for one in sorted(causes, key=lambda each: each.id)
    }
    return Rulebook(
        revision="test",
        causes=by_id,
        remedies={one.id: one for one in remedies},
        contacts={},
        definitions={},
        scale=SCALE,
        knowledge=None,  # type: ignore[arg-type]
        vocabulary=load_vocabulary(),
    )
