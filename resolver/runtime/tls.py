"""The server's own certificate and key, and the certificates that clients' must be signed by."""

from __future__ import annotations

from dataclasses import dataclass

from resolver.runtime.settings import Settings
from resolver.runtime.watched import Watched


@dataclass(frozen=True, slots=True)
class TlsFiles:
    """What the files hold, in PEM form. Without `client_ca` no client needs a certificate."""

    certificate: bytes
    key: bytes
    client_ca: bytes | None


def watched_tls(settings: Settings) -> Watched[TlsFiles] | None:
    """Return the files that the settings name, to be watched; `None` without TLS.

    Raises:
        SettingsError: They cannot be used.
    """
    if settings.tls_certificate is None or settings.tls_key is None:
        return None
    # What looks into certificates takes 12 MB, which a server without TLS does not need.
    from resolver.runtime.certificates import read_tls  # noqa: PLC0415

    certificate, key, ca = settings.tls_certificate, settings.tls_key, settings.tls_client_ca
    files = [file for file in (certificate, key, ca) if file is not None]
    return Watched(files, lambda: read_tls(certificate, key, ca))
