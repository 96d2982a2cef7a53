"""What sort of browser or program, and what sort of network, a text names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

_LONGEST = 512

_SCRIPT = re.compile(
    r"python|curl|wget|httpclient|http-client|okhttp|axios|node-fetch|undici|headless|phantomjs|"
    r"selenium|webdriver|puppeteer|playwright|postman|aiohttp|httpx|urllib|libwww|scrapy|requests/|"
    r"^java|^go-|^rust|reqwest|guzzle|spider|crawler|bot\b|脚本|爬虫|机器人"
)
_IN_APP = re.compile(
    r"micromessenger|wechat|weixin|微信|wxwork|\bqq/|\bqq ?[0-9]|手机qq|^qq$|qq内置|dingtalk|钉钉|"
    r"alipay|支付宝|feishu|飞书|\blark\b|weibo|微博|douyin|抖音|toutiao|小程序|内置浏览器|"
    r"webview|; wv\)"
)
_INTERNET_EXPLORER = re.compile(r"msie|trident|internet explorer|\bie(?![a-z])|^ie$")
_NAMES = (
    ("edge", re.compile(r"\bedg(?:e|a|ios)?\b|edg/|微软浏览器")),
    ("firefox", re.compile(r"firefox|fxios|火狐")),
    ("chrome", re.compile(r"chrome|chromium|crios|谷歌|360|qqbrowser|qq浏览器|搜狗|sogou|metasr")),
    ("safari", re.compile(r"safari|苹果浏览器")),
)
"""In the order in which they have to be looked for: a user agent also names its forebears."""

_VERSIONS = {
    "ie": re.compile(r"(?:msie|internet explorer|\bie)[^0-9]{0,12}([0-9]{1,3})"),
    "trident": re.compile(r"rv:([0-9]{1,3})"),
    "edge": re.compile(r"(?:edg[a-z]*|微软浏览器)[^0-9]{0,10}([0-9]{1,4})"),
    "firefox": re.compile(r"(?:firefox|fxios|火狐)[^0-9]{0,10}([0-9]{1,4})"),
    "chrome": re.compile(r"(?:chrome|chromium|crios|谷歌)[^0-9]{0,10}([0-9]{1,4})"),
    "safari": re.compile(r"(?:version|safari|苹果浏览器)[^0-9]{0,10}([0-9]{1,3})"),
}

_NETWORKS = (
    ("vpn", re.compile(r"vpn|proxy|代理|隧道|加速器")),
    ("wifi", re.compile(r"wi-?fi|wlan|wireless|无线")),
    (
        "cellular",
        re.compile(
            r"[2-6]g|lte|cellular|mobile|蜂窝|流量|移动网络|移动数据|手机|热点|hotspot|tether"
        ),
    ),
    (
        "wired",
        re.compile(
            r"wired|ethernet|\blan\b|fib(?:er|re)|cable|dsl|broadband|有线|光纤|宽带|网线|专线|以太网|局域网|内网"
        ),
    ),
)


class BrowserReader:
    """Reads browsers as people and user agents name them, by the oldest versions that work."""

    def __init__(self, oldest: Mapping[str, int]) -> None:
        self._oldest = dict(oldest)
        self._kind = lru_cache(maxsize=4096)(self._read)

    def kind(self, text: str | None) -> str | None:
        """Return `supported`, `outdated`, `in_app`, `script` or `other`; `None` if none is named.

        A browser of which no version is told counts as current, Internet Explorer as `other`.
        """
        return self._kind(text[:_LONGEST]) if text else None

    def _read(self, text: str) -> str | None:
        name = unicodedata.normalize("NFKC", text).strip().lower()
        if not name:
            return None
        if _SCRIPT.search(name):
            return "script"
        if _IN_APP.search(name):
            return "in_app"
        browser, version = _identify(name)
        oldest = self._oldest.get(browser)
        if oldest is None or (browser == "ie" and version is None):
            return "other"
        return "outdated" if version is not None and version < oldest else "supported"


@lru_cache(maxsize=1024)
def read_network(text: str) -> str | None:
    """Return `vpn`, `wifi`, `cellular`, `wired` or `other`; `None` where the text is blank."""
    name = unicodedata.normalize("NFKC", text[:_LONGEST]).strip().lower()
    if not name:
        return None
    return next((kind for kind, pattern in _NETWORKS if pattern.search(name)), "other")


def _identify(name: str) -> tuple[str, int | None]:
    """Return a browser and its major version; an empty name where it is none that we know."""
    if _INTERNET_EXPLORER.search(name):
        return "ie", _version("ie", name) or _version("trident", name)
    for browser, pattern in _NAMES:
        if pattern.search(name):
            return browser, _version(browser, name)
    return "", None


def _version(browser: str, name: str) -> int | None:
    found = _VERSIONS[browser].search(name)
    return int(found.group(1)) if found else None
