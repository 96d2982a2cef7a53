"""A server in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import IO, Any, NamedTuple

import grpc

from resolver.v1 import rulebook_service_pb2
from resolver.v1.rulebook_service_pb2_grpc import RulebookServiceStub
from tests.support.snapshots import RULES

_REQUEST = rulebook_service_pb2.GetRulebookRequest(language_code="en")
_DEADLINE_SECONDS = 30
_SILENCE_SECONDS = 60
"""An event that has not come by then will not: better a failure than to wait for ever."""
_END = ""


class Serving(NamedTuple):
    """A server's process, the event that says where it listens, and the events after that."""

    process: subprocess.Popen[str]
    started: dict[str, Any]
    log: Iterator[dict[str, Any]]


@contextmanager
def serving_process(rules: Path = RULES, port: int = 0, **settings: str) -> Iterator[Serving]:
    """Run a server by a rules folder, unless settings name a bundle, on a given or a free port.

    Its log is read at once, so that it never waits for whoever looks at it.
    """
    place = {} if "RESOLVER_BUNDLE" in settings else {"RESOLVER_RULES": str(rules)}
    with subprocess.Popen(
        [sys.executable, "-m", "resolver", "serve", "--address", f"127.0.0.1:{port}"],
        env=os.environ | place | settings,
        cwd=RULES.parent,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        lines: Queue[str] = Queue()
        reader = Thread(target=_read_all, args=(process.stderr, lines))
        reader.start()
        log = map(json.loads, iter(partial(lines.get, timeout=_SILENCE_SECONDS), _END))
        try:
            yield Serving(process, _started(log), log)
        finally:
            process.kill()
            reader.join()


def _read_all(stream: IO[str], lines: Queue[str]) -> None:
    for line in stream:
        lines.put(line)
    lines.put(_END)


def told_until(stream: IO[str], words: str) -> str:
    """Return what a process says up to the line that has these words; all, if none has them."""
    told = []
    for line in stream:
        told.append(line)
        if words in line:
            break
    return "".join(told)


def _started(log: Iterator[dict[str, Any]]) -> dict[str, Any]:
    """Return the event that says where a server listens; others may come before it."""
    for told in log:
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
