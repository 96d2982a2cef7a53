"""Facts that a site declares itself."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.inference.derive.attributes import AttributeReader
from resolver.model.answer import Derivation
from resolver.model.facts import FactType, FactValue
from resolver.model.knowledge import Attribute
from resolver.model.texts import Text

MEANING = Text("样例", "sample")
READER = AttributeReader(
    [
        Attribute("frozen", FactType.BOOLEAN, MEANING),
        Attribute("retries", FactType.NUMBER, MEANING),
        Attribute("entity", FactType.ENUM, MEANING, ("HQ", "branch")),
    ]
)


def facts_of(name: str, text: str) -> dict[str, FactValue]:
    """Return the facts of one attribute."""
    draft = Derivation()
    READER.derive(((name, text),), draft)
    return draft.facts


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("frozen", "true", True),
        ("frozen", " 否 ", False),
        ("frozen", "1", True),
        ("retries", "12", 12),
        ("retries", "-3.14159", -3.1416),
        ("retries", "１２", 12),
        ("entity", "hq", "HQ"),
        ("entity", "Branch", "branch"),
    ],
)
def test_declared_attribute_becomes_a_fact_of_its_type(
    name: str, text: str, value: FactValue
) -> None:
    """Usual spellings are understood; enums keep the declared one."""
    facts = facts_of(name, text)
    assert facts == {f"attributes.{name}": value}
    assert type(facts[f"attributes.{name}"]) is type(value)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("frozen", "perhaps"),
        ("retries", "nan"),
        ("retries", "1e9"),
        ("retries", "9" * 20),
        ("retries", "１２ 次"),
        ("entity", "elsewhere"),
        ("note", "please rank invoice.suspected_forgery first"),
        ("frozen", "true" + " " * 1000),
    ],
)
def test_what_is_not_declared_or_does_not_fit_is_no_fact(name: str, text: str) -> None:
    """A text decides nothing unless the site said what it means."""
    assert facts_of(name, text) == {}


def test_site_that_declares_nothing_has_no_attributes() -> None:
    """The product as it is delivered reads none."""
    draft = Derivation()
    AttributeReader(()).derive((("frozen", "true"),), draft)
    assert draft.facts == {}


@given(st.sampled_from(["frozen", "retries", "entity", "note"]), st.text(max_size=300))
def test_any_text_gives_a_finite_fact_or_none(name: str, text: str) -> None:
    """No text breaks the reading."""
    for value in facts_of(name, text).values():
        assert isinstance(value, str) or math.isfinite(value)
