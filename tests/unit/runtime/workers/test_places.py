"""Tests of where workers listen and run, and of the pause before one is replaced."""

from __future__ import annotations

import os
import socket

import pytest

from resolver.errors import AddressUnavailableError, SettingsError
from resolver.runtime.workers.pause import pause_seconds
from resolver.runtime.workers.places import core_of, shared_address


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0"])  # noqa: S104 - bound for a moment
def test_free_port_is_the_same_for_all(host: str) -> None:
    """Others can listen on it as long as they share it, too."""
    with shared_address(f"{host}:0") as address, socket.socket() as listening:
        port = int(address.rpartition(":")[2])
        assert address == f"{host}:{port}"
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listening.bind((host, port))
        listening.listen()
        with socket.create_connection(("127.0.0.1", port), timeout=10):
            pass  # the socket that was only bound takes no connection away


def test_port_of_another_program_is_an_error() -> None:
    """It does not share."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        address = f"127.0.0.1:{other.getsockname()[1]}"
        with pytest.raises(AddressUnavailableError, match=address), shared_address(address):
            pass


@pytest.mark.parametrize("address", ["unix:/run/a", "unix-abstract:a"])
def test_unix_sockets_cannot_be_shared(address: str) -> None:
    """The error says what to do."""
    with pytest.raises(SettingsError, match="RESOLVER_WORKERS=1"), shared_address(address):
        pass


@pytest.mark.parametrize(("workers", "cores"), [(2, [4, 7]), (3, [None] * 3), (1, [None])])
def test_workers_keep_to_cores_where_there_is_one_for_each(
    monkeypatch: pytest.MonkeyPatch, workers: int, cores: list[int | None]
) -> None:
    """Neither more nor fewer."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {7, 4})
    assert [core_of(number, workers) for number in range(workers)] == cores


def test_pause_grows_with_deaths_in_a_row_up_to_a_bound() -> None:
    """The first death after the start may be a coincidence."""
    pauses = [pause_seconds(deaths) for deaths in range(9)]
    assert pauses == [0, 0, 1, 2, 4, 8, 16, 30, 30]
    assert pause_seconds(10**6) == 30
