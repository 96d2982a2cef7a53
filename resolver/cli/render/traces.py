"""What became of each rule and of each of its conditions, as a tree."""

from __future__ import annotations

from rich.console import RenderableType
from rich.tree import Tree

from resolver.cli.render.console import flowing
from resolver.cli.render.words import word
from resolver.v1 import answer_pb2 as pb

MARKS = {
    pb.TRUTH_TRUE: ("✓", "green"),
    pb.TRUTH_FALSE: ("✗", "red"),
    pb.TRUTH_UNKNOWN: ("?", "yellow"),
}
"""The mark of each truth, and its style."""


class TreeWriter:
    """Draws rules as trees. A definition is written out where it is met first, then only named."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._known: set[str] = set()

    def rule(self, trace: pb.RuleTrace) -> RenderableType:
        """Return a rule with its weight, what it has seen, and each of its conditions."""
        name = trace.rule_id.partition("/")[2]
        head = flowing(
            _mark(trace.truth),
            (f"{trace.weight:+.4f}  ", "bold"),
            f"{trace.statement}  " if trace.statement else "",
            (name, "dim" if trace.statement else ""),
        )
        tree = Tree(head, guide_style="dim")
        self._grow(tree, trace.condition)
        return tree

    def _grow(self, tree: Tree, condition: pb.ConditionTrace) -> None:
        mark = _mark(condition.truth)
        kind = str(condition.WhichOneof("kind"))
        if kind == "comparison":
            tree.add(self._comparison(condition.comparison, mark))
        elif kind == "negated":
            self._grow(tree.add(flowing(mark, word("not", self._language))), condition.negated)
        elif kind == "definition":
            self._grow_definition(tree, condition.definition, mark)
        else:
            branch = tree.add(flowing(mark, word(kind, self._language)))
            for part in getattr(condition, kind).parts:
                self._grow(branch, part)

    def _grow_definition(
        self, tree: Tree, definition: pb.DefinitionTrace, mark: tuple[str, str]
    ) -> None:
        known = definition.name in self._known
        aside = f"  {word('as_above', self._language)}" if known else ""
        branch = tree.add(flowing(mark, ("is ", "dim"), definition.name, (aside, "dim")))
        if not known:
            self._known.add(definition.name)
            self._grow(branch, definition.condition)

    def _comparison(self, comparison: pb.ComparisonTrace, mark: tuple[str, str]) -> RenderableType:
        known = comparison.HasField("value")
        value = comparison.value_text if known else word("unknown", self._language)
        return flowing(
            mark,
            comparison.text,
            "  ",
            (f"[{value}]", "" if known else "yellow"),
            (f"  {comparison.fact}", "dim"),
        )


def _mark(truth: pb.Truth.ValueType) -> tuple[str, str]:
    mark, style = MARKS[truth]
    return f"{mark} ", style
