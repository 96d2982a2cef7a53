"""Keys and what is none."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ed448, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from resolver.bundle.keys import Signature, read_signing_key, read_verifying_key
from resolver.errors import KeyFileError
from tests.support.bundles import KEY, OTHER_KEY, key_file

_RSA = rsa.generate_private_key(65537, 2048)
_FOREIGN = ed448.Ed448PrivateKey.generate()


def written(folder: Path, content: bytes) -> Path:
    """Write a file of a key."""
    file = folder / "key.pem"
    file.write_bytes(content)
    return file


def test_keys_survive_their_files(tmp_path: Path) -> None:
    """What one signs, the other verifies."""
    signing = read_signing_key(written(tmp_path, KEY.to_pem()))
    verifying = read_verifying_key(key_file(tmp_path))
    assert signing.public.id == verifying.id
    assert verifying.verifies(signing.sign(b"told"), b"told")


def test_key_id_is_the_digest_that_openssl_gives(tmp_path: Path) -> None:
    """`openssl pkey -pubin -outform DER` of the file, and SHA-256 of that."""
    lines = key_file(tmp_path).read_text("ascii").splitlines()[1:-1]
    der = base64.b64decode("".join(lines))
    assert KEY.public.id == f"sha256:{hashlib.sha256(der).hexdigest()}"


def test_nothing_but_its_own_signature_is_verified() -> None:
    """Of the same bytes, by the same key, under its own name."""
    good = KEY.sign(b"told")
    other = OTHER_KEY.sign(b"told")
    assert not KEY.public.verifies(good, b"else")
    assert not KEY.public.verifies(other, b"told")
    renamed = Signature(key_id=OTHER_KEY.public.id, signature=good.signature)
    assert not KEY.public.verifies(renamed, b"told")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        _FOREIGN.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        _RSA.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        KEY.public.to_pem(),
    ],
)
def test_other_private_keys_are_refused(tmp_path: Path, content: bytes) -> None:
    """Of another kind, or none; the command that makes one is named."""
    with pytest.raises(KeyFileError, match="bundle keygen"):
        read_signing_key(written(tmp_path, content))


def test_key_with_a_passphrase_is_refused_in_words(tmp_path: Path) -> None:
    """Nobody is asked for one."""
    locked = BestAvailableEncryption(b"word")
    pem = KEY.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locked)
    with pytest.raises(KeyFileError, match="passphrase"):
        read_signing_key(written(tmp_path, pem))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no Ed25519 public key"),
        (
            _RSA.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
            "no Ed25519 public key",
        ),
        (KEY.to_pem(), "is a private key"),
    ],
)
def test_other_public_keys_are_refused(tmp_path: Path, content: bytes, words: str) -> None:
    """A private one above all: it has no business on a server."""
    with pytest.raises(KeyFileError, match=words):
        read_verifying_key(written(tmp_path, content))


def test_missing_key_is_named(tmp_path: Path) -> None:
    """With the file that was meant."""
    with pytest.raises(KeyFileError, match="nowhere"):
        read_verifying_key(tmp_path / "nowhere.pub")
