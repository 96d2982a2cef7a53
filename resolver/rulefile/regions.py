"""Can a condition ever be true? Exact answers over all possible facts, absent ones included.

A comparison tells apart only the constants it names, so each fact is tried at those constants,
between them and beyond them: finitely many samples stand for all values. What a comparison makes
of a sample is asked of `holds`, so that nothing here can disagree with the evaluator. The search
over `any` stops at the first way that works and gives up, with `None`, after a fixed number of
steps.
"""

from __future__ import annotations

from enum import Enum
from functools import cached_property
from itertools import pairwise
from typing import TypeAlias

from resolver.model.conditions import (
    All,
    AnyOf,
    Compare,
    Condition,
    Named,
    Not,
    facts_read,
    holds,
    leaves,
)
from resolver.model.facts import FactDeclaration, FactType, FactValue, Vocabulary

MAX_STEPS = 20_000

_ELSE = "…"  # stands for some value of an enum whose values nobody listed


class _Aim(Enum):
    """What a condition is to be. An unknown one is neither true nor false."""

    TRUE = (True, False, False)
    FALSE = (False, True, False)
    NOT_TRUE = (False, True, True)
    NOT_FALSE = (True, False, True)

    def __init__(self, true: bool, false: bool, unknown: bool) -> None:
        self.accepts = {True: true, False: false, None: unknown}

    @cached_property
    def turned(self) -> _Aim:
        """Return what the part of a `not` must be for the `not` to be this."""
        pairs = {
            "TRUE": "FALSE",
            "FALSE": "TRUE",
            "NOT_TRUE": "NOT_FALSE",
            "NOT_FALSE": "NOT_TRUE",
        }
        return _Aim[pairs[self.name]]


_Goal: TypeAlias = tuple[Condition, _Aim]
_Box: TypeAlias = dict[str, int]


class _OutOfStepsError(Exception):
    """The search has become too long."""


def never_true(condition: Condition, vocabulary: Vocabulary) -> bool | None:
    """Return whether no facts make the condition true; `None` if that takes too long to tell."""
    return _impossible(((condition, _Aim.TRUE),), vocabulary)


def never_false(condition: Condition, vocabulary: Vocabulary) -> bool | None:
    """Return whether no facts make the condition false (it may be unknown)."""
    return _impossible(((condition, _Aim.FALSE),), vocabulary)


def exclusive(first: Condition, second: Condition, vocabulary: Vocabulary) -> bool | None:
    """Return whether the two are never true of the same facts."""
    return _impossible(((first, _Aim.TRUE), (second, _Aim.TRUE)), vocabulary)


def implies(first: Condition, second: Condition, vocabulary: Vocabulary) -> bool | None:
    """Return whether the second is true wherever the first is."""
    return _impossible(((first, _Aim.TRUE), (second, _Aim.NOT_TRUE)), vocabulary)


def same_meaning(first: Condition, second: Condition, vocabulary: Vocabulary) -> bool:
    """Return whether two conditions are true of the same facts and false of the same facts."""
    return set(facts_read(first)) == set(facts_read(second)) and all(
        implies(one, other, vocabulary)
        for one, other in (
            (first, second),
            (second, first),
            (Not(first), Not(second)),
            (Not(second), Not(first)),
        )
    )


def example(
    first: Condition, second: Condition, vocabulary: Vocabulary
) -> dict[str, FactValue | None] | None:
    """Return facts of which the first is true and the second is not; others do not matter.

    A fact that has to be absent is `None`. There may be no such facts, or finding them may take
    too long: `implies` knows which.
    """
    goals = ((first, _Aim.TRUE), (second, _Aim.NOT_TRUE))
    search = _Search(goals, vocabulary)
    try:
        return search.found() if search.succeeds(list(goals), {}) else None
    except _OutOfStepsError:
        return None


def _impossible(goals: tuple[_Goal, ...], vocabulary: Vocabulary) -> bool | None:
    search = _Search(goals, vocabulary)
    try:
        return not search.succeeds(list(goals), {})
    except _OutOfStepsError:
        return None


