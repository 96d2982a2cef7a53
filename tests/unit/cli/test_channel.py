"""How commands reach a server that speaks TLS and asks for a credential."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from resolver.cli.exits import ExitCode
from resolver.runtime.access.tokens import new_token
from tests.support.access import token_entry, write_callers
from tests.support.certificates import Authority
from tests.support.cli import Shell
from tests.support.servers import SETTINGS, running_server

TOKEN = new_token()


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A server that wants a client certificate; those and a token are in the folder."""
    authority = Authority.named("tests")
    (tmp_path / "ca.crt").write_bytes(authority.pem)
    certificate, key = authority.issue(tmp_path, "localhost")
    authority.issue(tmp_path, "client")
    (tmp_path / "token").write_text(f"{TOKEN}\n", "ascii")
    (tmp_path / "context.json").write_text("{}", "utf-8")
    settings = replace(
        SETTINGS,
        address="localhost:0",
        tls_certificate=certificate,
        tls_key=key,
        tls_client_ca=tmp_path / "ca.crt",
        callers=write_callers(tmp_path, token_entry(TOKEN, "resolve")),
    )
    with running_server(settings=settings) as connection:
        yield f"localhost:{connection.server.port}"


def by_tls(folder: Path) -> tuple[str, ...]:
    """Return the options that say how to speak TLS."""
    files = {"ca": "ca.crt", "certificate": "client.crt", "key": "client.key"}
    return tuple(
        word for name, file in files.items() for word in (f"--tls-{name}", str(folder / file))
    )


def test_server_is_asked_by_tls_with_a_token(shell: Shell, address: str, tmp_path: Path) -> None:
    """Without the token it refuses, and says what is lacking."""
    asked = ("resolve", str(tmp_path / "context.json"), "--address", address, *by_tls(tmp_path))
    answered = shell.run(*asked, "--token-file", str(tmp_path / "token"))
    refused = shell.run(*asked)
    assert answered.code == ExitCode.FINE
    assert refused.code == ExitCode.UNUSABLE
    assert "UNAUTHENTICATED" in refused.err


def test_health_is_asked_by_tls(shell: Shell, address: str, tmp_path: Path) -> None:
    """In plain text there is no answer."""
    assert shell.run("health", "--address", address, *by_tls(tmp_path)).out == "SERVING\n"
    assert shell.run("health", "--address", address).code == ExitCode.UNREACHABLE


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--tls-key", "a"), "--tls-certificate and --tls-key go together"),
        (("--tls-key", "a", "--tls-certificate", "b"), "and with --tls-ca"),
        (("--tls-ca", "none.crt"), "cannot read none.crt"),
        (("--token-file", "none"), "not sent to another machine in plain text"),
    ],
)
def test_options_that_cannot_work_are_refused(
    shell: Shell, tmp_path: Path, options: tuple[str, ...], told: str
) -> None:
    """Before anything is sent."""
    file = tmp_path / "context.json"
    file.write_text("{}", "utf-8")
    ended = shell.run(
        "resolve", str(file), "--address", "192.0.2.1:1", "--language", "en", *options
    )
    assert ended.code == ExitCode.UNUSABLE
    assert told in ended.err
