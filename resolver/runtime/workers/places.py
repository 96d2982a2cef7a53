"""Where workers listen and run: one port for all, and a core for each where that helps."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from resolver.errors import AddressUnavailableError, SettingsError
from resolver.runtime.settings import PREFIX


@contextmanager
def shared_address(address: str) -> Iterator[str]:
    """Give an address that several processes can listen on, with its port fixed if it was 0.

    Within the block a socket is bound to it that does not listen, so that no other program takes
    the port while no worker has it.

    Raises:
        SettingsError: The address is that of a Unix socket.
        AddressUnavailableError: It cannot be listened on.
    """
    if address.startswith(("unix:", "unix-abstract:")):
        told = (
            f"{address} cannot be shared by workers: listen on HOST:PORT, or set {PREFIX}WORKERS=1"
        )
        raise SettingsError([told])
    host, _, port = address.rpartition(":")
    with socket.socket(_family(host), socket.SOCK_STREAM) as bound:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        try:
            bound.bind((host.strip("[]"), int(port)))
        except (OSError, ValueError) as error:
            raise AddressUnavailableError(
                f"cannot listen on {address}: is the host this machine's, and the port free?"
            ) from error
        yield f"{host}:{bound.getsockname()[1]}"


def core_of(number: int, workers: int) -> int | None:
    """Return the core that a worker should keep to, or `None` for any.

    Threads of one interpreter that move between cores wait for each other's caches. But workers
    keep to their cores only where there is one for each and none is left over: where others share
    the machine, or there are fewer workers than cores, the system knows better.
    """
    if not hasattr(os, "sched_getaffinity"):
        return None  # only Linux has it
    cores = sorted(os.sched_getaffinity(0))
    return cores[number] if len(cores) == workers else None


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET
