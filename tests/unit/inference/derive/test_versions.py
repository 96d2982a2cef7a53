"""Tool versions, compared by number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.inference.derive.versions import compare_versions

NUMBERS = st.lists(st.integers(0, 999), min_size=1, max_size=5)


@pytest.mark.parametrize(
    ("current", "latest", "older", "major"),
    [
        ("4.8.2", "5.0.1", True, True),
        ("v4.8.2", "4.9", True, False),
        ("4", "4.0.0", False, False),
        ("4.9", "4.10", True, False),
        ("6.4.0", "6.4.0", False, False),
        ("7.0", "6.9", False, False),
        ("开票插件 4.0.2（正式版）", "V6.3.1", True, True),
        ("IE8 plug-in 4.2", "4.3", True, False),
        ("４．８", "4.9", True, False),
        ("4.8.2-beta1", "4.8.3", True, False),
        ("2024.12", "2025.01", True, False),
        ("2024-01-15", "20250301", True, True),
        ("20250801", "2025-08-01", False, False),
        ("2023.12", "2025.01", True, True),
    ],
)
def test_versions_compare_by_number(current: str, latest: str, older: bool, major: bool) -> None:
    """Prefixes, trailing zeros and dates are understood; of dates a year is a major version."""
    assert compare_versions(current, latest) == (older, major)


@pytest.mark.parametrize(
    ("current", "latest"),
    [
        (None, "5.0"),
        ("5.0", None),
        ("", "5.0"),
        ("最新版", "5.0"),
        ("4.8", "20250801"),
        ("\0", "😀"),
    ],
)
def test_versions_that_say_nothing_are_not_compared(
    current: str | None, latest: str | None
) -> None:
    """A missing number, or a date against a number, decides nothing."""
    assert compare_versions(current, latest) is None


@given(NUMBERS, NUMBERS)
def test_versions_order_as_their_numbers_do(current: list[int], latest: list[int]) -> None:
    """Never are both older than the other, and a major step is a step."""
    here, there = (".".join(map(str, numbers)) for numbers in (current, latest))
    forth, back = compare_versions(here, there), compare_versions(there, here)
    assert forth is not None
    assert back is not None
    assert not (forth[0] and back[0])
    assert forth[0] or not forth[1]


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_texts_are_compared_or_left_alone(current: str, latest: str) -> None:
    """No text breaks the comparison."""
    compare_versions(current, latest)
    compare_versions("9" * 10_000, latest)
