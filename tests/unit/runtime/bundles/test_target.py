"""The URLs that bundles may come from."""

from __future__ import annotations

import pytest

from resolver.bundle.reasons import Reason
from resolver.errors import BundleError
from resolver.runtime.bundles.target import read_target


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/rules.tar",
        "http://10.0.0.1/rules.tar",
        "http://localhost.example.org/rules.tar",
        "http://127.0.0.1@example.org/rules.tar",
        "ftp://127.0.0.1/rules.tar",
        "file:///rules.tar",
        "https:///rules.tar",
        "https://host:port/rules.tar",
        "https://[::1/rules.tar",
        "https://例子.cn/rules.tar",
    ],
)
def test_other_urls_are_refused(url: str) -> None:
    """Plain http is for this machine; all else is https."""
    with pytest.raises(BundleError, match="https") as caught:
        read_target(url)
    assert caught.value.reason == Reason.UNAVAILABLE


@pytest.mark.parametrize(
    "url", ["https://example.org/a?b=c", "http://localhost:1/a", "http://[::1]:1/a"]
)
def test_these_urls_will_do(url: str) -> None:
    """And are asked as they were written."""
    assert read_target(url).url == url


def test_what_is_shown_has_no_secret() -> None:
    """Neither user, password, nor query."""
    target = read_target("https://user:word@example.org:8443/a?token=b#c")
    assert target.shown == "https://example.org:8443/a"
    assert target.url == "https://example.org:8443/a?token=b"
