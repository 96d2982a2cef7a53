"""The URLs that bundles may come from."""

from __future__ import annotations

import base64
import ipaddress
import urllib.parse
from dataclasses import dataclass

from resolver.bundle.reasons import Reason
from resolver.errors import BundleError
from resolver.model.texts import Text


@dataclass(frozen=True, slots=True)
class Target:
    """A URL that bundles may come from.

    `shown` has neither credentials nor query; `is_plain` tells that it is http, and so on this
    machine.
    """

    url: str
    shown: str
    authorization: str
    is_plain: bool


def read_target(text: str) -> Target:
    """Read the URL of a bundle; a user and password in it are sent as HTTP basic authorization.

    Raises:
        BundleError: It is no such URL, or one that anybody on the way could answer.
    """
    try:
        parts = urllib.parse.urlsplit(text)
        port, host = parts.port, parts.hostname or ""
    except ValueError as error:
        raise _no_url() from error
    if parts.scheme not in {"http", "https"} or not host or not text.isascii():
        raise _no_url()
    if parts.scheme == "http" and not _is_loopback(host):
        raise insecure()
    place = f"[{host}]" if ":" in host else host
    bare = parts._replace(netloc=place if port is None else f"{place}:{port}", fragment="")
    shown = bare._replace(query="").geturl()
    return Target(bare.geturl(), shown, _authorization(parts), parts.scheme == "http")


def _no_url() -> BundleError:
    return BundleError(
        Reason.UNAVAILABLE,
        Text(
            "规则包的地址应为 https://主机/路径，只用 ASCII 字符",
            "a bundle's URL is https://HOST/PATH, in ASCII characters",
        ),
    )


def insecure() -> BundleError:
    """Return the error for plain http where others could answer."""
    return BundleError(
        Reason.UNAVAILABLE,
        Text(
            "规则包只能经 https 获取；http 仅限本机（127.0.0.1、localhost）",
            "a bundle comes by https; plain http is for this machine only (127.0.0.1, localhost)",
        ),
    )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _authorization(parts: urllib.parse.SplitResult) -> str:
    if parts.username is None:
        return ""
    words = (urllib.parse.unquote(word or "") for word in (parts.username, parts.password))
    return "Basic " + base64.b64encode(":".join(words).encode()).decode("ascii")
