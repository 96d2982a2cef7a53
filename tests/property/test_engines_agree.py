"""The C engine and the plain engine answer alike, whatever the rules and the facts."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from resolver.engine.base import Rules
from resolver.engine.durable import DurableEngine
from resolver.engine.plain import PlainEngine
from resolver.model.facts import Facts
from tests.support.conditions import facts, random_facts, random_rules, rules


@settings(deadline=None)
@given(rules(max_count=5), st.lists(facts(), min_size=1, max_size=3))
def test_engines_agree_on_few_rules(some_rules: Rules, some_facts: list[Facts]) -> None:
    """Small rulebooks, so that Hypothesis can shrink what fails."""
    _assert_agreement(some_rules, some_facts)


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=True))
def test_engines_agree_on_dozens_of_rules(random: Random) -> None:
    """Sixty rulebooks of dozens of rules, which take several rule sets, and 100 facts each."""
    some_rules = random_rules(random, random.randrange(24, 120))
    _assert_agreement(some_rules, [random_facts(random) for _ in range(100)])


def _assert_agreement(some_rules: Rules, some_facts: Sequence[Facts]) -> None:
    plain = PlainEngine(some_rules)
    with closing(DurableEngine(some_rules, sessions=1)) as durable:
        for each in some_facts:
            assert durable.match(each) == plain.match(each)
