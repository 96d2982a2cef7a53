"""`health` against a real server."""

from __future__ import annotations

from resolver.cli.exits import ExitCode
from resolver.runtime.phase import Phase, Progress
from resolver.runtime.side_port import SidePort
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


def test_side_port_is_asked_where_it_is_set(shell: Shell) -> None:
    """As in a container, whose server may speak TLS; an address of one's own goes before it."""
    progress = Progress()
    side = SidePort("127.0.0.1:0", progress)
    side.start()
    shell.monkeypatch.setenv("RESOLVER_METRICS_ADDRESS", f"0.0.0.0:{side.port}")
    asked = shell.run("health")
    assert (asked.code, asked.out) == (ExitCode.FAILED, "starting\n")
    progress.phase = Phase.SERVING
    asked = shell.run("health")
    assert (asked.code, asked.out) == (ExitCode.FINE, "serving\n")
    with running_server() as connection:
        asked = shell.run("health", "--address", f"127.0.0.1:{connection.server.port}")
        assert asked.out == "SERVING\n"
    side.stop()
    assert shell.run("health", "--timeout", "2").code == ExitCode.UNREACHABLE
