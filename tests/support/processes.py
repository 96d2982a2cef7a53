"""A server in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import grpc

from resolver.v1 import rulebook_service_pb2
from resolver.v1.rulebook_service_pb2_grpc import RulebookServiceStub
from tests.support.snapshots import RULES

_REQUEST = rulebook_service_pb2.GetRulebookRequest(language_code="en")
_DEADLINE_SECONDS = 30


@contextmanager
def serving_process(
    rules: Path = RULES, **settings: str
) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    """Run a server by a rules folder, unless settings name a bundle.

    Gives the process and the line that says where it listens.
    """
    place = {} if "RESOLVER_BUNDLE" in settings else {"RESOLVER_RULES": str(rules)}
    with subprocess.Popen(
        [sys.executable, "-m", "resolver", "serve", "--address", "127.0.0.1:0"],
        env=os.environ | place | settings,
        cwd=RULES.parent,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stderr is not None
            yield process, _started(process.stderr)
        finally:
            process.kill()


def _started(log: IO[str]) -> dict[str, Any]:
    """Return the first line that says where a server listens; others may come before it."""
    for line in log:
        told: dict[str, Any] = json.loads(line)
        if told["event"] == "server.started":
            return told
    raise AssertionError("the server did not start")


def rulebook_once(
    channel: grpc.Channel,
    holds: Callable[[rulebook_service_pb2.GetRulebookResponse], object] = lambda _: True,
) -> rulebook_service_pb2.GetRulebookResponse:
    """Ask until the answer is as wanted, or once."""
    ask = RulebookServiceStub(channel).GetRulebook
    deadline = time.monotonic() + _DEADLINE_SECONDS
    while not holds(told := ask(_REQUEST, timeout=10)):
        assert time.monotonic() < deadline, told
    return told
