"""Values on either side of what conditions compare a fact with."""

from __future__ import annotations

from resolver.inference.values import telling_values
from resolver.model.conditions import All, Operator
from resolver.model.facts import load_vocabulary
from tests.support.prepared import number, one_of
from tests.support.rulebooks import fact_is

FACTS = load_vocabulary().facts


def test_number_is_tried_at_its_thresholds_and_a_unit_beside_them() -> None:
    """Each value once."""
    hours = "timing.invoice_age_hours"
    both = All((number(hours, Operator.GTE, 1), number(hours, Operator.LT, 2)))
    assert telling_values(FACTS[hours], [both]) == (1, 0, 2, 3)


def test_word_is_tried_as_named_and_as_one_that_nobody_names() -> None:
    """Any other stands for all others."""
    kind = FACTS["client.channel"]
    values = telling_values(kind, [one_of("client.channel", ("official_web", "official_app"))])
    assert values[:2] == ("official_web", "official_app")
    assert len(values) == 3


def test_yes_or_no_is_tried_both_ways_and_other_facts_do_not_matter() -> None:
    """A fact that is not compared has no telling value."""
    assert telling_values(FACTS["batch.given"], [fact_is("batch.given")]) == (True, False)
    assert telling_values(FACTS["batch.size"], [fact_is("batch.given")]) == ()
