"""What the metrics of this process say, and pages of a side port."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection

from resolver.runtime.metrics import REGISTRY


def figure(name: str, **labels: str) -> float:
    """Return the value of one series, 0 where there is none yet."""
    return REGISTRY.get_sample_value(name, labels) or 0.0


class Growth:
    """By how much a series has grown since this was made."""

    def __init__(self, name: str, **labels: str) -> None:
        self._name = name
        self._labels = labels
        self._before = figure(name, **labels)

    def __call__(self) -> float:
        """Return the growth so far."""
        return figure(self._name, **self._labels) - self._before


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


@contextmanager
def _connection(port: int) -> Iterator[HTTPConnection]:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        yield connection
    finally:
        connection.close()


def page(port: int, path: str, method: str = "GET") -> tuple[int, str]:
    """Return the status and the text of a page of a side port."""
    with _connection(port) as connection:
        connection.request(method, path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8")
