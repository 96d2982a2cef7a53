"""`health` against a real server."""

from __future__ import annotations

from resolver.cli.exits import ExitCode
from tests.support.cli import Shell
from tests.support.servers import running_server


def test_serving_server_is_fine(shell: Shell) -> None:
    """The address may come from the settings, as in a container."""
    with running_server() as connection:
        shell.monkeypatch.setenv("RESOLVER_ADDRESS", f"0.0.0.0:{connection.server.port}")
        ended = shell.run("health")
    assert (ended.code, ended.out) == (ExitCode.FINE, "SERVING\n")


def test_one_service_can_be_asked_for(shell: Shell) -> None:
    """One that is not there is a mistake of the caller."""
    with running_server() as connection:
        address = f"127.0.0.1:{connection.server.port}"
        known = shell.run(
            "health", "--address", address, "--service", "resolver.v1.ResolverService"
        )
        unknown = shell.run("health", "--address", address, "--service", "no.Such")
    assert known.code == ExitCode.FINE
    assert unknown.code == ExitCode.UNUSABLE


def test_absent_server_is_unreachable(shell: Shell) -> None:
    """An orchestrator sees a code other than 0."""
    ended = shell.run("health", "--address", "127.0.0.1:1")
    assert ended.code == ExitCode.UNREACHABLE
