"""The life of the C engine: sessions, threads, errors, closing."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Thread
from typing import Any

import durable_rules_engine
import pytest

from resolver.engine.durable import DurableEngine
from resolver.engine.plain import PlainEngine
from resolver.errors import EngineError
from resolver.model.conditions import All, AnyOf, Compare, Not, Operator
from tests.support.conditions import random_facts, random_rules

CLERK = Compare("role", Operator.EQ, "clerk")
RULES = [("clerk", CLERK), ("other", Not(CLERK)), ("anybody", All(()))]


@pytest.fixture
def engine() -> Iterator[DurableEngine]:
    """Return an engine with one session, so that every match uses the same."""
    engine = DurableEngine(RULES, sessions=1)
    yield engine
    engine.close()


def wrap(
    patch: pytest.MonkeyPatch, function: str, before: Callable[[Callable[..., Any]], None]
) -> None:
    """Let something happen before a function of the C part is called."""
    original = getattr(durable_rules_engine, function)

    def wrapped(*args: Any) -> Any:
        before(original)
        return original(*args)

    patch.setattr(durable_rules_engine, function, wrapped)


def test_rules_that_are_true_match(engine: DurableEngine) -> None:
    """A fact decides between two rules; absent, it leaves both out."""
    assert engine.match({"role": "clerk"}) == {"clerk", "anybody"}
    assert engine.match({"role": "boss"}) == {"other", "anybody"}
    assert engine.match({}) == {"anybody"}


def test_engine_without_rules_matches_nothing() -> None:
    """An empty rulebook is a rulebook."""
    assert DurableEngine([]).match({"role": "clerk"}) == frozenset()


def test_rule_with_too_many_paths_is_answered_all_the_same() -> None:
    """The plain engine takes over what the C part would choke on."""
    large = AnyOf(tuple(Compare(f"f{i}", Operator.EQ, 1) for i in range(700)))
    engine = DurableEngine([("large", large), *RULES])
    assert engine.match({"f699": 1, "role": "clerk"}) == {"large", "clerk", "anybody"}


def test_wrong_type_is_an_error_and_the_next_match_is_right() -> None:
    """One odd fact does not spoil the session."""
    engine = DurableEngine([("young", Compare("age", Operator.LT, 24))], sessions=1)
    with pytest.raises(EngineError, match="fact age"):
        engine.match({"age": "old"})
    assert engine.match({"age": 3}) == {"young"}


@pytest.mark.parametrize(
    "function",
    ["assert_fact", "start_action_for_state", "complete_and_start_action", "retract_fact"],
)
@pytest.mark.parametrize("error", [durable_rules_engine.error("code 303"), MemoryError()])
def test_failure_in_c_is_an_engine_error_and_the_next_match_is_right(
    engine: DurableEngine, monkeypatch: pytest.MonkeyPatch, function: str, error: Exception
) -> None:
    """Whatever step fails, the session begins anew."""

    def fail(_: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        wrap(patch, function, fail)
        with pytest.raises(EngineError, match="the rule engine failed"):
            engine.match({"role": "clerk"})
    assert engine.match({"role": "boss"}) == {"other", "anybody"}


@pytest.mark.parametrize("function", ["start_action_for_state", "retract_fact"])
def test_interrupted_match_leaves_nothing_behind(
    engine: DurableEngine, monkeypatch: pytest.MonkeyPatch, function: str
) -> None:
    """The fact of a match that Ctrl-C ended does not take part in the next."""

    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        wrap(patch, function, interrupt)
        with pytest.raises(KeyboardInterrupt):
            engine.match({"role": "clerk"})
    assert engine.match({"role": "boss"}) == {"other", "anybody"}


def test_unknown_result_of_the_c_part_is_an_engine_error(
    engine: DurableEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fact that was neither matched nor passed over is no answer."""
    monkeypatch.setattr(durable_rules_engine, "assert_fact", lambda *_: (2, 1))
    with pytest.raises(EngineError, match="returned 2"):
        engine.match({"role": "clerk"})


def test_threads_share_an_engine() -> None:
    """More threads than sessions, switched as often as can be, and all answers right."""
    random = Random(7)
    rules = random_rules(random, 150)
    contexts = [random_facts(random) for _ in range(300)]
    expected = [PlainEngine(rules).match(facts) for facts in contexts]
    engine = DurableEngine(rules, sessions=3)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(engine.match, contexts * 4))
    finally:
        sys.setswitchinterval(interval)
    assert answers == expected * 4


def test_closed_engine_fails_in_every_thread() -> None:
    """Nobody waits for a session that will never come back; closing again changes nothing."""
    engine = DurableEngine(RULES)
    engine.close()
    engine.close()
    for _ in range(3):
        with pytest.raises(EngineError, match="closed"):
            engine.match({"role": "clerk"})


def test_closing_waits_for_the_match_under_way(
    engine: DurableEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A match that has begun ends as if nothing had happened."""
    closer = Thread(target=engine.close)

    def close(_: object) -> None:
        closer.start()
        closer.join(timeout=0.05)

    wrap(monkeypatch, "start_action_for_state", close)
    assert engine.match({"role": "clerk"}) == {"clerk", "anybody"}
    closer.join()
    with pytest.raises(EngineError, match="closed"):
        engine.match({"role": "clerk"})


def test_engine_that_nobody_needs_is_deleted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who drops a snapshot need not close its engine."""
    deleted: list[str] = []
    wrap(monkeypatch, "delete_state", lambda _: deleted.append("state"))
    wrap(monkeypatch, "delete_ruleset", lambda _: deleted.append("rule set"))
    DurableEngine(RULES, sessions=2)
    gc.collect()
    assert deleted == ["state", "state", "rule set"]


@pytest.mark.parametrize(
    ("function", "rule_sets"), [("create_ruleset", 1), ("start_action_for_state", 2)]
)
def test_refused_rules_leave_nothing_behind(
    monkeypatch: pytest.MonkeyPatch, function: str, rule_sets: int
) -> None:
    """The rule sets that were made before the second one failed are deleted."""
    calls: list[str] = []

    def fail_second(_: object) -> None:
        calls.append(function)
        if len(calls) == 2:
            raise durable_rules_engine.error("code 101")

    deleted: list[str] = []
    wrap(monkeypatch, function, fail_second)
    wrap(monkeypatch, "delete_ruleset", lambda _: deleted.append("rule set"))
    with pytest.raises(EngineError, match="refuses the rules"):
        DurableEngine([(f"r{i}", Compare("f", Operator.EQ, i)) for i in range(100)])
    assert deleted == ["rule set"] * rule_sets
