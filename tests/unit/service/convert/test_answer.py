"""Tests of writing an answer to the wire."""

from __future__ import annotations

from dataclasses import replace

from google.protobuf.json_format import MessageToDict

from resolver.service.convert.answer import write_answer
from resolver.v1 import resolver_service_pb2 as pb
from tests.support.answers import an_answer

IN_FULL = {"rule_traces", "counterfactuals", "facts", "scores"}
"""What an answer has only where it is explained in full."""


def written(**changes: object) -> pb.ResolveResponse:
    """Return the small answer, with changes, as it is sent."""
    response = pb.ResolveResponse()
    write_answer(replace(an_answer(), **changes), "id", response)
    return response


def test_every_field_of_an_answer_is_sent() -> None:
    """Nothing that an answer says is lost on the way."""
    sent = MessageToDict(written(), preserving_proto_field_name=True)
    assert set(sent) == {field.name for field in pb.ResolveResponse.DESCRIPTOR.fields} - IN_FULL
    (cause,) = sent["causes"]
    assert set(cause) == {f.name for f in pb.ResolveResponse().causes.add().DESCRIPTOR.fields}
    (remedy,) = cause["remedies"]
    assert remedy == {
        "rank": 1,
        "remedy_id": "correct_amount",
        "title": "核对金额",
        "steps": ["看票面", "改金额"],
        "actor": "ACTOR_REQUESTER",
        "action": "REMEDY_ACTION_CORRECT_INPUT",
        "not_before": "2025-03-14T04:00:00.250Z",
        "field_paths": ["inputs.amount"],
        "contacts": ["12366"],
        "caution": "每天最多五次",
        "time_needed": "TIME_NEEDED_MINUTES",
    }


def test_evidence_has_its_weight_and_facts() -> None:
    """Whoever has the answer can recompute it."""
    response = written()
    (evidence,) = response.causes[0].evidence
    assert (evidence.rule_id, evidence.weight) == ("input.amount/basis", 2.7)
    assert [(fact.name, fact.value) for fact in evidence.facts] == [("inputs.amount.ok", "否")]
    assert response.causes[0].log_odds == 1.5
    assert response.log_normalizer == 1.787682


def test_moments_that_are_not_known_are_absent() -> None:
    """No moment is sent where none is known, rather than the epoch."""
    answer = an_answer()
    disposition = replace(answer.disposition, retry_not_before=None)
    remedy = replace(answer.causes[0].remedies[0], not_before=None)
    cause = replace(answer.causes[0], remedies=(remedy,))
    response = written(disposition=disposition, causes=(cause,))
    assert not response.disposition.HasField("retry_not_before")
    assert not response.causes[0].remedies[0].HasField("not_before")


def test_causes_alike_but_for_one_remedy_text_are_not_mixed_up() -> None:
    """What is kept ready for a cause is told apart by every text in it."""
    cause = an_answer().causes[0]
    other = replace(cause, remedies=(replace(cause.remedies[0], caution="另一提醒"),))
    response = written(causes=(cause, other, cause))
    cautions = [item.remedies[0].caution for item in response.causes]
    assert cautions == ["每天最多五次", "另一提醒", "每天最多五次"]


def test_the_same_answer_is_the_same_bytes() -> None:
    """Two writings of one answer do not differ."""
    assert written().SerializeToString() == written().SerializeToString()
