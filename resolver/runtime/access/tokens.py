"""Tokens: long random words, of which only the digest is kept."""

from __future__ import annotations

import secrets
from hashlib import sha256

_PREFIX = "isr_"
"""By this a scanner for secrets, or a colleague, recognises a token."""

_RANDOM_BYTES = 32
_FINGERPRINT_LENGTH = 16


def new_token() -> str:
    """Return a token of 256 random bits, which is why its plain digest need not be slow."""
    return _PREFIX + secrets.token_urlsafe(_RANDOM_BYTES)


def digest_of(token: str) -> str:
    """Return the SHA-256 of a token, in hexadecimal digits: what the file of callers holds."""
    return sha256(token.encode("utf-8", "surrogateescape")).hexdigest()


def fingerprint_of(token: str) -> str:
    """Return the first digits of the digest: enough to find an entry, none of use to a thief."""
    return digest_of(token)[:_FINGERPRINT_LENGTH]
