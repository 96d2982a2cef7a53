"""Work spread over processes, with little of it in memory at any moment."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import Any, TypeVar

from resolver.cli.exits import CommandError, ExitCode
from resolver.model.texts import Text

_TaskT = TypeVar("_TaskT")
_ResultT = TypeVar("_ResultT")

_AHEAD = 3
"""How many tasks a process has before it, the one under way included."""

_worker: Callable[[Any], Any]


def spread(
    build: Callable[..., Callable[[_TaskT], _ResultT]],
    given: tuple[object, ...],
    tasks: Iterable[_TaskT],
    jobs: int,
) -> Iterator[_ResultT]:
    """Yield the result of each task, in whatever order they end.

    `build` is called with `given` once in every process and returns what does a task; it and all
    that passes must be picklable. A single job is done in this process.

    Raises:
        CommandError: A process died.
    """
    if jobs == 1:
        yield from map(build(*given), tasks)
        return
    with ProcessPoolExecutor(
        jobs, multiprocessing.get_context("spawn"), _prepare, (build, given)
    ) as pool:
        try:
            yield from _in_turn(pool, iter(tasks), jobs * _AHEAD)
        except BrokenProcessPool as error:
            text = Text(
                "一个工作进程意外终止（内存不足？），可用 --jobs 减少进程数",
                "a process of this command died (out of memory?); try fewer with --jobs",
            )
            raise CommandError(text, ExitCode.INTERNAL) from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _in_turn(pool: ProcessPoolExecutor, tasks: Iterator[_TaskT], at_once: int) -> Iterator[Any]:
    waiting = {pool.submit(_work, task) for task in islice(tasks, at_once)}
    while waiting:
        done: set[Future[Any]]
        done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
        for future in done:
            yield future.result()
        waiting |= {pool.submit(_work, task) for task in islice(tasks, len(done))}


def _prepare(build: Callable[..., Callable[[Any], Any]], given: tuple[object, ...]) -> None:
    global _worker  # noqa: PLW0603 - a process of the pool has one worker for its life
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends the pool on Ctrl-C
    _worker = build(*given)


def _work(task: object) -> object:
    return _worker(task)
