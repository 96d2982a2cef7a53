"""Looks into files of certificates and keys: the gRPC library would take anything."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from resolver.errors import SettingsError
from resolver.runtime.tls import TlsFiles


def read_tls(
    certificate: Path,
    key: Path,
    client_ca: Path | None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> TlsFiles:
    """Return what the files hold, if a server can really use it.

    The library would take anything and then fail each client: hence the look inside.

    Raises:
        SettingsError: A file cannot be read, or is no PEM; the key is another certificate's; the
            certificate has expired.
    """
    files = TlsFiles(_read(certificate), _read(key), _read(client_ca) if client_ca else None)
    own = _certificates(certificate, files.certificate)[0]
    if _key_of(key, files.key) != own.public_key():
        raise SettingsError([f"{key} is not the key of {certificate}: replace both"])
    if own.not_valid_after_utc <= now():
        raise SettingsError(
            [f"{certificate} expired at {own.not_valid_after_utc:%Y-%m-%dT%H:%MZ}"]
        )
    if client_ca and files.client_ca is not None:
        _certificates(client_ca, files.client_ca)
    return files


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise SettingsError([f"{file} cannot be read: {type(error).__name__}"]) from error


def _certificates(file: Path, data: bytes) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(data)
    except ValueError:
        raise SettingsError([f"{file} holds no certificate in PEM form"]) from None


def _key_of(file: Path, data: bytes) -> object:
    try:
        return load_pem_private_key(data, password=None).public_key()
    except (ValueError, TypeError):
        told = f"{file} holds no private key in PEM form without a passphrase"
        raise SettingsError([told]) from None
