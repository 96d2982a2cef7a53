"""A web server on this machine that offers one file, with an entity tag, and counts who asks."""

from __future__ import annotations

import hashlib
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

_LONGEST_SECONDS = 30.0


class WebServer:
    """What is offered and what was asked. A test may change everything while it serves."""

    def __init__(self, body: bytes = b"") -> None:
        self.body = body
        self.headers: dict[str, str] = {}
        """Sent with every answer, in place of those that would be sent."""
        self.code = 200
        self.codes: list[int] = []
        """How each request so far was answered."""
        self.asked: list[dict[str, str]] = []
        """Headers of each request so far, names in lower case."""
        self.held: threading.Event | None = None
        """If there is one, requests are held back until it is set."""
        self.url = ""
        self._changed = threading.Condition()
        self._holding = False

    def wait_for(self, code: int, times: int) -> None:
        """Wait until so many requests were answered by a code."""
        with self._changed:
            assert self._changed.wait_for(lambda: self.count(code) >= times, _LONGEST_SECONDS)

    def wait_until_held(self) -> None:
        """Wait until a request is held back."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._holding, _LONGEST_SECONDS)

    def count(self, code: int) -> int:
        """Return how many requests were answered by a code."""
        return self.codes.count(code)

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer one request."""
        tag = f'"{hashlib.sha256(self.body).hexdigest()}"'
        asked = {name.lower(): value for name, value in handler.headers.items()}
        if self.held is not None:
            self._hold(self.held)
        code = 304 if self.code == 200 and asked.get("if-none-match") == tag else self.code
        body = self.body if code == 200 else b""
        self.asked.append(asked)
        handler.send_response(code)
        for name, value in {"ETag": tag, "Content-Length": str(len(body)), **self.headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)
        with self._changed:
            self.codes.append(code)
            self._changed.notify_all()

    def _hold(self, gate: threading.Event) -> None:
        with self._changed:
            self._holding = True
            self._changed.notify_all()
        gate.wait(_LONGEST_SECONDS)


@contextmanager
def web_server(body: bytes = b"", tls: Path | None = None) -> Iterator[WebServer]:
    """Serve until the block ends; then nothing listens there any more.

    With a file of key and certificate it speaks https, as localhost.
    """
    told = WebServer(body)

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, *_: Any) -> None:
            """Say nothing of clients that go away, as those do that trust no certificate."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.answer(self)

        def log_message(self, *_: Any) -> None:
            pass

    with Quiet(("127.0.0.1", 0), Handler) as server:
        told.url = f"http://127.0.0.1:{server.server_port}/rules.tar"
        if tls is not None:
            told.url = f"https://localhost:{server.server_port}/rules.tar"
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(tls)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield told
        finally:
            server.shutdown()
            thread.join()
