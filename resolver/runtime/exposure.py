"""What a server must not do unless it is told to: talk in plain text beyond its own machine."""

from __future__ import annotations

import ipaddress

from resolver.errors import SettingsError
from resolver.runtime.settings import PREFIX, Settings


def check_exposure(settings: Settings) -> None:
    """Check that whoever can reach the server is meant to.

    Raises:
        SettingsError: It would be reached from elsewhere without TLS, and nobody said so; or parts
            of TLS or of the authentication are missing.
    """
    problems = [*_halves(settings)]
    if not settings.tls_certificate and not settings.insecure and not is_local(settings.address):
        problems.append(
            f"{settings.address} can be reached from other machines, and without TLS everybody on "
            f"the way reads and changes what is sent: set {PREFIX}TLS_CERTIFICATE and "
            f"{PREFIX}TLS_KEY, or listen on 127.0.0.1 or unix:PATH, or, where something in front "
            f"protects the server, say {PREFIX}INSECURE=true"
        )
    if problems:
        raise SettingsError(problems)


def _halves(settings: Settings) -> list[str]:
    """Return what is named without what it needs."""
    jwt = settings.jwt_keys
    needs = [
        (settings.tls_certificate, settings.tls_key, "TLS_CERTIFICATE", "TLS_KEY"),
        (settings.tls_key, settings.tls_certificate, "TLS_KEY", "TLS_CERTIFICATE"),
        (settings.tls_client_ca, settings.tls_certificate, "TLS_CLIENT_CA", "TLS_CERTIFICATE"),
        (settings.tls_client_ca, settings.callers or jwt, "TLS_CLIENT_CA", "CALLERS"),
        (jwt, settings.jwt_issuer, "JWT_KEYS", "JWT_ISSUER"),
        (jwt, settings.jwt_audience, "JWT_KEYS", "JWT_AUDIENCE"),
        (settings.jwt_issuer, jwt, "JWT_ISSUER", "JWT_KEYS"),
        (settings.jwt_audience, jwt, "JWT_AUDIENCE", "JWT_KEYS"),
    ]
    return [
        f"{PREFIX}{name} needs {PREFIX}{missing}"
        for value, needed, name, missing in needs
        if value and not needed
    ]


def is_local(address: str) -> bool:
    """Tell whether an address can be reached from this machine alone."""
    if address.startswith(("unix:", "unix-abstract:")):
        return True
    host = address.rpartition(":")[0].strip("[]")
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
