"""Ed25519 keys in PEM files: who signs bundles, and whose signatures count."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from pydantic import StringConstraints

from resolver.bundle.manifest import CanonicalJson, Digest
from resolver.errors import KeyFileError
from resolver.model.texts import Text, cannot_read

_MAX_BYTES = 16_384

_SIGNATURE_PATTERN = r"^[A-Za-z0-9+/]{85}[AQgw]==$"
"""64 bytes in base64, of which the last letter has four bits that must be 0: one spelling only."""


class Signature(CanonicalJson):
    """Whose signature it is, and the signature of the manifest's bytes in base64."""

    key_id: Digest
    signature: Annotated[str, StringConstraints(pattern=_SIGNATURE_PATTERN)]


@dataclass(frozen=True, slots=True)
class VerifyingKey:
    """A public key, known by the SHA-256 of its DER form (SubjectPublicKeyInfo)."""

    key: Ed25519PublicKey
    id: str

    @classmethod
    def of(cls, key: Ed25519PublicKey) -> VerifyingKey:
        """Return a key with its id."""
        der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return cls(key, f"sha256:{hashlib.sha256(der).hexdigest()}")

    def verifies(self, signature: Signature, data: bytes) -> bool:
        """Return whether a signature is this key's, and of these bytes."""
        try:
            self.key.verify(base64.b64decode(signature.signature), data)
        except InvalidSignature:
            return False
        return signature.key_id == self.id

    def to_pem(self) -> bytes:
        """Return the key as its file holds it."""
        return self.key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key."""

    key: Ed25519PrivateKey

    @property
    def public(self) -> VerifyingKey:
        """The key that verifies its signatures."""
        return VerifyingKey.of(self.key.public_key())

    def sign(self, data: bytes) -> Signature:
        """Return the signature of some bytes; the same bytes always have the same one."""
        text = base64.b64encode(self.key.sign(data)).decode("ascii")
        return Signature(key_id=self.public.id, signature=text)

    def to_pem(self) -> bytes:
        """Return the key as its file holds it, without a passphrase."""
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def new_key() -> SigningKey:
    """Return a key that nobody has seen."""
    return SigningKey(Ed25519PrivateKey.generate())


def read_signing_key(file: Path) -> SigningKey:
    """Read a private key.

    Raises:
        KeyFileError: There is none, or it is of another kind.
    """
    data = _read(file)
    try:
        key = load_pem_private_key(data, password=None)
    except TypeError as error:
        raise KeyFileError(
            Text(
                f"{file}：私钥有口令保护；请提供不带口令的私钥",
                f"{file}: this key has a passphrase; give it without one",
            )
        ) from error
    except (ValueError, UnsupportedAlgorithm) as error:
        raise _no_key(file, Text("Ed25519 私钥", "Ed25519 private key")) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise _no_key(file, Text("Ed25519 私钥", "Ed25519 private key"))
    return SigningKey(key)


def read_verifying_key(file: Path) -> VerifyingKey:
    """Read a public key.

    Raises:
        KeyFileError: There is none, or it is of another kind, such as a private one.
    """
    data = _read(file)
    if b"PRIVATE KEY" in data:
        raise KeyFileError(
            Text(
                f"{file}：这是私钥；验证只需要公钥，私钥不要离开签名的机器",
                f"{file}: this is a private key; verifying takes the public one, and a private "
                "key stays where bundles are signed",
            )
        )
    try:
        key = load_pem_public_key(data)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise _no_key(file, Text("Ed25519 公钥", "Ed25519 public key")) from error
    if not isinstance(key, Ed25519PublicKey):
        raise _no_key(file, Text("Ed25519 公钥", "Ed25519 public key"))
    return VerifyingKey.of(key)


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(_MAX_BYTES)
    except OSError as error:
        raise KeyFileError(cannot_read(file, error)) from error


def _no_key(file: Path, kind: Text) -> KeyFileError:
    return KeyFileError(
        Text(
            f"{file}：不是 PEM 格式的 {kind.zh}；可用 bundle keygen 生成",
            f"{file}: no {kind.en} in PEM form; `bundle keygen` makes one",
        )
    )
