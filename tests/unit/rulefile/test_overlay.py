"""A change laid over plain data."""

from __future__ import annotations

import pytest

from resolver.rulefile.overlay import overlaid


@pytest.mark.parametrize(
    ("base", "change", "expected"),
    [
        ({"a": 1, "b": {"c": 2, "d": 3}}, {"b": {"c": 4}}, {"a": 1, "b": {"c": 4, "d": 3}}),
        ({"a": 1, "b": {"c": 2}}, {"b": {"c": None}}, {"a": 1, "b": {}}),
        ({"a": 1, "b": {"c": 2}}, {"b": None, "x": None}, {"a": 1}),
        ({"a": [1, 2]}, {"a": [3]}, {"a": [3]}),
        ({"a": None}, {"a": {"b": {"c": None, "d": 1}}}, {"a": {"b": {"d": 1}}}),
        ({"a": 1}, {}, {"a": 1}),
    ],
)
def test_only_what_is_written_changes(base: object, change: object, expected: object) -> None:
    """Key by key, and as deep as both are mappings."""
    assert overlaid(base, change) == expected


def test_the_base_stays_as_it_was() -> None:
    """The next variant starts from the same scenario."""
    base = {"a": {"b": 1}}
    overlaid(base, {"a": {"b": 2, "c": 3}, "d": 4})
    assert base == {"a": {"b": 1}}
