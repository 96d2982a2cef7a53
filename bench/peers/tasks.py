"""The same rules and contexts for every engine, in a form that each of them can express.

A rule is a list of alternatives; an alternative is a list of claims about facts that must all be
true, negation included: `one of`, `none of`, `lt`, `lte`, `gt`, `gte`, `present`, `absent`, as in
`resolver.engine.paths`. No claim but `absent` is true of a fact that is not there. Names of facts
have an underscore for the dot, which several languages take for an access.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any, TypedDict

from bench.engine import made_context, made_rule
from bench.stages import CASES, read_lookups
from resolver.engine.base import Rules
from resolver.engine.paths import Literal, PathFinder
from resolver.engine.plain import PlainEngine
from resolver.model.facts import Facts
from resolver.runtime.snapshot import build_snapshot

CONTEXTS = 200
_MAX = 10_000  # paths of a rule, literals of a path: more than any of these rules has


class Claim(TypedDict):
    """What an alternative claims of one fact; presence has no values, an ordering has one."""

    fact: str
    relation: str
    values: list[Any]


class Task(TypedDict):
    """Rules by id, contexts as facts by name, and the sorted ids that each context matches."""

    name: str
    rules: dict[str, list[list[Claim]]]
    contexts: list[dict[str, Any]]
    matches: list[list[str]]


def shipped(folder: Path = Path("rules")) -> Task:
    """Return the shipped rules, and what is derived of real failed lookups."""
    snapshot = build_snapshot(folder)
    lookups = read_lookups(CASES)[:CONTEXTS]
    facts = [snapshot.resolver.derive(one.context, one.at).facts for one in lookups]
    rules = snapshot.rulebook.active_conditions()
    return _task(f"{len(rules)} shipped rules", rules, facts)


def generated(size: int) -> Task:
    """Return rules of two to four conditions over the shipped vocabulary, and made-up contexts."""
    random = Random(1)
    rules = [(f"rule-{number}", made_rule(random)) for number in range(size)]
    contexts = [made_context(random) for _ in range(CONTEXTS)]
    return _task(f"{size} generated rules", rules, contexts)


def _task(name: str, rules: Rules, contexts: Sequence[Facts]) -> Task:
    finder, plain = PathFinder(_MAX, _MAX), PlainEngine(rules)
    found = {rule: finder.paths(when) for rule, when in rules}
    return Task(
        name=name,
        rules={
            rule: [[_claim(literal) for literal in path] for path in paths]
            for rule, paths in found.items()
            if paths  # some made-up rules contradict themselves
        },
        contexts=[{_name(fact): value for fact, value in one.items()} for one in contexts],
        matches=[sorted(plain.match(facts)) for facts in contexts],
    )


def _claim(literal: Literal) -> Claim:
    values = sorted(literal.values, key=repr)
    return Claim(fact=_name(literal.fact), relation=literal.relation.value, values=values)


def _name(fact: str) -> str:
    return fact.replace(".", "_")
