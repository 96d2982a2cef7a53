"""Work done in a process of its own, so that answering goes on undisturbed.

Python computes in one thread at a time: whatever reads and checks a thousand rules within the
serving process takes the time away from its answers. And work on what somebody has sent may take
too long, need too much memory or break down. A process can be ended; a thread cannot.

Processes are forked from a server of the standard library that has imported what they need, and
neither threads nor gRPC; it starts with the first work and ends with this process.
"""

from __future__ import annotations

import os
import resource
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Lock
from typing import Any, TypeVar

from resolver.errors import ResolverError, WorkBrokenError, WorkTimeoutError, WorkTooLargeError
from resolver.runtime.logs import places_of

_Result = TypeVar("_Result")

_PROCESSES = get_context("forkserver")
_PROCESSES.set_forkserver_preload(["resolver.runtime.candidate"])
_life_cycle = Lock()
"""The library looks after all its processes whenever one starts, and not for several threads."""

_NICENESS = 5
"""Where there are fewer cores than work, answers come first; but not so far that work starves."""

_LOOK_SECONDS = 0.05
"""How often to look whether the work is still wanted."""


def run_aside(
    work: Callable[..., _Result],
    *arguments: object,
    seconds: float,
    memory_bytes: int = resource.RLIM_INFINITY,
    wanted: Callable[[], bool] = lambda: True,
) -> _Result:
    """Return what a function of a module returns, called in a process of its own.

    Arguments and result must be picklable. The process is ended when the time is over or the work
    is no longer wanted.

    Raises:
        ResolverError: Whatever the function raised of this kind.
        WorkTimeoutError: It took longer than `seconds`, or `wanted` said no.
        WorkTooLargeError: It needed more memory than it may have.
        WorkBrokenError: It failed otherwise, or its process died.
    """
    end = time.monotonic() + seconds
    with _started(memory_bytes, work, arguments) as here:
        outcome = _outcome(here, end, wanted)
    if isinstance(outcome, Exception):
        raise outcome
    return outcome  # type: ignore[no-any-return] # what the function returned


@contextmanager
def _started(
    memory_bytes: int, work: Callable[..., Any], arguments: tuple[object, ...]
) -> Iterator[Connection]:
    """Give the connection over which the outcome comes; afterwards the process is gone."""
    here, there = _PROCESSES.Pipe(duplex=False)
    process = _PROCESSES.Process(
        target=_work, args=(there, memory_bytes, work, arguments), daemon=True
    )
    with here:
        with there, _life_cycle:
            process.start()
        try:
            yield here
        finally:
            with _life_cycle:
                if process.is_alive():
                    process.kill()
                process.join()
                process.close()


def _outcome(here: Connection, end: float, wanted: Callable[[], bool]) -> Any:  # noqa: ANN401
    while not here.poll(min(_LOOK_SECONDS, end - time.monotonic())):
        if time.monotonic() >= end or not wanted():
            raise WorkTimeoutError
    try:
        return here.recv()
    except EOFError:
        raise WorkBrokenError("the process died") from None


def _work(
    there: Connection, memory_bytes: int, work: Callable[..., Any], arguments: tuple[object, ...]
) -> None:
    """Do the work and send what comes of it; runs in the process aside."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends this
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})  # a server holds it back
    os.nice(_NICENESS)
    if memory_bytes != resource.RLIM_INFINITY:
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    try:
        there.send(work(*arguments))
    except ResolverError as error:
        there.send(error)
    except MemoryError:
        there.send(WorkTooLargeError())
    except Exception as error:  # noqa: BLE001 - the other side cannot know what to expect
        there.send(WorkBrokenError(type(error).__name__, places_of(error)))
