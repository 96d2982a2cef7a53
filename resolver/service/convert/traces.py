"""What became of each rule, from model to wire."""

from __future__ import annotations

from collections.abc import Iterable

from resolver.inference.explain import (
    AllTrace,
    AnyTrace,
    ComparisonTrace,
    ConditionTrace,
    DefinitionTrace,
    NegationTrace,
)
from resolver.inference.explanation import Explanation, Phrases
from resolver.model.facts import FactValue
from resolver.v1 import answer_pb2 as pb
from resolver.v1 import resolver_service_pb2 as service_pb

_TRUTHS = {True: pb.TRUTH_TRUE, False: pb.TRUTH_FALSE, None: pb.TRUTH_UNKNOWN}


def write_traces(explanation: Explanation, wire: service_pb.ResolveResponse) -> None:
    """Write what became of each rule into a response."""
    for trace in explanation.traces:
        rule = trace.rule
        message = wire.rule_traces.add(
            rule_id=rule.id,
            cause_id=rule.id.partition("/")[0],
            truth=_TRUTHS[trace.condition.truth],
            weight=rule.weight,
            counted=trace.counted,
            group=rule.group,
            statement=explanation.statements.get(rule.id, ""),
        )
        _write_condition(trace.condition, explanation.phrases, message.condition)


def as_written(value: FactValue) -> str:
    """Return a value as it stands in a rule file."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _write_condition(trace: ConditionTrace, phrases: Phrases, wire: pb.ConditionTrace) -> None:
    wire.truth = _TRUTHS[trace.truth]
    match trace:
        case ComparisonTrace():
            _write_comparison(trace, phrases, wire.comparison)
        case AllTrace():
            _write_parts(trace.parts, phrases, wire.all)
        case AnyTrace():
            _write_parts(trace.parts, phrases, wire.any)
        case NegationTrace():
            _write_condition(trace.part, phrases, wire.negated)
        case DefinitionTrace():
            wire.definition.name = trace.name
            _write_condition(trace.part, phrases, wire.definition.condition)


def _write_parts(
    parts: Iterable[ConditionTrace], phrases: Phrases, wire: pb.ConditionParts
) -> None:
    wire.SetInParent()  # an empty list of parts still tells which kind it is
    for part in parts:
        _write_condition(part, phrases, wire.parts.add())


def _write_comparison(trace: ComparisonTrace, phrases: Phrases, wire: pb.ComparisonTrace) -> None:
    wire.fact = trace.fact
    wire.operator = trace.operator.value
    wire.operands.extend(as_written(operand) for operand in trace.operands)
    wire.text = phrases.comparison(trace)
    if trace.value is not None:
        wire.value = as_written(trace.value)
        wire.value_text = phrases.value(trace.fact, trace.value)
