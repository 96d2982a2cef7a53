"""Shares and how far they can be trusted."""

from __future__ import annotations

import pytest

from resolver.model.shares import FEW, Share


@pytest.mark.parametrize(
    ("share", "bounds"),
    [
        (Share(81, 263), (0.2553, 0.3662)),
        (Share(0, 10), (0.0, 0.2775)),
        (Share(10, 10), (0.7225, 1.0)),
        (Share(0, 0), (0.0, 1.0)),
    ],
)
def test_bounds_are_those_of_wilson(share: Share, bounds: tuple[float, float]) -> None:
    """The first is an example of Newcombe, Statistics in Medicine 17 (1998) 857."""
    assert share.interval() == pytest.approx(bounds, abs=5e-5)


def test_a_share_of_nothing_has_no_value() -> None:
    """And few cases are few."""
    assert (Share(0, 0).value, Share(1, 4).value) == (None, 0.25)
    assert (Share(1, FEW - 1).is_of_few, Share(1, FEW).is_of_few) == (True, False)
