"""Ranges of versions."""

from __future__ import annotations

import pytest

from resolver.bundle.versions import EngineRange, own_range


def test_own_range_is_that_of_the_minor_version() -> None:
    """Patches read what their release writes."""
    assert str(own_range("1.9.3")) == ">=1.9,<1.10"
    assert own_range("1.9.3").admits("1.9.0")


@pytest.mark.parametrize(
    ("version", "admitted"), [("0.9.9", False), ("0.10.0", True), ("2.0", False), ("1.99", True)]
)
def test_versions_compare_as_numbers(version: str, admitted: bool) -> None:
    """0.10 is above 0.9; the upper bound is out."""
    assert EngineRange.parse(">=0.10,<2.0").admits(version) is admitted


@pytest.mark.parametrize("text", ["", "0.1", ">=0.1", "<0.2,>=0.1", ">=0.2,<0.1", ">=0.1,<0.1"])
def test_anything_else_is_no_range(text: str) -> None:
    """A range that holds nothing is a mistake, too."""
    with pytest.raises(ValueError, match="version"):
        EngineRange.parse(text)
