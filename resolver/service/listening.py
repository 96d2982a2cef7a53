"""Where a server listens, in plain text or by TLS, and the limits of its connections."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import grpc

from resolver.errors import AddressUnavailableError
from resolver.runtime.settings import Settings
from resolver.runtime.tls import TlsFiles
from resolver.runtime.watched import Watched

_MAX_STREAMS_A_CONNECTION = 200
_PING_INTERVAL_MS = 20_000
"""ERP clients behind proxies ping this often; the default of 5 minutes would cut them off."""

_HANDSHAKE_MS = 10_000
"""Enough for a slow line; what has not said by then who it is, is no client."""

_READ_BEYOND = 2
"""So many times the largest request is read, so that what is too large is refused with details."""


def listen(server: grpc.Server, address: str, tls: Watched[TlsFiles] | None = None) -> int:
    """Let a server listen on an address, and return the port; 1 for a Unix socket.

    Raises:
        AddressUnavailableError: The address cannot be listened on.
    """
    try:
        port: int = (
            server.add_secure_port(address, _credentials(tls))
            if tls
            else server.add_insecure_port(address)
        )
    except RuntimeError as error:
        raise AddressUnavailableError(
            f"cannot listen on {address}: is the host this machine's, and the port free?"
        ) from error
    return port


def server_options(settings: Settings) -> Sequence[tuple[str, Any]]:
    """Return the options of a server: limits, pings, one port for several processes."""
    options: list[tuple[str, Any]] = [
        ("grpc.so_reuseport", 1),
        ("grpc.max_receive_message_length", _READ_BEYOND * settings.max_message_bytes),
        ("grpc.max_send_message_length", -1),
        ("grpc.max_concurrent_streams", _MAX_STREAMS_A_CONNECTION),
        ("grpc.http2.min_ping_interval_without_data_ms", _PING_INTERVAL_MS),
        ("grpc.keepalive_permit_without_calls", 1),
        ("grpc.server_handshake_timeout_ms", _HANDSHAKE_MS),
    ]
    if settings.max_connection_age_seconds:
        age = int(settings.max_connection_age_seconds * 1000)
        grace = int(settings.grace_seconds * 1000)
        options.append(("grpc.max_connection_age_ms", age))
        options.append(("grpc.max_connection_age_grace_ms", grace))
    return options


def _credentials(tls: Watched[TlsFiles]) -> grpc.ServerCredentials:
    """Return credentials by the files as they are at each handshake."""
    given = tls.value

    def newer() -> grpc.ServerCertificateConfiguration | None:
        nonlocal given
        if tls.value is given:
            return None
        given = tls.value
        return _configuration(given)

    return grpc.dynamic_ssl_server_credentials(
        _configuration(given),
        newer,
        require_client_authentication=given.client_ca is not None,
    )


def _configuration(files: TlsFiles) -> grpc.ServerCertificateConfiguration:
    return grpc.ssl_server_certificate_configuration(
        [(files.key, files.certificate)], root_certificates=files.client_ca
    )
