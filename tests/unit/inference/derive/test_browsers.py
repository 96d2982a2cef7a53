"""Browsers, programs and networks by their names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.inference.derive.browsers import BrowserReader, read_network
from tests.support.calendars import shipped_knowledge

BROWSERS = BrowserReader(shipped_knowledge().client.oldest_browsers)
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 "


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Chrome 139", "supported"),
        ("Chrome", "supported"),
        ("谷歌浏览器 120", "supported"),
        ("Firefox/128.0", "supported"),
        (WINDOWS + "Chrome/139.0.0.0 Safari/537.36", "supported"),
        (WINDOWS + "Chrome/139.0.0.0 Safari/537.36 Edg/139.0", "supported"),
        ("Mozilla/5.0 (Windows NT 10.0; Trident/7.0; rv:11.0) like Gecko", "supported"),
        ("Internet Explorer 7", "outdated"),
        ("IE8", "outdated"),
        ("Mozilla/5.0 (compatible; MSIE 10.0; Windows NT 6.2; Trident/6.0)", "outdated"),
        ("Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 6.1; Trident/7.0)", "outdated"),
        ("Chrome 49", "outdated"),
        ("火狐 45", "outdated"),
        (WINDOWS + "Chrome/64.0 Safari/537.36 Edge/18.17763", "outdated"),
        (PHONE + "Chrome/116.0 Mobile MicroMessenger/8.0.42", "in_app"),
        (PHONE + "Chrome/116.0 Mobile QQ/9.1.5", "in_app"),
        ("微信内置浏览器", "in_app"),
        ("钉钉", "in_app"),
        ("python-requests/2.32", "script"),
        ("curl/8.5.0", "script"),
        ("okhttp/4.12.0", "script"),
        ("Java/1.8.0_202", "script"),
        (WINDOWS + "HeadlessChrome/120.0 Safari/537.36", "script"),
        ("Safari 18 (macOS)", "other"),
        ("Internet Explorer", "other"),
        ("浏览器", "other"),
        ("😀", "other"),
    ],
)
def test_browser_is_sorted_by_what_the_official_pages_need(text: str, kind: str) -> None:
    """Short names and whole user agents, current and old, in-app browsers and programs."""
    assert BROWSERS.kind(text) == kind


@pytest.mark.parametrize("text", [None, "", "　 \n"])
def test_browser_that_nobody_names_is_unknown(text: str | None) -> None:
    """Blank is as good as absent."""
    assert BROWSERS.kind(text) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ethernet", "wired"),
        ("有线", "wired"),
        ("光纤宽带", "wired"),
        ("LAN", "wired"),
        ("Wi-Fi", "wifi"),
        ("5G WiFi", "wifi"),
        ("无线网", "wifi"),
        ("4g (地铁)", "cellular"),
        ("５Ｇ", "cellular"),
        ("手机热点", "cellular"),
        ("公司VPN (有线)", "vpn"),
        ("卫星", "other"),
    ],
)
def test_network_is_sorted_by_its_words(text: str, kind: str) -> None:
    """The weakest part of the line that is named decides."""
    assert read_network(text) == kind


@given(st.text(max_size=600))
def test_any_text_is_some_browser_and_some_network(text: str) -> None:
    """No text breaks the reading."""
    kinds = {"supported", "outdated", "in_app", "script", "other", None}
    assert BROWSERS.kind(text) in kinds
    assert read_network(text) in {"wired", "wifi", "cellular", "vpn", "other", None}
