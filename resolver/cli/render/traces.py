"""What became of each rule and of each of its conditions."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.tree import Tree

from resolver.cli.render.console import styled
from resolver.cli.render.words import word
from resolver.v1 import answer_pb2 as pb
from resolver.v1.resolver_service_pb2 import ResolveResponse

_MARKS = {
    pb.TRUTH_TRUE: ("✓ ", "green"),
    pb.TRUTH_FALSE: ("✗ ", "red"),
    pb.TRUTH_UNKNOWN: ("? ", "yellow"),
}
_OPERANDS_SHOWN = 6
_SIGNS = {"eq": "=", "in": "in", "lt": "<", "lte": "<=", "gt": ">", "gte": ">="}


def traces_of_cause(answer: ResolveResponse, cause: pb.Cause) -> Iterator[RenderableType]:
    """Yield a tree for each rule of a cause that could concern the context."""
    language = answer.language_code
    traces = [trace for trace in answer.rule_traces if trace.cause_id == cause.cause_id]
    if not traces:
        return
    yield styled((word("rules", language), "bold"))
    counted = {evidence.rule_id for evidence in cause.evidence}
    for trace in traces:
        passed_over = trace.truth == pb.TRUTH_TRUE and trace.rule_id not in counted
        aside = f"  {word('not_counted', language)}" if passed_over else ""
        name = trace.rule_id.partition("/")[2]
        tree = Tree(
            styled(
                _MARKS[trace.truth],
                (name, "bold"),
                (f"  {trace.weight:+.4f}{aside}", "dim"),
            ),
            guide_style="dim",
        )
        _grow(tree, trace.condition, language)
        yield tree


def _grow(tree: Tree, condition: pb.ConditionTrace, language: str) -> None:
    mark = _MARKS[condition.truth]
    kind = str(condition.WhichOneof("kind"))
    if kind == "comparison":
        tree.add(_comparison(condition.comparison, mark, language))
    elif kind == "negated":
        _grow(tree.add(styled(mark, word("not", language))), condition.negated, language)
    elif kind == "definition":
        branch = tree.add(styled(mark, ("is ", "dim"), condition.definition.name))
        _grow(branch, condition.definition.condition, language)
    else:
        branch = tree.add(styled(mark, word(kind, language)))
        for part in getattr(condition, kind).parts:
            _grow(branch, part, language)


def _comparison(
    comparison: pb.ComparisonTrace, mark: tuple[str, str], language: str
) -> RenderableType:
    known = comparison.HasField("value")
    value = comparison.value if known else word("unknown", language)
    operands = ", ".join(comparison.operands[:_OPERANDS_SHOWN])
    if len(comparison.operands) > _OPERANDS_SHOWN:
        operands += f", … ({len(comparison.operands)})"
    asked = (
        f"exists: {operands}"
        if comparison.operator == "exists"
        else f"{_SIGNS[comparison.operator]} {operands}"
    )
    return styled(
        mark,
        comparison.fact,
        (f" {asked}", "dim"),
        "  ",
        (f"[{value}]", "" if known else "yellow"),
    )
