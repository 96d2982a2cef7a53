"""Facts of one signature are one and the same to every condition that it was made for."""

from __future__ import annotations

from random import Random

from resolver.inference.signature import SignatureReader
from resolver.model.conditions import holds
from resolver.model.facts import FactDeclaration, FactType, Vocabulary
from resolver.model.texts import Text
from tests.support.conditions import FACTS, random_condition, random_facts

VOCABULARY = Vocabulary(
    {
        name: FactDeclaration(
            name,
            FactType.NUMBER if name.startswith("num.") else FactType.ENUM,
            Text("事实", "a fact"),
        )
        for name in FACTS
    },
    {},
)


def test_conditions_agree_on_facts_of_one_signature() -> None:
    """Of 30,000 pairs of facts, hundreds share a signature; no condition parts one of these."""
    random, alike = Random(20261124), 0
    for _ in range(300):
        conditions = [random_condition(random) for _ in range(3)]
        reader = SignatureReader(conditions, VOCABULARY)
        for _ in range(100):
            some, others = random_facts(random), random_facts(random)
            others = {**some, **{name: others[name] for name in list(others)[:2]}}
            if reader.read(some) == reader.read(others) and some != others:
                alike += 1
                for condition in conditions:
                    assert holds(condition, some) is holds(condition, others)
    assert alike > 300
