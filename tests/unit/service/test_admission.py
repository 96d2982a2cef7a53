"""Tests of how many calls may be under way."""

from __future__ import annotations

from resolver.errors import CallerLimitError, OverloadedError, TooManyBatchesError
from resolver.service.admission import Admission


def test_calls_are_shed_beyond_the_limit_until_one_ends() -> None:
    """Whoever makes them."""
    admission = Admission(2, 1.0, TooManyBatchesError)
    assert [admission.enter("") for _ in range(2)] == [None, None]
    assert isinstance(admission.enter("erp"), TooManyBatchesError)
    admission.leave("")
    assert admission.enter("erp") is None
    assert admission.under_way == 2


def test_one_caller_gets_its_share_and_leaves_the_rest() -> None:
    """What is shed takes no room; callers without a name are not told apart."""
    admission = Admission(5, 0.5)
    assert [admission.enter("erp") for _ in range(3)] == [None] * 3
    assert isinstance(admission.enter("erp"), CallerLimitError)
    assert [admission.enter(name) for name in ("", "other")] == [None, None]
    assert type(admission.enter("third")) is OverloadedError
    admission.leave("erp")
    assert admission.enter("erp") is None
    for name in ("erp", "erp", "erp", "", "other"):
        admission.leave(name)
    assert admission.under_way == 0
    assert not admission._by_caller


def test_share_of_a_small_limit_is_at_least_one() -> None:
    """Or a caller could make no call at all."""
    assert Admission(1, 0.1).enter("erp") is None
