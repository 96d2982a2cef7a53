"""Certificates that nobody trusts unless told to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

_HOUR = timedelta(hours=1)


def localhost_certificate(folder: Path) -> Path:
    """Write a file of a key and a certificate for localhost, signed by itself."""
    authority = Authority.named("localhost")
    file = folder / "localhost.pem"
    file.write_bytes(_pem(authority.key) + authority.pem)
    return file


@dataclass(frozen=True)
class Authority:
    """Signs certificates."""

    key: EllipticCurvePrivateKey
    certificate: x509.Certificate

    @classmethod
    def named(cls, name: str) -> Authority:
        """Return an authority whose own certificate is signed by itself."""
        key = generate_private_key(SECP256R1())
        return cls(key, _signed(name, key, _name(name), key, datetime.now(UTC) + _HOUR, ca=True))

    @property
    def pem(self) -> bytes:
        """Its certificate."""
        return self.certificate.public_bytes(Encoding.PEM)

    def issue(self, folder: Path, name: str, until: datetime | None = None) -> tuple[Path, Path]:
        """Write a certificate for a name, and its key; return both files."""
        key = generate_private_key(SECP256R1())
        until = until or datetime.now(UTC) + _HOUR
        signed = _signed(name, key, self.certificate.subject, self.key, until, ca=False)
        certificate, private = folder / f"{name}.crt", folder / f"{name}.key"
        certificate.write_bytes(signed.public_bytes(Encoding.PEM))
        private.write_bytes(_pem(key))
        return certificate, private


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _signed(
    name: str,
    key: EllipticCurvePrivateKey,
    issuer: x509.Name,
    issuer_key: EllipticCurvePrivateKey,
    until: datetime,
    *,
    ca: bool,
) -> x509.Certificate:
    return (
        x509.CertificateBuilder(issuer, _name(name), key.public_key(), x509.random_serial_number())
        .not_valid_before(min(until, datetime.now(UTC)) - _HOUR)
        .not_valid_after(until)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .sign(issuer_key, SHA256())
    )


def _pem(key: EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
