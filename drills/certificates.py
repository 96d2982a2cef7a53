"""Certificates exchanged under load.

Done: callers by TLS go on, over connections that stay and over new ones, while the certificate is
exchanged ten times, and once for one with the key of another. Promised: no call is lost; each new
certificate is shown to new connections; files that do not fit change nothing and are logged.
Broken, if a handshake failed, or an old certificate stayed.
"""

from __future__ import annotations

import ssl
import tempfile
import time
from itertools import cycle
from pathlib import Path

import grpc

from drills.callers import Callers, count_call
from drills.calm import Question, calm_questions
from drills.half_handshakes import secure_channel
from drills.outcome import Extent, Outcome
from drills.stage import Stage, stage
from tests.support.certificates import Authority

EXCHANGES = 10


def run(outcome: Outcome, extent: Extent) -> None:  # noqa: ARG001 - as long as it takes
    """Hold it."""
    with tempfile.TemporaryDirectory() as name:
        files = _Files(Path(name))
        with stage(
            RESOLVER_TLS_CERTIFICATE=str(files.certificate),
            RESOLVER_TLS_KEY=str(files.key),
            RESOLVER_RELOAD_SECONDS="0.1",
        ) as server:
            callers = Callers(
                outcome, calm_questions(), lambda: files.connect(server), pause_seconds=0.005
            )
            with callers.calling():
                seconds = [_exchange(outcome, server, files) for _ in range(EXCHANGES)]
                good = files.certificate.read_text("ascii")
                files.spoil()
                server.told("files.reload.failed")
            outcome.promise(_shown(server) == good, "the last good certificate is shown")
    outcome.remark(f"{EXCHANGES} exchanges, each shown after {max(seconds):.1f} s at most")


class _Files:
    """A certificate and its key where the server looks for them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._authority = Authority.named("drill")
        self.certificate, self.key = self._authority.issue(folder, "localhost")

    def exchange(self) -> None:
        """Put another certificate and its key in their place."""
        self._authority.issue(self._folder, "localhost")

    def spoil(self) -> None:
        """Put the key of another certificate beside this one."""
        _, other = self._authority.issue(self._folder, "other")
        other.replace(self.key)

    def connect(self, server: Stage) -> grpc.Channel:
        """Return a new connection."""
        return secure_channel(server.port, self._authority)


def _exchange(outcome: Outcome, server: Stage, files: _Files) -> float:
    """Exchange the certificate; call over new connections, and return when it was first shown."""
    files.exchange()
    wanted, began = files.certificate.read_text("ascii"), time.monotonic()
    questions = cycle(calm_questions())
    while _shown(server) != wanted and time.monotonic() < began + 20:
        _ask_anew(outcome, server, files, next(questions))
    outcome.promise(_shown(server) == wanted, "a new certificate is shown within 20 s")
    return time.monotonic() - began


def _ask_anew(outcome: Outcome, server: Stage, files: _Files, question: Question) -> None:
    with files.connect(server) as channel:
        count_call(outcome, question, channel)


def _shown(server: Stage) -> str:
    return ssl.get_server_certificate(("127.0.0.1", server.port), timeout=10)
