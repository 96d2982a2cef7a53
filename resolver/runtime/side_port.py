"""A small HTTP server beside the main one: metrics, and probes that no load can silence.

It has threads of its own, and starts before the rules are loaded. Nothing that it serves needs a
rulebook, a lock of the main server or one of its threads.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import BoundedSemaphore, Thread
from typing import Any, TypeAlias

from prometheus_client import CollectorRegistry
from prometheus_client.exposition import choose_encoder

from resolver.errors import AddressUnavailableError
from resolver.runtime.logs import Event, log
from resolver.runtime.metrics import REGISTRY
from resolver.runtime.phase import Progress
from resolver.runtime.signals import hold_stop_signals
from resolver.runtime.status_page import status_page

_SILENCE_SECONDS = 5.0
"""How long a client may say nothing before it is cut off."""

_MOST_CONNECTIONS = 16
"""Probes and scrapers are few; more than that are turned away, so that none can take up memory."""

_TEXT = "text/plain; charset=utf-8"
_JSON = "application/json"
_Page: TypeAlias = tuple[int, str, bytes]
"""Status, type of the content, content."""


class SidePort:
    """Serves `/metrics`, `/status` and the probes in threads of its own."""

    def __init__(
        self, address: str, progress: Progress, registry: CollectorRegistry = REGISTRY
    ) -> None:
        """Listen at `HOST:PORT`.

        Raises:
            AddressUnavailableError: The address cannot be listened on.
        """
        self.progress = progress
        """What the probes tell of."""
        self._server = _listening(address, _pages(progress, registry))
        self._thread = Thread(target=self._run, name="side-port", daemon=True)
        self.port: int = self._server.server_address[1]
        """The port it listens on."""

    def start(self) -> None:
        """Answer from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Answer no more."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _run(self) -> None:
        hold_stop_signals()
        self._server.serve_forever()


@contextmanager
def side_port(address: str, registry: CollectorRegistry = REGISTRY) -> Iterator[Progress]:
    """Serve the metrics of a registry, and probes, within the block, unless there is no address.

    Gives what the probes tell of, to be kept up to date.

    Raises:
        AddressUnavailableError: The address cannot be listened on.
    """
    progress = Progress()
    if not address:
        yield progress
        return
    side = SidePort(address, progress, registry)
    side.start()
    log(Event.METRICS_STARTED, address=address, port=side.port)
    try:
        yield progress
    finally:
        side.stop()


def _pages(
    progress: Progress, registry: CollectorRegistry
) -> Mapping[str, Callable[[str], _Page]]:
    """Return what makes each page; it is given what the client accepts."""
    return {
        "/metrics": lambda accepted: _metrics(registry, accepted),
        "/status": lambda _: (200, _JSON, status_page(progress, datetime.now(UTC))),
        "/healthz": lambda _: _told(True, progress),
        "/readyz": lambda _: _told(progress.is_ready, progress),
        "/startupz": lambda _: _told(progress.has_started, progress),
    }


def _metrics(registry: CollectorRegistry, accepted: str) -> _Page:
    encode, kind = choose_encoder(accepted)
    return 200, kind, encode(registry)


def _told(good: bool, progress: Progress) -> _Page:
    told = ", ".join((progress.phase.value, *progress.remarks))
    return 200 if good else 503, _TEXT, f"{told}\n".encode()


def _listening(address: str, pages: Mapping[str, Callable[[str], _Page]]) -> _Server:
    host, _, port = address.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    try:
        return _Server((host, int(port)), pages)
    except OSError as error:
        raise AddressUnavailableError(
            f"cannot listen on {address} for metrics: is the host this machine's, and the port "
            "free? Each process needs one of its own"
        ) from error


class _Server(ThreadingHTTPServer):
    def __init__(
        self, address: tuple[str, int], pages: Mapping[str, Callable[[str], _Page]]
    ) -> None:
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        self.pages = pages
        self._free = BoundedSemaphore(_MOST_CONNECTIONS)
        super().__init__(address, _Handler)

    def verify_request(self, request: object, client_address: object) -> bool:  # noqa: ARG002
        return self._free.acquire(blocking=False)

    def process_request_thread(
        self,
        request: Any,  # noqa: ANN401 - the library: a datagram, too
        client_address: object,
    ) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a client that goes away early is no event."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = _SILENCE_SECONDS
    server_version = "resolver"
    sys_version = ""

    def do_GET(self) -> None:
        """Answer with one of the pages."""
        page = self.server.pages.get(self.path.partition("?")[0])
        status, kind, content = (
            page(self.headers.get("Accept", "")) if page else (404, _TEXT, b"not found\n")
        )
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(content)

    do_HEAD = do_GET  # noqa: N815 - the library's name

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing: what was asked is the client's."""
