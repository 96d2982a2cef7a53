"""Tests of the HTTP server beside the main one."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from resolver.errors import AddressUnavailableError
from resolver.runtime.phase import Phase, Progress
from resolver.runtime.side_port import _MOST_CONNECTIONS, SidePort, side_port
from tests.support.telemetry import page


@pytest.fixture
def side() -> Iterator[SidePort]:
    """A side port of a process that has only begun."""
    side = SidePort("127.0.0.1:0", Progress())
    side.start()
    yield side
    side.stop()


@pytest.mark.parametrize(
    ("phase", "statuses"),
    [
        (Phase.STARTING, (200, 503, 503)),
        (Phase.SERVING, (200, 200, 200)),
        (Phase.STOPPING, (200, 503, 200)),
    ],
)
def test_probes_tell_alive_ready_and_started_apart(
    side: SidePort, phase: Phase, statuses: tuple[int, int, int]
) -> None:
    """Only readiness goes away while calls are ended, so that nobody kills what drains."""
    side.progress.phase = phase
    asked = [page(side.port, path) for path in ("/healthz", "/readyz", "/startupz")]
    assert asked == [(status, f"{phase.value}\n") for status in statuses]


def test_metrics_are_text_that_prometheus_reads(side: SidePort) -> None:
    """Those of the process are among them."""
    status, text = page(side.port, "/metrics")
    assert status == 200
    assert "# TYPE resolver_engine_fallbacks_total counter" in text
    assert "process_resident_memory_bytes" in text


def test_other_pages_and_methods_are_refused(side: SidePort) -> None:
    """And HEAD brings no content."""
    assert page(side.port, "/") == (404, "not found\n")
    assert page(side.port, "/metrics", "POST")[0] == 501
    assert page(side.port, "/healthz", "HEAD") == (200, "")


def test_silent_clients_do_not_keep_others_out(side: SidePort) -> None:
    """One that connects and says nothing has a thread of its own."""
    with socket.create_connection(("127.0.0.1", side.port)):
        assert page(side.port, "/healthz")[0] == 200


def test_more_connections_than_anybody_needs_are_turned_away(side: SidePort) -> None:
    """Whoever opens many cannot make the process grow."""
    held = [
        socket.create_connection(("127.0.0.1", side.port)) for _ in range(_MOST_CONNECTIONS + 1)
    ]
    held[-1].settimeout(10)
    assert held[-1].recv(1) == b""  # closed without an answer
    for connection in held:
        connection.close()


def test_without_an_address_nothing_listens() -> None:
    """The progress can be told all the same."""
    with side_port("") as progress:
        progress.phase = Phase.SERVING
        assert progress.is_ready


def test_an_address_that_is_taken_is_an_error(side: SidePort) -> None:
    """It names the address."""
    with (
        pytest.raises(AddressUnavailableError, match=f"127.0.0.1:{side.port}"),
        side_port(f"127.0.0.1:{side.port}"),
    ):
        pass


def test_ipv6_addresses_are_understood() -> None:
    """In brackets, as everywhere."""
    if not socket.has_ipv6:
        pytest.skip("this machine has no IPv6")
    try:
        side = SidePort("[::1]:0", Progress())
    except AddressUnavailableError:
        pytest.skip("this machine has no loopback address of IPv6")
    side.start()
    side.stop()
    assert side.port
