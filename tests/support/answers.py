"""An answer and a rulebook small enough to read, for tests of what tells them."""

from __future__ import annotations

import math
from datetime import date, datetime
from types import SimpleNamespace

from resolver.model.answer import (
    Answer,
    CauseView,
    Disposition,
    EvidenceRequest,
    EvidenceView,
    FindingView,
    RankedRemedy,
    StatusView,
)
from resolver.model.beijing import BEIJING
from resolver.model.conditions import All, Compare, Named, Not, Operator
from resolver.model.diagnostics import Location
from resolver.model.rulebook import (
    Actor,
    CauseDefinition,
    Contact,
    EvidenceRule,
    Remedy,
    RemedyAction,
    RemedyUse,
    Rulebook,
    RuleStatus,
    Scale,
    TimeNeeded,
)
from resolver.model.texts import Text

REVISION = "sha256:0123456789abcdef0123456789abcdef"
NOON = datetime(2025, 3, 14, 12, 0, 0, 250_000, BEIJING)

REMEDY = RankedRemedy(
    remedy_id="correct_amount",
    title="核对金额",
    steps=("看票面", "改金额"),
    actor=Actor.REQUESTER,
    action=RemedyAction.CORRECT_INPUT,
    not_before=NOON,
    field_paths=("inputs.amount",),
    contacts=("12366",),
    caution="每天最多五次",
    time_needed=TimeNeeded.MINUTES,
)
CAUSE = CauseView(
    rank=1,
    cause_id="input.amount",
    family="input",
    title="金额有误",
    explanation="金额与税务机关的记录不符。",
    probability=0.75,
    prior_probability=0.05,
    log_odds=1.5,
    evidence=(
        EvidenceView("input.amount/basis", "金额口径不符", 2.7, (("inputs.amount.ok", "否"),)),
    ),
    remedies=(REMEDY,),
)


def an_answer(lookup_id: str = "a", at: datetime = NOON, language: str = "zh-CN") -> Answer:
    """Return an answer in which every field says something."""
    return Answer(
        lookup_id=lookup_id,
        revision=REVISION,
        evaluated_at=at,
        language=language,
        status=StatusView("mismatch", True, "查验不一致"),
        causes=(CAUSE,),
        log_normalizer=1.787682,
        disposition=Disposition(RemedyAction.CORRECT_INPUT, False, NOON, "先改金额"),
        findings=(FindingView("inputs.amount", "wrong_basis", "口径不符", "填不含税金额"),),
        ranking=(),
        facts={"inputs.amount.ok": False},
        evidence_requests=(EvidenceRequest("timing.issued_at", "何时开具？", 0.4),),
    )


def a_rule(name: str, when: object, **changes: object) -> EvidenceRule:
    """Return an active rule of the cause `input.amount`."""
    values = {
        "id": f"input.amount/{name}",
        "version": 1,
        "status": RuleStatus.ACTIVE,
        "group": name,
        "when": when,
        "strength": "strong",
        "weight": math.log(15),
        "because": Text("金额口径不符", "the amount is on the wrong basis"),
        "references": ("https://example.com/notice",),
        "location": Location("input/amount.yaml", 12, 5),
    }
    return EvidenceRule(**(values | changes))


AMOUNT_IS_WRONG = Compare("inputs.amount.ok", Operator.EQ, False)
MISMATCH = Compare("status.category", Operator.IN, ("mismatch", "not_found"))
RULES = (
    a_rule("basis", All((AMOUNT_IS_WRONG, MISMATCH)), effective_from=date(2025, 1, 1)),
    a_rule("fine", Not(Named("amount_is_wrong", AMOUNT_IS_WRONG)), weight=-1.6),
    a_rule("draft", AMOUNT_IS_WRONG, status=RuleStatus.DRAFT),
)


def a_rulebook() -> Rulebook:
    """Return a rulebook of one cause with three rules and one remedy."""
    cause = CauseDefinition(
        id="input.amount",
        family="input",
        title=Text("金额有误", "wrong amount"),
        explanation=Text("金额与记录不符。", "The amount differs from the record."),
        owner="tax-team",
        prior="common",
        prior_probability=0.05,
        evidence=RULES,
        remedies=(RemedyUse("correct_amount"),),
        dispositions=(),
        location=Location("input/amount.yaml"),
    )
    remedy = Remedy(
        id="correct_amount",
        title=Text("核对金额", "check the amount"),
        steps=(Text("看票面", "look at the invoice"),),
        actor=Actor.REQUESTER,
        action=RemedyAction.CORRECT_INPUT,
        fields=("inputs.amount",),
        contacts=("hotline",),
    )
    provider = SimpleNamespace(codes=("001", "002"))
    return Rulebook(
        revision=REVISION,
        causes={cause.id: cause},
        remedies={remedy.id: remedy},
        contacts={"hotline": Contact("hotline", Text("拨打 12366", "call 12366"), "")},
        definitions={"amount_is_wrong": AMOUNT_IS_WRONG},
        scale=Scale({"strong": 15.0}, {"common": 0.05}, 0.5),
        knowledge=SimpleNamespace(catalogue=SimpleNamespace(providers={"tax": provider})),
        vocabulary=SimpleNamespace(),
    )
