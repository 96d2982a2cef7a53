"""One conditional request for a bundle: bounded in size and time, to nowhere but where it may."""

from __future__ import annotations

import http.client
import ssl
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPMessage
from pathlib import Path
from typing import IO
from urllib.request import Request

from resolver import __version__
from resolver.bundle.archive import MAX_ARCHIVE_BYTES, too_large
from resolver.bundle.reasons import Reason
from resolver.errors import BundleError
from resolver.model.texts import Text
from resolver.runtime.bundles.target import Target, insecure, read_target

_WAIT_SECONDS = 10.0
"""For a connection, and for each further part of an answer."""

_WHOLE_SECONDS = 60.0
"""For an answer as a whole: one that drips is no answer."""

_PART_BYTES = 65_536
_LONGEST_ETAG = 256
_NOT_MODIFIED = 304


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer's body and its entity tag, empty if it has none."""

    body: bytes
    etag: str


class Download:
    """Asks one URL for its bundle, again and again."""

    def __init__(
        self, target: Target, ca: Path | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Trust the certificates of a file, or those that the system trusts.

        Raises:
            BundleError: The file holds no certificates.
        """
        self._target = target
        self._clock = clock
        self._opener = _opener(target, _context(ca))

    def __call__(self, etag: str) -> Fetched | None:
        """Return what the URL holds, or `None` if that still has the entity tag.

        Raises:
            BundleError: It does not answer, not in time, not whole, with an error, or too much.
        """
        try:
            with self._opener.open(self._request(etag), timeout=_WAIT_SECONDS) as answer:
                return Fetched(self._body(answer), _entity_tag(answer.headers.get("ETag", "")))
        except urllib.error.HTTPError as error:
            error.close()
            if error.code == _NOT_MODIFIED and etag:
                return None
            raise self._unavailable(f"HTTP {error.code}") from error
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise self._unavailable(_told(error)) from error

    def _request(self, etag: str) -> Request:
        request = Request(self._target.url)  # noqa: S310 - read_target admits http and https only
        request.add_header("User-Agent", f"invoice-status-resolver/{__version__}")
        request.add_header("Accept-Encoding", "identity")
        if etag:
            request.add_header("If-None-Match", etag)
        if self._target.authorization:  # never to where a redirect leads
            request.add_unredirected_header("Authorization", self._target.authorization)
        return request

    def _body(self, answer: http.client.HTTPResponse) -> bytes:
        until = self._clock() + _WHOLE_SECONDS
        promised = answer.headers.get("Content-Length", "")
        if promised.isdecimal() and int(promised) > MAX_ARCHIVE_BYTES:
            raise too_large()
        parts: list[bytes] = []
        size = 0
        while part := answer.read1(_PART_BYTES):
            parts.append(part)
            size += len(part)
            if size > MAX_ARCHIVE_BYTES:
                raise too_large()
            if self._clock() > until:
                raise self._unavailable(f"not whole after {_WHOLE_SECONDS:.0f} seconds")
        if promised.isdecimal() and size != int(promised):
            raise self._unavailable("broken off")
        return b"".join(parts)

    def _unavailable(self, reason: str) -> BundleError:
        shown = self._target.shown
        return BundleError(
            Reason.UNAVAILABLE,
            Text(
                f"{shown}：无法获取规则包（{reason}）", f"{shown}: no bundle to be had: {reason}"
            ),
        )


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a few redirects, never from https to http and never off this machine by http."""

    max_redirections = 3

    def redirect_request(  # noqa: PLR0913, PLR0917 - the library's method
        self,
        req: Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> Request | None:
        try:
            target = read_target(newurl)
            if req.type == "https" and target.is_plain:
                raise insecure()
        except BundleError:
            fp.close()
            raise
        return super().redirect_request(req, fp, code, msg, headers, target.url)


def _opener(target: Target, context: ssl.SSLContext) -> urllib.request.OpenerDirector:
    """Return what speaks HTTP only; this machine is never asked by way of a proxy."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler({} if target.is_plain else None),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(context=context),
        urllib.request.HTTPDefaultErrorHandler(),
        _Redirects(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.UnknownHandler(),
    ):
        opener.add_handler(handler)
    return opener


def _context(ca: Path | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=ca)
    except OSError as error:
        raise BundleError(
            Reason.UNAVAILABLE,
            Text(f"{ca}：不是 PEM 格式的证书文件", f"{ca}: no file of certificates in PEM form"),
        ) from error


def _entity_tag(text: str) -> str:
    """Return an entity tag that can be sent back, or none."""
    return text if len(text) <= _LONGEST_ETAG and text.isascii() and text.isprintable() else ""


def _told(error: Exception) -> str:
    """Return what went wrong, without the address: it may hold a password."""
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(reason, OSError):
        return reason.strerror or type(reason).__name__
    return type(error).__name__
