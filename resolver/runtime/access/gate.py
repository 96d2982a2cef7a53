"""The gate: from the credential of a call to its caller, by the settings of this process."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from resolver.errors import UnauthenticatedError
from resolver.runtime.access.callers import ANYBODY, Caller, Callers, read_callers
from resolver.runtime.settings import Settings
from resolver.runtime.watched import Watched

if TYPE_CHECKING:
    from resolver.runtime.access.jwts import JwtKeys

_Value = TypeVar("_Value")

_BEARER = "bearer"
_LONGEST_TOKEN = 4096
"""The library refuses metadata of more than 8 KiB at random, and of 16 KiB always."""

_DOTS_OF_A_JWT = 2


def utc_now() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)


class Gate:
    """Knows callers by what they show; lets anybody in where no credential is asked for."""

    def __init__(self, settings: Settings, now: Callable[[], datetime] = utc_now) -> None:
        """Read the files that the settings name.

        Raises:
            SettingsError: One of them cannot be used.
        """
        self._now = now
        self._callers = _watched(settings.callers, read_callers)
        self._jwts = _watched_jwts(settings)

    @property
    def is_open(self) -> bool:
        """Whether anybody may call."""
        return self._callers is None and self._jwts is None

    @property
    def watched(self) -> Sequence[Watched[Callers] | Watched[JwtKeys]]:
        """The files to look at again from time to time."""
        return [one for one in (self._callers, self._jwts) if one is not None]

    def caller(self, authorization: Sequence[str], certificate: Collection[str]) -> Caller:
        """Return who calls, by `authorization` or by the names of a verified certificate.

        A token that was sent decides: one that is not taken is no reason to look further.

        Raises:
            UnauthenticatedError: The credential is not taken, or there is none.
        """
        if self.is_open:
            return ANYBODY
        if authorization:
            return self._by_token(_token_of(authorization))
        if certificate and self._callers is not None:
            return self._callers.value.by_certificate(certificate, self._now())
        raise UnauthenticatedError

    def _by_token(self, token: str) -> Caller:
        if self._jwts is not None and token.count(".") == _DOTS_OF_A_JWT:
            return self._jwts.value.caller(token, self._now())
        if self._callers is not None:
            return self._callers.value.by_token(token, self._now())
        raise UnauthenticatedError


def _token_of(authorization: Sequence[str]) -> str:
    scheme, _, token = authorization[0].partition(" ")
    token = token.strip()
    fine = scheme.lower() == _BEARER and 0 < len(token) <= _LONGEST_TOKEN
    if not fine or len(authorization) > 1:
        raise UnauthenticatedError
    return token


def _watched_jwts(settings: Settings) -> Watched[JwtKeys] | None:
    if settings.jwt_keys is None:
        return None
    # What verifies signatures takes 12 MB, which a server without web tokens does not need.
    from resolver.runtime.access.jwts import Expected, read_jwt_keys  # noqa: PLC0415

    expected = Expected(settings.jwt_issuer, settings.jwt_audience, settings.jwt_leeway_seconds)
    return _watched(settings.jwt_keys, partial(read_jwt_keys, expected=expected))


def _watched(file: Path | None, read: Callable[[Path], _Value]) -> Watched[_Value] | None:
    return Watched([file], partial(read, file)) if file else None
