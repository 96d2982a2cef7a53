"""Connections that begin a TLS handshake and do not go on.

Done: three hundred connections to a server that speaks TLS say nothing, or half of a greeting, or
plain HTTP/2, and stay. Promised: others connect and are answered as ever, and each half handshake
is given up after a while. Broken, if it kept a thread, or a connection for good.
"""

from __future__ import annotations

import socket
import tempfile
import time
from contextlib import ExitStack
from functools import partial
from itertools import cycle
from pathlib import Path

import grpc

from drills.callers import OPTIONS, count_call
from drills.calm import calm_questions
from drills.outcome import Extent, Outcome
from drills.stage import LONGEST_WAIT_SECONDS, settled, stage
from tests.support.certificates import Authority
from tests.support.frames import PREFACE

CONNECTIONS = 300
GREETINGS = (b"", bytes.fromhex("1603010200010001fc0303"), PREFACE)
"""Nothing; the head of a ClientHello and no more; no TLS at all."""


def run(outcome: Outcome, extent: Extent) -> None:
    """Hold it."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        authority = Authority.named("drill")
        certificate, key = authority.issue(Path(folder), "localhost")
        server = stack.enter_context(
            stage(RESOLVER_TLS_CERTIFICATE=str(certificate), RESOLVER_TLS_KEY=str(key))
        )
        files = server.open_files()
        for greeting, _ in zip(cycle(GREETINGS), range(CONNECTIONS), strict=False):
            one = stack.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            one.sendall(greeting)
        longest = _connect_anew(outcome, partial(secure_channel, server.port, authority), extent)
        outcome.remark(f"a new connection and a call: {longest * 1000:.0f} ms at the longest")
        outcome.promise(longest < LONGEST_WAIT_SECONDS, "nobody else waits for it")
        left = settled(lambda: server.open_files() - files)
        outcome.promise(left <= 0, f"half handshakes are given up ({left} are not)")


def secure_channel(port: int, authority: Authority) -> grpc.Channel:
    """Return a new connection by TLS."""
    credentials = grpc.ssl_channel_credentials(authority.pem)
    return grpc.secure_channel(f"localhost:{port}", credentials, OPTIONS)


def _connect_anew(outcome: Outcome, connect: partial[grpc.Channel], extent: Extent) -> float:
    """Call over one new connection after the other and return the longest that one took."""
    questions = calm_questions()
    longest, over = 0.0, time.monotonic() + extent.seconds
    for question in cycle(questions):
        began = time.monotonic()
        with connect() as channel:
            count_call(outcome, question, channel)
        longest = max(longest, time.monotonic() - began)
        if time.monotonic() > over:
            return longest
    return longest
