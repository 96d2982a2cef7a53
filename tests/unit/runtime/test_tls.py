"""Tests of the server's certificate and key."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from resolver.errors import SettingsError
from resolver.runtime.certificates import read_tls
from resolver.runtime.settings import Settings
from resolver.runtime.tls import watched_tls
from tests.support.certificates import Authority

AUTHORITY = Authority.named("tests")


def test_files_are_read_if_they_fit(tmp_path: Path) -> None:
    """Certificate, key, and the authority of clients."""
    certificate, key = AUTHORITY.issue(tmp_path, "localhost")
    ca = tmp_path / "ca.crt"
    ca.write_bytes(AUTHORITY.pem)
    files = read_tls(certificate, key, ca)
    assert files.certificate == certificate.read_bytes()
    assert files.key == key.read_bytes()
    assert files.client_ca == AUTHORITY.pem
    assert read_tls(certificate, key, None).client_ca is None


def test_nothing_is_watched_without_tls() -> None:
    """Plain text needs no file."""
    assert watched_tls(Settings()) is None


def test_key_of_another_certificate_is_refused(tmp_path: Path) -> None:
    """So that one file alone, exchanged before the other, does no harm."""
    certificate, _ = AUTHORITY.issue(tmp_path, "localhost")
    _, other_key = AUTHORITY.issue(tmp_path, "other")
    with pytest.raises(SettingsError, match=r"other\.key is not the key of"):
        read_tls(certificate, other_key, None)


def test_expired_certificate_is_refused(tmp_path: Path) -> None:
    """No client would take it."""
    until = datetime.now(UTC) - timedelta(minutes=1)
    certificate, key = AUTHORITY.issue(tmp_path, "localhost", until)
    with pytest.raises(SettingsError, match="expired at"):
        read_tls(certificate, key, None)


@pytest.mark.parametrize("broken", ["certificate", "key", "ca"])
@pytest.mark.parametrize("content", [b"", b"rubbish", None])
def test_file_that_is_no_pem_is_refused(
    tmp_path: Path, broken: str, content: bytes | None
) -> None:
    """With its name."""
    certificate, key = AUTHORITY.issue(tmp_path, "localhost")
    ca = tmp_path / "ca.crt"
    ca.write_bytes(AUTHORITY.pem)
    files = {"certificate": certificate, "key": key, "ca": ca}
    if content is None:
        files[broken].unlink()
    else:
        files[broken].write_bytes(content)
    with pytest.raises(SettingsError, match=files[broken].name):
        read_tls(certificate, key, ca)
