"""JSON Web Tokens, verified by the public keys of a JWKS file."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from resolver.errors import CredentialExpiredError, SettingsError, UnauthenticatedError
from resolver.runtime.access.callers import NAME, Caller, Scope
from resolver.runtime.access.tokens import digest_of, fingerprint_of

ALGORITHMS = frozenset({"RS256", "ES256", "EdDSA"})
"""Signatures by public keys alone: no shared secret, and nothing that says `none`."""

_LEAST_RSA_BITS = 2048
_REMEMBERED = 1024
_REQUIRED = ["exp", "iss", "aud", "sub"]


@dataclass(frozen=True, slots=True)
class Expected:
    """What a token must say: who made it, for whom, and how far clocks may differ in seconds."""

    issuer: str
    audience: str
    leeway_seconds: float


@dataclass(frozen=True, slots=True)
class JwtKeys:
    """Verifies tokens by one set of keys, and remembers the latest that were good."""

    keys: Mapping[str, jwt.PyJWK]
    expected: Expected
    _good: dict[str, tuple[Caller, float]] = field(default_factory=dict)

    def caller(self, token: str, at: datetime) -> Caller:
        """Return the caller that a token names.

        Raises:
            UnauthenticatedError: It is not signed by one of the keys, not for this server, not yet
                or no longer good, or names nobody.
        """
        digest = digest_of(token)
        known = self._good.get(digest)
        if known and at.timestamp() < known[1]:
            return known[0]
        claims = self._claims(token)
        caller = _caller_of(claims, token)
        if len(self._good) >= _REMEMBERED:
            self._good.clear()
        self._good[digest] = (caller, claims["exp"] + self.expected.leeway_seconds)
        return caller

    def _claims(self, token: str) -> dict[str, Any]:
        try:
            key = self._key_of(jwt.get_unverified_header(token))
            return jwt.decode(
                token,
                key,
                # The key decides, not the token: else one might pass a public key off as a secret.
                algorithms=[key.algorithm_name],
                issuer=self.expected.issuer,
                audience=self.expected.audience,
                leeway=self.expected.leeway_seconds,
                options={"require": _REQUIRED},
            )
        except jwt.ExpiredSignatureError:
            raise CredentialExpiredError(fingerprint_of(token)) from None
        except (jwt.PyJWTError, KeyError, ValueError, TypeError):
            raise UnauthenticatedError(fingerprint_of(token)) from None

    def _key_of(self, header: Mapping[str, Any]) -> jwt.PyJWK:
        if "kid" not in header and len(self.keys) == 1:
            return next(iter(self.keys.values()))
        return self.keys[header["kid"]]


def read_jwt_keys(file: Path, expected: Expected) -> JwtKeys:
    """Return the keys of a JWKS file.

    Raises:
        SettingsError: It cannot be read, or a key in it is unfit.
    """
    try:
        listed = json.loads(file.read_text("utf-8"))["keys"]
        usable = [key for one in listed if (key := _public_key(file, one))]
        keys = {key.key_id or "": key for key in usable}
    except OSError as error:
        raise SettingsError([f"{file} cannot be read: {type(error).__name__}"]) from error
    except (ValueError, KeyError, TypeError, AttributeError, jwt.PyJWTError):
        raise SettingsError([f"{file} is no JWKS: it must be JSON with a list `keys`"]) from None
    if not usable or len(keys) < len(usable):
        taken = ", ".join(sorted(ALGORITHMS))
        raise SettingsError([f"{file} must hold keys for {taken}, each with a `kid` of its own"])
    return JwtKeys(keys, expected)


def _public_key(file: Path, listed: Mapping[str, Any]) -> jwt.PyJWK | None:
    """Return a key that signatures can be verified by; `None` for one made for something else."""
    if listed.get("kty") == "oct" or "d" in listed:
        raise SettingsError([f"{file} holds a secret or private key: list public keys only"])
    if listed.get("use", "sig") != "sig" or listed.get("alg", "EdDSA") not in ALGORITHMS:
        return None
    key = jwt.PyJWK.from_dict(dict(listed))
    if isinstance(key.key, RSAPublicKey) and key.key.key_size < _LEAST_RSA_BITS:
        raise SettingsError([f"{file}: an RSA key must have at least {_LEAST_RSA_BITS} bits"])
    return key if key.algorithm_name in ALGORITHMS else None


def _caller_of(claims: Mapping[str, Any], token: str) -> Caller:
    name, scope = claims["sub"], claims.get("scope", "")
    if not isinstance(scope, str) or not re.fullmatch(NAME, name):
        raise UnauthenticatedError(fingerprint_of(token))
    known = {word: Scope(word) for word in scope.split() if word in set(Scope)}
    return Caller(name, frozenset(known.values()))
