"""Tests of what a server must not do unless it is told to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from resolver.errors import SettingsError
from resolver.runtime.exposure import check_exposure
from resolver.runtime.settings import Settings

PAIR = {"tls_certificate": Path("tls.crt"), "tls_key": Path("tls.key")}


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1:50051",
        "127.8.8.8:0",
        "localhost:50051",
        "[::1]:50051",
        "unix:/run/resolver.sock",
        "unix:resolver.sock",
    ],
)
def test_plain_text_is_fine_within_the_machine(address: str) -> None:
    """Nobody is on the way."""
    check_exposure(Settings(address=address))


@pytest.mark.parametrize(
    "address", ["0.0.0.0:50051", "[::]:50051", "192.0.2.7:1", "host:1", ":50051", "50051"]
)
def test_plain_text_beyond_the_machine_must_be_said(address: str) -> None:
    """The message tells three ways out."""
    with pytest.raises(SettingsError) as caught:
        check_exposure(Settings(address=address))
    told = str(caught.value)
    for way in ("RESOLVER_TLS_CERTIFICATE", "127.0.0.1", "RESOLVER_INSECURE=true"):
        assert way in told
    check_exposure(Settings(address=address, insecure=True))
    check_exposure(Settings(address=address, **PAIR))


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"tls_certificate": Path("a")}, "RESOLVER_TLS_CERTIFICATE needs RESOLVER_TLS_KEY"),
        ({"tls_key": Path("a")}, "RESOLVER_TLS_KEY needs RESOLVER_TLS_CERTIFICATE"),
        (PAIR | {"tls_client_ca": Path("a")}, "RESOLVER_TLS_CLIENT_CA needs RESOLVER_CALLERS"),
        ({"jwt_keys": Path("a"), "jwt_issuer": "x"}, "RESOLVER_JWT_KEYS needs RESOLVER_JWT_AUD"),
        ({"jwt_keys": Path("a"), "jwt_audience": "x"}, "RESOLVER_JWT_KEYS needs RESOLVER_JWT_ISS"),
        ({"jwt_issuer": "x"}, "RESOLVER_JWT_ISSUER needs RESOLVER_JWT_KEYS"),
    ],
)
def test_half_of_a_setting_is_refused(given: dict[str, Any], told: str) -> None:
    """Whoever names one part believes to be protected."""
    with pytest.raises(SettingsError, match=told):
        check_exposure(Settings(**given))
