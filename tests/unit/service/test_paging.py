"""Tests of pages and their tokens."""

from __future__ import annotations

import pytest

from resolver.errors import InvalidContextError
from resolver.service.paging import MAX_PAGE_SIZE, page_of

REVISION = "sha256:" + "a" * 64
ITEMS = list(range(250))


def test_tokens_lead_through_every_item_once() -> None:
    """Following the tokens visits the whole list in its order and then ends."""
    seen: list[int] = []
    token = ""
    while not seen or token:
        page = page_of(ITEMS, REVISION, 100, token)
        seen.extend(page.items)
        token = page.next_token
    assert seen == ITEMS


def test_sizes_of_nothing_and_too_much_are_understood() -> None:
    """0 is the default, and a size above the maximum is cut."""
    many = list(range(3000))
    assert len(page_of(many, REVISION, 0, "").items) == 100
    assert len(page_of(many, REVISION, 2**31 - 1, "").items) == MAX_PAGE_SIZE


@pytest.mark.parametrize(
    "token", ["x", "长", "MTIz", "YWFhYWFhYWFhYWFhYWFhYTotMQ==", "YWFhOjEK", "\x00" * 2000]
)
def test_token_of_nobody_is_refused(token: str) -> None:
    """Whatever text stands for a token, it is either ours or an invalid argument."""
    with pytest.raises(InvalidContextError) as caught:
        page_of(ITEMS, REVISION, 10, token)
    assert caught.value.violations[0].reason == "UNKNOWN_PAGE_TOKEN"


def test_token_of_a_longer_list_is_refused() -> None:
    """A token may not point beyond the end."""
    token = page_of(ITEMS, REVISION, 100, "").next_token
    with pytest.raises(InvalidContextError):
        page_of(ITEMS[:50], REVISION, 100, token)


def test_token_of_another_revision_is_stale() -> None:
    """Pages of two rulebooks are never mixed."""
    token = page_of(ITEMS, "sha256:" + "b" * 64, 10, "").next_token
    with pytest.raises(InvalidContextError) as caught:
        page_of(ITEMS, REVISION, 10, token)
    assert caught.value.violations[0].reason == "STALE_PAGE_TOKEN"
