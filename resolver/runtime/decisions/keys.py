"""The key of a log: one secret in a file, from which a key for each use is made."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from resolver.errors import SettingsError

_SETTING = "RESOLVER_DECISION_LOG_KEY"
_LEAST = 32
_MAKE = "head -c 32 /dev/urandom | base64"


@dataclass(frozen=True, slots=True)
class LogKeys:
    """Keys for digests of masked values and of questions, and by what name to tell them apart."""

    masks: bytes = b""
    questions: bytes = b""
    name: str = ""


def read_keys(file: Path) -> LogKeys:
    """Return the keys of a file.

    Raises:
        SettingsError: It cannot be read, or it holds too little to be a secret.
    """
    try:
        secret = file.read_bytes().strip()
    except OSError as error:
        reason = error.strerror or error
        raise SettingsError([f"{_SETTING}: {file} cannot be read: {reason}"]) from error
    if len(secret) < _LEAST:
        problem = f"{_SETTING}: {file} must hold {_LEAST} characters or more, as `{_MAKE}` writes"
        raise SettingsError([problem])
    return LogKeys(
        masks=_derived(secret, b"masks"),
        questions=_derived(secret, b"questions"),
        name=_derived(secret, b"name").hex()[:8],
    )


def key_needed(fields: list[str]) -> SettingsError:
    """Return the error for a log that has to hash fields and has no key."""
    problem = (
        f"{_SETTING} must name a file with a secret: {', '.join(fields)} are kept as keyed "
        f"digests; make one with `{_MAKE} > decisions.key`, or mask them otherwise with "
        "RESOLVER_DECISION_LOG_MASKS"
    )
    return SettingsError([problem])


def _derived(secret: bytes, use: bytes) -> bytes:
    return hashlib.blake2b(secret, digest_size=32, person=use).digest()
