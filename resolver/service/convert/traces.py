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
    RuleTrace,
)
from resolver.model.facts import FactValue
from resolver.v1 import answer_pb2 as pb
from resolver.v1 import resolver_service_pb2 as service_pb

_TRUTHS = {True: pb.TRUTH_TRUE, False: pb.TRUTH_FALSE, None: pb.TRUTH_UNKNOWN}


def write_traces(traces: Iterable[RuleTrace], wire: service_pb.ResolveResponse) -> None:
    """Write what became of each rule into a response."""
    for trace in traces:
        rule = trace.rule
        message = wire.rule_traces.add(
            rule_id=rule.id,
            cause_id=rule.id.partition("/")[0],
            truth=_TRUTHS[trace.condition.truth],
            weight=rule.weight,
        )
        _write_condition(trace.condition, message.condition)


def _write_condition(trace: ConditionTrace, wire: pb.ConditionTrace) -> None:
    wire.truth = _TRUTHS[trace.truth]
    match trace:
        case ComparisonTrace():
            _write_comparison(trace, wire.comparison)
        case AllTrace():
            _write_parts(trace.parts, wire.all)
        case AnyTrace():
            _write_parts(trace.parts, wire.any)
        case NegationTrace():
            _write_condition(trace.part, wire.negated)
        case DefinitionTrace():
            wire.definition.name = trace.name
            _write_condition(trace.part, wire.definition.condition)


def _write_parts(parts: Iterable[ConditionTrace], wire: pb.ConditionParts) -> None:
    wire.SetInParent()  # an empty list of parts still tells which kind it is
    for part in parts:
        _write_condition(part, wire.parts.add())


def _write_comparison(trace: ComparisonTrace, wire: pb.ComparisonTrace) -> None:
    wire.fact = trace.fact
    wire.operator = trace.operator.value
    wire.operands.extend(_as_written(operand) for operand in trace.operands)
    if trace.value is not None:
        wire.value = _as_written(trace.value)


def _as_written(value: FactValue) -> str:
    """Return a value as it stands in a rule file."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
