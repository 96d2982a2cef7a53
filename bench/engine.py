"""How long the two engines take for the same facts and rules, in one run.

    python -m bench.engine [seed]

Rules have two to four conditions about facts of the vocabulary, half of them one about the status
category; a context knows about half of the facts, some sixty. Times are the best of several
rounds over the same contexts, in microseconds a match; a ratio holds better than a time. Answers
are compared before anything is timed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from random import Random
from time import perf_counter

from resolver.engine.base import Engine, Rules
from resolver.engine.durable import DurableEngine
from resolver.engine.plain import PlainEngine
from resolver.model.conditions import All, Compare, Condition, Not, Operator
from resolver.model.facts import FactDeclaration, Facts, FactType, FactValue, load_vocabulary

SIZES = (100, 300, 1_000)
CONTEXTS = 200
ROUNDS = 10

_FACTS = load_vocabulary().facts
_CATEGORY = _FACTS["status.category"]
_FIFTY = tuple(f"value-{i}" for i in range(50))  # for enums that only a rulebook lists


def main() -> None:
    """Print a table with one line for each size of rulebook."""
    random = Random(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
    print(" rules  ready ms  matched  durable µs  plain µs  ratio")
    for size in SIZES:
        rules = [(f"rule-{i}", made_rule(random)) for i in range(size)]
        contexts = [made_context(random) for _ in range(CONTEXTS)]
        print(_line(rules, contexts))


def _line(rules: Rules, contexts: Sequence[Facts]) -> str:
    started = perf_counter()
    durable = DurableEngine(rules)
    ready = perf_counter() - started
    plain = PlainEngine(rules)
    answers = [plain.match(facts) for facts in contexts]
    assert answers == [durable.match(facts) for facts in contexts]
    matched = sum(map(len, answers)) / len(answers)
    fast, slow = (_microseconds(engine, contexts) for engine in (durable, plain))
    return (
        f"{len(rules):>6}  {ready * 1e3:>8.1f}  {matched:>7.1f}  {fast:>10.1f}  {slow:>8.1f}"
        f"  {slow / fast:>5.1f}"
    )


def _microseconds(engine: Engine, contexts: Sequence[Facts]) -> float:
    def run() -> None:
        for facts in contexts:
            engine.match(facts)

    return min(_seconds(run) for _ in range(ROUNDS)) / len(contexts) * 1e6


def _seconds(run: Callable[[], None]) -> float:
    started = perf_counter()
    run()
    return perf_counter() - started


def made_context(random: Random) -> Facts:
    """Return a context that knows about half of the facts."""
    return {name: _value(random, fact) for name, fact in _FACTS.items() if random.random() < 0.5}


def made_rule(random: Random) -> Condition:
    """Return the condition of a rule in the shape of the shipped ones."""
    facts = random.sample(tuple(_FACTS.values()), random.randrange(2, 5))
    if random.random() < 0.5:
        facts[0] = _CATEGORY
    return All(tuple(_condition(random, fact) for fact in facts))


def _condition(random: Random, fact: FactDeclaration) -> Condition:
    operator = Operator.EQ
    if fact.type is FactType.NUMBER:
        operator = random.choice((Operator.LT, Operator.GTE))
    elif fact.type is FactType.ENUM and random.random() < 0.5:
        several = tuple(_value(random, fact) for _ in range(random.randrange(2, 9)))
        return Compare(fact.name, Operator.IN, several)
    leaf = Compare(fact.name, operator, _value(random, fact))
    return Not(leaf) if random.random() < 0.1 else leaf


def _value(random: Random, fact: FactDeclaration) -> FactValue:
    if fact.type is FactType.BOOLEAN:
        return random.random() < 0.5
    if fact.type is FactType.NUMBER:
        return random.choice((random.randrange(100), random.random() * 100))
    return random.choice(tuple(fact.values or _FIFTY))


if __name__ == "__main__":
    main()
