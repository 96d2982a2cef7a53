"""JSON Web Tokens of an issuer that tests know."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

ISSUER = "https://login.example.com"
AUDIENCE = "resolver"


def now() -> datetime:
    """Return this moment, to the second: the library asks for the time itself."""
    return datetime.now(UTC).replace(microsecond=0)


@dataclass(frozen=True)
class Signer:
    """A private key, its algorithm, and its public part as a JWKS lists it."""

    algorithm: str
    key: Any
    public: dict[str, Any]

    def token(self, **claims: Any) -> str:
        """Return a token that is good for an hour, but for the claims; `None` leaves one out."""
        whole = {
            "sub": "erp",
            "iss": ISSUER,
            "aud": AUDIENCE,
            "exp": now() + timedelta(hours=1),
            "scope": "resolve openid",
        } | claims
        given = {name: value for name, value in whole.items() if value is not None}
        return jwt.encode(given, self.key, self.algorithm, headers={"kid": self.public["kid"]})


def es256(kid: str = "es") -> Signer:
    """Return a new signer by ECDSA."""
    key = ec.generate_private_key(ec.SECP256R1())
    return Signer("ES256", key, _listed(ECAlgorithm.to_jwk(key.public_key()), kid))


def ed25519_signer(kid: str = "ed") -> Signer:
    """Return a new signer by Ed25519."""
    key = ed25519.Ed25519PrivateKey.generate()
    return Signer("EdDSA", key, _listed(OKPAlgorithm.to_jwk(key.public_key()), kid))


def rs256(kid: str = "rs", bits: int = 2048) -> Signer:
    """Return a new signer by RSA."""
    key = rsa.generate_private_key(65537, bits)
    return Signer("RS256", key, _listed(RSAAlgorithm.to_jwk(key.public_key()), kid))


def jwks(folder: Path, *keys: dict[str, Any]) -> Path:
    """Write a JWKS file."""
    file = folder / "jwks.json"
    file.write_text(json.dumps({"keys": list(keys)}), "utf-8")
    return file


def _listed(jwk: str, kid: str) -> dict[str, Any]:
    public: dict[str, Any] = json.loads(jwk)
    return public | {"kid": kid}
