"""Tests of JSON Web Tokens: whom they name, and everything that makes one worthless."""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from resolver.errors import CredentialExpiredError, SettingsError, UnauthenticatedError
from resolver.runtime.access.callers import Caller, Scope
from resolver.runtime.access.jwts import Expected, JwtKeys, read_jwt_keys
from resolver.runtime.access.tokens import fingerprint_of
from tests.support.jwts import AUDIENCE, ISSUER, Signer, ed25519_signer, es256, jwks, now, rs256

EXPECTED = Expected(ISSUER, AUDIENCE, leeway_seconds=30)
SIGNER = es256()


@pytest.fixture
def keys(tmp_path: Path) -> JwtKeys:
    """The keys of one signer."""
    return read_jwt_keys(jwks(tmp_path, SIGNER.public), EXPECTED)


@pytest.mark.parametrize("make", [es256, ed25519_signer, rs256])
def test_token_names_its_caller_and_scopes(tmp_path: Path, make: Callable[[], Signer]) -> None:
    """By each algorithm that is taken; scopes of other services are passed over."""
    signer = make()
    keys = read_jwt_keys(jwks(tmp_path, SIGNER.public | {"kid": "other"}, signer.public), EXPECTED)
    expected = Caller("erp", frozenset({Scope.RESOLVE}))
    assert keys.caller(signer.token(), now()) == expected
    assert keys.caller(signer.token(), now()) == expected


def test_token_without_scopes_is_good_for_nothing(keys: JwtKeys) -> None:
    """It says who calls, and that is all."""
    assert keys.caller(SIGNER.token(scope=None), now()) == Caller("erp")


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://other.example.com"},
        {"aud": "another"},
        {"nbf": now() + timedelta(days=1)},
        {"sub": "two words"},
        {"sub": ""},
        {"scope": ["resolve"]},
        *({name: None} for name in ("sub", "iss", "aud", "exp")),
    ],
    ids="-".join,
)
def test_token_that_says_something_wrong_is_refused(keys: JwtKeys, claims: dict[str, Any]) -> None:
    """What is refused is known by the first digits of its digest alone."""
    token = SIGNER.token(**claims)
    with pytest.raises(UnauthenticatedError) as caught:
        keys.caller(token, now())
    assert caught.value.caller == fingerprint_of(token)


def test_leeway_holds_for_the_end_and_no_longer(keys: JwtKeys) -> None:
    """A token that was taken is refused once it has expired, although it is remembered."""
    ended = now() - timedelta(seconds=5)
    token = SIGNER.token(exp=ended)
    assert keys.caller(token, now()).name == "erp"
    assert [until for _, until in keys._good.values()] == [ended.timestamp() + 30]
    with pytest.raises(CredentialExpiredError):
        keys.caller(SIGNER.token(exp=now() - timedelta(seconds=40)), now())


def test_few_tokens_are_remembered(keys: JwtKeys, monkeypatch: pytest.MonkeyPatch) -> None:
    """A caller with a new token for each call must not fill the memory."""
    monkeypatch.setattr("resolver.runtime.access.jwts._REMEMBERED", 2)
    for number in range(5):
        keys.caller(SIGNER.token(jti=str(number)), now())
    assert len(keys._good) <= 2


def forged(header: dict[str, Any], sign: Callable[[bytes], bytes]) -> str:
    """Return a token with a header of its own and the claims of a good one."""
    claims = SIGNER.token().split(".")[1]
    head = urlsafe_b64encode(json.dumps(header).encode()).rstrip(b"=").decode()
    signature = urlsafe_b64encode(sign(f"{head}.{claims}".encode())).rstrip(b"=").decode()
    return f"{head}.{claims}.{signature}"