class _Search:
    """Looks for facts that meet all goals.

    A box says which samples of each fact are still allowed, as a bit set.
    """

    def __init__(self, goals: tuple[_Goal, ...], vocabulary: Vocabulary) -> None:
        self._samples = _samples([condition for condition, _ in goals], vocabulary)
        self._masks: dict[tuple[Compare, _Aim], int] = {}
        self._steps = MAX_STEPS
        self._last_box: _Box = {}

    def found(self) -> dict[str, FactValue | None]:
        """Return facts of the box in which the goals were met, absent ones only where need be."""
        return {
            fact: next(
                sample
                for bit, sample in reversed(list(enumerate(self._samples[fact])))
                if mask >> bit & 1
            )
            for fact, mask in self._last_box.items()
        }

    def succeeds(self, goals: list[_Goal], box: _Box) -> bool:
        """Return whether the goals can be met within the box. `goals` and `box` are used up."""
        choices: list[list[_Goal]] = []
        while goals:
            self._count()
            condition, aim = goals.pop()
            match condition:
                case Compare():
                    box[condition.fact] = box.get(condition.fact, -1) & self._mask(condition, aim)
                    if not box[condition.fact]:
                        return False
                case Named(_, part):
                    goals.append((part, aim))
                case Not(part):
                    goals.append((part, aim.turned))
                case All(parts) | AnyOf(parts):
                    together = [(part, aim) for part in reversed(parts)]
                    every = isinstance(condition, All) == (aim in {_Aim.TRUE, _Aim.NOT_FALSE})
                    (goals.extend if every or len(parts) == 1 else choices.append)(together)
        return self._choose(choices, box)

    def _choose(self, choices: list[list[_Goal]], box: _Box) -> bool:
        if not choices:
            self._last_box = box
            return True
        *others, first = choices
        for goal in reversed(first):
            waiting = [_either(choice) for choice in others]
            if self.succeeds([*waiting, goal], dict(box)):
                return True
        return False

    def _mask(self, leaf: Compare, aim: _Aim) -> int:
        mask = self._masks.get((leaf, aim))
        if mask is None:
            mask = 0
            for bit, sample in enumerate(self._samples[leaf.fact]):
                facts = {} if sample is None else {leaf.fact: sample}
                mask |= aim.accepts[holds(leaf, facts)] << bit
            self._masks[leaf, aim] = mask
        return mask

    def _count(self) -> None:
        self._steps -= 1
        if self._steps < 0:
            raise _OutOfStepsError


def _either(choice: list[_Goal]) -> _Goal:
    """Return one goal that is met where any of several with the same aim is."""
    parts = tuple(condition for condition, _ in reversed(choice))
    aim = choice[0][1]
    return (AnyOf(parts) if aim in {_Aim.TRUE, _Aim.NOT_FALSE} else All(parts)), aim


def _samples(
    conditions: list[Condition], vocabulary: Vocabulary
) -> dict[str, tuple[FactValue | None, ...]]:
    named: dict[str, set[FactValue]] = {}
    for condition in conditions:
        for leaf in leaves(condition):
            operand = leaf.operand if isinstance(leaf.operand, tuple) else (leaf.operand,)
            values = named.setdefault(leaf.fact, set())
            values.update(() if leaf.operator == "exists" else operand)
    return {
        fact: (None, *_values(vocabulary.facts[fact], values)) for fact, values in named.items()
    }


def _values(fact: FactDeclaration, named: set[FactValue]) -> tuple[FactValue, ...]:
    if fact.type is FactType.BOOLEAN:
        return (True, False)
    if fact.type is FactType.NUMBER:
        return _numbers(sorted(v for v in named if isinstance(v, int | float)))
    others = next((value for value in fact.values or (_ELSE,) if value not in named), None)
    return (*sorted(str(value) for value in named), *([] if others is None else [others]))


def _numbers(constants: list[int | float]) -> tuple[int | float, ...]:
    if not constants:
        return (0,)
    between = [(low + high) / 2 for low, high in pairwise(constants)]
    return (constants[0] - 1, *constants, *between, constants[-1] + 1)
