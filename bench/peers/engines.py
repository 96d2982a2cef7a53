"""Each engine of Python behind one function: from the rules of a task to what matches a context.

Every engine is told the rules in its own language, as its documentation shows it. It is imported
only where it is asked for: engines live in an environment of their own (`tools/peers.sh`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from operator import and_, or_
from typing import Any, TypeAlias

Rules: TypeAlias = Mapping[str, list[list[dict[str, Any]]]]
Match: TypeAlias = Callable[[dict[str, Any]], Iterable[str]]

_SIGNS = {"lt": "<", "lte": "<=", "gt": ">", "gte": ">="}


def ours(rules: Rules) -> Match:
    """Match by the engine of this repository."""
    from resolver.engine.durable import DurableEngine  # noqa: PLC0415 - not there for the others
    from resolver.model.conditions import All, AnyOf, Compare, Condition, Not, Operator  # noqa: PLC0415

    def condition(claim: dict[str, Any]) -> Condition:
        fact, relation, values = claim["fact"], claim["relation"], tuple(claim["values"])
        if relation in ("present", "absent"):
            return Compare(fact, Operator.EXISTS, relation == "present")
        if relation in _SIGNS:
            return Compare(fact, Operator(relation), values[0])
        within = Compare(fact, Operator.IN, values)
        return within if relation == "one of" else Not(within)

    def whole(paths: list[list[dict[str, Any]]]) -> Condition:
        return AnyOf(tuple(All(tuple(map(condition, path))) for path in paths))

    return DurableEngine([(rule, whole(paths)) for rule, paths in rules.items()]).match


def zen(rules: Rules) -> Match:
    """Match by one decision table that collects, a row for each alternative."""
    from zen import ZenEngine  # noqa: PLC0415

    decision = ZenEngine().create_decision(json.dumps(_decision(rules)))

    def match(facts: dict[str, Any]) -> Iterable[str]:
        return {row["rule"] for row in decision.evaluate(facts)["result"]}

    return match


def _decision(rules: Rules) -> dict[str, Any]:
    facts = sorted({claim["fact"] for path in _paths(rules) for claim in path})
    rows = [
        {"_id": f"{rule}/{place}", "rule": json.dumps(rule), **_cells(path)}
        for rule, paths in rules.items()
        for place, path in enumerate(paths)
    ]
    table = {
        "hitPolicy": "collect",
        "inputs": [{"id": fact, "name": fact, "field": fact} for fact in facts],
        "outputs": [{"id": "rule", "name": "rule", "field": "rule"}],
        "rules": [{**dict.fromkeys(facts, ""), **row} for row in rows],
    }
    kinds = {"in": "inputNode", "table": "decisionTableNode", "out": "outputNode"}
    nodes = [
        {"id": node, "name": node, "type": kind, "content": table if node == "table" else {}}
        for node, kind in kinds.items()
    ]
    edges = [
        {"id": f"{a}-{b}", "type": "edge", "sourceId": a, "targetId": b}
        for a, b in (("in", "table"), ("table", "out"))
    ]
    return {"nodes": nodes, "edges": edges}


def _cells(path: list[dict[str, Any]]) -> dict[str, str]:
    cells: dict[str, list[str]] = {}
    for claim in path:
        cells.setdefault(claim["fact"], []).append(_unary(claim))
    return {fact: " and ".join(parts) for fact, parts in cells.items()}


def _unary(claim: dict[str, Any]) -> str:
    values, relation = claim["values"], claim["relation"]
    match relation:
        case "present":
            return "$ != null"
        case "absent":
            return "$ == null"
        case "one of":
            return f"$ in {json.dumps(values)}"
        case "none of":
            return f"$ != null and not ($ in {json.dumps(values)})"
    return f"$ {_SIGNS[relation]} {json.dumps(values[0])}"


def clips(rules: Rules) -> Match:
    """Match by CLIPS: a template for the context, a rule for each alternative."""
    import clips as library  # noqa: PLC0415

    environment = library.Environment()
    slots = sorted({claim["fact"] for path in _paths(rules) for claim in path})
    environment.build(
        f"(deftemplate context {' '.join(f'(slot {s} (default nil))' for s in slots)})"
    )
    found: set[str] = set()
    environment.define_function(found.add, "matched")
    for rule, paths in rules.items():
        for place, path in enumerate(paths):
            pattern = " ".join(f"({fact} {text})" for fact, text in _patterns(path).items())
            environment.build(
                f'(defrule {rule}/{place} (context {pattern}) => (matched "{rule}"))'
            )
    template, known = environment.find_template("context"), frozenset(slots)

    def match(facts: dict[str, Any]) -> Iterable[str]:
        found.clear()
        fact = template.assert_fact(**{k: v for k, v in facts.items() if k in known})
        environment.run()
        fact.retract()
        return list(found)

    return match


def _patterns(path: list[dict[str, Any]]) -> dict[str, str]:
    """Return the constraint of each slot; `nil` stands for a fact that is not there."""
    patterns: dict[str, list[str]] = {}
    for claim in path:
        patterns.setdefault(claim["fact"], []).append(_constraint(claim, f"?{claim['fact']}"))
    return {fact: "&".join(parts) for fact, parts in patterns.items()}


def _constraint(claim: dict[str, Any], name: str) -> str:
    values, relation = [_clips_value(value) for value in claim["values"]], claim["relation"]
    match relation:
        case "present":
            return "~nil"
        case "absent":
            return "nil"
        case "one of":
            return "|".join(values)
        case "none of":
            return "&".join(f"~{value}" for value in (*values, "nil"))
    return f"{name}&:(and (numberp {name}) ({_SIGNS[relation]} {name} {values[0]}))"


def _clips_value(value: Any) -> str:  # noqa: ANN401 - text, number or boolean
    return str(value).upper() if isinstance(value, bool) else json.dumps(value, ensure_ascii=False)


def rule_engine(rules: Rules) -> Match:
    """Match by trying an expression for each rule.

    Facts that are not there are given as null: it looks for similar names where it misses one,
    which takes milliseconds.
    """
    from rule_engine import Context, Rule  # noqa: PLC0415

    context = Context(default_value=None)
    nothing = dict.fromkeys(claim["fact"] for path in _paths(rules) for claim in path)
    compiled = [(rule, Rule(_expression(paths), context)) for rule, paths in rules.items()]

    def match(facts: dict[str, Any]) -> Iterable[str]:
        known = nothing | facts
        return [rule for rule, expression in compiled if expression.matches(known)]

    return match


def _expression(paths: list[list[dict[str, Any]]]) -> str:
    return " or ".join(f"({' and '.join(map(_comparison, path))})" for path in paths)


def _comparison(claim: dict[str, Any]) -> str:
    fact, values, relation = claim["fact"], json.dumps(claim["values"]), claim["relation"]
    match relation:
        case "present":
            return f"{fact} != null"
        case "absent":
            return f"{fact} == null"
        case "one of":
            return f"{fact} in {values}"
        case "none of":
            return f"({fact} != null and not ({fact} in {values}))"
    return f"({fact} != null and {fact} {_SIGNS[relation]} {json.dumps(claim['values'][0])})"


def durable(rules: Rules) -> Match:
    """Match by durable-rules as its documentation shows it: a rule set, and a fact asserted."""
    from durable.engine import MessageNotHandledException  # noqa: PLC0415
    from durable.lang import assert_fact, m, retract_fact, ruleset, when_all  # noqa: PLC0415

    found: set[str] = set()
    with ruleset("peers"):
        for rule, paths in rules.items():
            for path in paths:
                when = reduce(and_, [_durable_claim(claim, m) for claim in path])
                when_all(when)(_noted(found, rule))

    def match(facts: dict[str, Any]) -> Iterable[str]:
        found.clear()
        fact = {"id": 1, **facts}
        try:
            assert_fact("peers", fact)
        except MessageNotHandledException:
            return []
        retract_fact("peers", fact)
        return list(found)

    return match


def _noted(found: set[str], rule: str) -> Callable[[Any], None]:
    """Return an action; it has to have one parameter."""
    return lambda _context: found.add(rule)


def _durable_claim(claim: dict[str, Any], m: Any) -> Any:  # noqa: ANN401 - of the library
    name = getattr(m, claim["fact"])
    values, relation = claim["values"], claim["relation"]
    match relation:
        case "present":
            return +name
        case "absent":
            return -name
        case "one of":
            return reduce(or_, [name == value for value in values])
        case "none of":
            return reduce(and_, [name != value for value in values])
    comparisons = {"lt": name < values[0], "lte": name <= values[0], "gt": name > values[0]}
    return comparisons.get(relation) or (name >= values[0])


def _paths(rules: Rules) -> Iterable[list[dict[str, Any]]]:
    return (path for paths in rules.values() for path in paths)


ENGINES: Mapping[str, Callable[[Rules], Match]] = {
    "ours": ours,
    "zen-engine": zen,
    "clipspy": clips,
    "rule-engine": rule_engine,
    "durable-rules": durable,
}
