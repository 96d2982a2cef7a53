"""Why each rule matched or did not, condition by condition."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from resolver.model.conditions import (
    All,
    AnyOf,
    Compare,
    Condition,
    Named,
    Not,
    Operator,
    Truth,
    facts_read,
    holds,
)
from resolver.model.facts import Facts, FactValue
from resolver.model.rulebook import EvidenceRule


@dataclass(frozen=True, slots=True)
class ComparisonTrace:
    """A comparison of one fact; `value` is `None` where the fact is unknown."""

    truth: Truth
    fact: str
    operator: Operator
    operands: tuple[FactValue, ...]
    value: FactValue | None


@dataclass(frozen=True, slots=True)
class AllTrace:
    """Parts that must all hold."""

    truth: Truth
    parts: tuple[ConditionTrace, ...]


@dataclass(frozen=True, slots=True)
class AnyTrace:
    """Parts of which one must hold."""

    truth: Truth
    parts: tuple[ConditionTrace, ...]


@dataclass(frozen=True, slots=True)
class NegationTrace:
    """A part that must not hold."""

    truth: Truth
    part: ConditionTrace


@dataclass(frozen=True, slots=True)
class DefinitionTrace:
    """A named definition and what it stands for."""

    truth: Truth
    name: str
    part: ConditionTrace


ConditionTrace: TypeAlias = (
    "ComparisonTrace | AllTrace | AnyTrace | NegationTrace | DefinitionTrace"
)


@dataclass(frozen=True, slots=True)
class RuleTrace:
    """What became of one rule, and whether it counted: matched, and the strongest of its group."""

    rule: EvidenceRule
    condition: ConditionTrace
    counted: bool


def explain_rules(
    rules: Iterable[EvidenceRule], facts: Facts, day: date, counted: Collection[str]
) -> tuple[RuleTrace, ...]:
    """Return what became of each rule that could concern these facts on a Beijing calendar day.

    A rule could if it is in force and either holds or reads at least one known fact. The order
    is that of `rules`. `counted` are the ids of those that counted.
    """
    return tuple(
        RuleTrace(rule, trace(rule.when, facts), rule.id in counted)
        for rule in rules
        if rule.in_force(day) and _concerns(rule.when, facts)
    )


def trace(condition: Condition, facts: Facts) -> ConditionTrace:
    """Return a condition with the truth of every part of it."""
    truth = holds(condition, facts)
    match condition:
        case Compare(fact, operator, operand):
            operands = operand if isinstance(operand, tuple) else (operand,)
            return ComparisonTrace(truth, fact, operator, operands, facts.get(fact))
        case All(parts):
            return AllTrace(truth, tuple(trace(part, facts) for part in parts))
        case AnyOf(parts):
            return AnyTrace(truth, tuple(trace(part, facts) for part in parts))
        case Not(part):
            return NegationTrace(truth, trace(part, facts))
        case Named(name, part):
            return DefinitionTrace(truth, name, trace(part, facts))


def _concerns(condition: Condition, facts: Facts) -> bool:
    return any(name in facts for name in facts_read(condition)) or holds(condition, facts) is True
