"""Servers that ask for credentials, and clients that have some."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import grpc

from resolver.runtime.access.tokens import digest_of
from resolver.service.server import Server
from tests.support.servers import Connection


def token_entry(token: str, *scopes: str, name: str = "erp", more: str = "") -> str:
    """Return the entry of a caller with a token."""
    listed = ", ".join(scopes)
    return f'{{name: {name}, scopes: [{listed}], token_sha256: "{digest_of(token)}"{more}}}'


def write_callers(folder: Path, *entries: str) -> Path:
    """Write a file of callers."""
    file = folder / "callers.yaml"
    file.write_text("".join(f"- {entry}\n" for entry in entries), "utf-8")
    return file


def bearer(token: str) -> Sequence[tuple[str, str]]:
    """Return the metadata that carries a token; none for an empty one."""
    return (("authorization", f"Bearer {token}"),) if token else ()


@contextmanager
def by_tls(
    server: Server, ca: bytes, pair: tuple[Path, Path] | None = None
) -> Iterator[Connection]:
    """Connect by TLS, with a client's certificate or without; each time with a new handshake."""
    certificate, key = (file.read_bytes() for file in pair) if pair else (None, None)
    credentials = grpc.ssl_channel_credentials(ca, key, certificate)
    options = [("grpc.use_local_subchannel_pool", 1)]
    with grpc.secure_channel(f"localhost:{server.port}", credentials, options) as channel:
        yield Connection(server, channel)
