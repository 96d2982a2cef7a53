"""Tests of writing rule traces to the wire."""

from __future__ import annotations

from datetime import date

from google.protobuf.json_format import MessageToDict

from resolver.inference.explain import explain_rules
from resolver.inference.explanation import Explanation, Phrases
from resolver.model.facts import Facts, load_vocabulary
from resolver.service.convert.traces import write_traces
from resolver.v1 import resolver_service_pb2 as pb
from tests.support.answers import RULES


def test_condition_is_told_part_by_part() -> None:
    """A trace shows each comparison with what the rule asks for and what is known."""
    response = pb.ResolveResponse()
    write_traces(_explanation({"inputs.amount.ok": False}), response)
    first, second = MessageToDict(response, preserving_proto_field_name=True)["rule_traces"]
    assert first["rule_id"] == "input.amount/basis"
    assert first["cause_id"] == "input.amount"
    assert first["truth"] == "TRUTH_UNKNOWN"
    amount, category = first["condition"]["all"]["parts"]
    assert amount == {
        "truth": "TRUTH_TRUE",
        "comparison": {
            "fact": "inputs.amount.ok",
            "operator": "eq",
            "operands": ["false"],
            "value": "false",
            "text": "“the amount passes every offline check” is not the case",
            "value_text": "no",
        },
    }
    assert category["truth"] == "TRUTH_UNKNOWN"
    assert category["comparison"]["operands"] == ["mismatch", "not_found"]
    assert "value" not in category["comparison"]
    assert second["condition"]["negated"]["definition"]["name"] == "amount_is_wrong"
    assert second["truth"] == "TRUTH_FALSE"


def _explanation(facts: Facts) -> Explanation:
    return Explanation(
        traces=explain_rules(RULES, facts, date(2025, 3, 14), frozenset()),
        statements={},
        searches=(),
        ranking=(),
        facts=facts,
        language="en",
        phrases=Phrases(load_vocabulary(), "en"),
    )
