"""A predicate is true exactly where the meaning of its condition is."""

from __future__ import annotations

from random import Random

from resolver.model.conditions import holds
from resolver.model.predicates import predicate
from tests.support.conditions import random_condition, random_facts


def test_predicates_agree_with_the_meaning_of_conditions() -> None:
    """Thousands of random conditions and facts, nested and with absent facts, are judged alike."""
    random = Random(20260305)
    for _ in range(400):
        condition = random_condition(random)
        is_true = predicate(condition)
        for _ in range(20):
            facts = random_facts(random)
            assert is_true(facts) is (holds(condition, facts) is True)