def test_public_key_is_no_shared_secret(keys: JwtKeys) -> None:
    """The known confusion: HS256 with the public key, in either form, as its secret."""
    public = SIGNER.key.public_key()
    for secret in (
        public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        json.dumps(SIGNER.public).encode(),
    ):
        token = forged(
            {"alg": "HS256", "kid": "es"},
            lambda data, secret=secret: hmac.digest(secret, data, sha256),
        )
        with pytest.raises(UnauthenticatedError):
            keys.caller(token, now())


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "none"},
        {"alg": "none", "kid": "es"},
        {"alg": "ES256", "kid": "unknown"},
        {"alg": "ES256", "kid": ["es"]},
        {"alg": "ES256", "kid": "es", "jwk": {}, "jku": "https://evil.example.com"},
        {"alg": "ES256", "kid": "es", "crit": ["b64"], "b64": False},
        {},
    ],
    ids=str,
)
def test_forged_header_is_refused(keys: JwtKeys, header: dict[str, Any]) -> None:
    """No key comes from a token, and none is left out."""
    with pytest.raises(UnauthenticatedError):
        keys.caller(forged(header, lambda _: b"\0" * 64), now())


@pytest.mark.parametrize("token", ["..", "a.b.c", "e30.e30.", "\udc80.x.y"])
def test_rubbish_is_refused(keys: JwtKeys, token: str) -> None:
    """Whatever it is."""
    with pytest.raises(UnauthenticatedError):
        keys.caller(token, now())


def test_token_of_another_key_is_refused(tmp_path: Path, keys: JwtKeys) -> None:
    """And a key that was exchanged is not taken any more."""
    other = es256()
    with pytest.raises(UnauthenticatedError):
        keys.caller(other.token(), now())
    newer = read_jwt_keys(jwks(tmp_path, other.public), EXPECTED)
    assert newer.caller(other.token(), now()).name == "erp"
    with pytest.raises(UnauthenticatedError):
        newer.caller(SIGNER.token(), now())


def test_single_key_needs_no_id(tmp_path: Path) -> None:
    """Some issuers give none."""
    listed = {name: value for name, value in SIGNER.public.items() if name != "kid"}
    keys = read_jwt_keys(jwks(tmp_path, listed), EXPECTED)
    assert keys.caller(forgotten_kid(), now()).name == "erp"


def forgotten_kid() -> str:
    """Return a good token that does not say which key signed it."""
    import jwt  # noqa: PLC0415 - next to its one use

    claims = {"sub": "erp", "iss": ISSUER, "aud": AUDIENCE, "exp": now() + timedelta(hours=1)}
    return jwt.encode(claims, SIGNER.key, "ES256")


@pytest.mark.parametrize(
    ("listed", "told"),
    [
        ([{"kty": "oct", "k": "c2VjcmV0", "kid": "a"}], "public keys only"),
        ([SIGNER.public | {"d": "c2VjcmV0"}], "public keys only"),
        ([rs256(bits=1024).public], "at least 2048 bits"),
        ([rs256().public | {"alg": "RS512"}], "must hold keys for"),
        ([SIGNER.public | {"use": "enc"}], "must hold keys for"),
        ([SIGNER.public, SIGNER.public], "a `kid` of its own"),
        ([], "must hold keys for"),
        (["text"], "is no JWKS"),
        ([{"kty": "EC", "crv": "P-256", "kid": "a"}], "is no JWKS"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_unfit_keys_are_refused_when_they_are_read(
    tmp_path: Path, listed: list[Any], told: str
) -> None:
    """Not at the first call; and nothing of a key is quoted."""
    with pytest.raises(SettingsError, match=told) as caught:
        read_jwt_keys(jwks(tmp_path, *listed), EXPECTED)
    assert "c2VjcmV0" not in str(caught.value)


def test_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """Neither one that is not there nor one that is no JSON."""
    with pytest.raises(SettingsError, match="cannot be read"):
        read_jwt_keys(tmp_path / "none.json", EXPECTED)
    (tmp_path / "text.json").write_text("keys", "utf-8")
    with pytest.raises(SettingsError, match="is no JWKS"):
        read_jwt_keys(tmp_path / "text.json", EXPECTED)
