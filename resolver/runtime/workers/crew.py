"""The workers: started, replaced when they die, swapped to other rules together, stopped."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from queue import SimpleQueue
from threading import RLock, Thread, Timer
from typing import Any, TypeAlias

from prometheus_client import Metric

from resolver.errors import ResolverError, WorkersBrokenError
from resolver.runtime.edition import Edition, ReloadAttempt
from resolver.runtime.logs import Event, log
from resolver.runtime.metrics import WORKER_DEATHS, WORKERS
from resolver.runtime.phase import Phase, WorkerTold
from resolver.runtime.settings import Settings
from resolver.runtime.signals import hold_stop_signals
from resolver.runtime.staleness import Stance
from resolver.runtime.workers.messages import (
    Begin,
    CannotServe,
    Ended,
    Leaving,
    Listening,
    News,
    Order,
    packed,
)
from resolver.runtime.workers.pause import LEAST_SECONDS, SETTLED_SECONDS, pause_seconds
from resolver.runtime.workers.places import core_of
from resolver.runtime.workers.process import OnNews, WorkerProcess
from resolver.runtime.workers.swap import all_switched

Start: TypeAlias = Callable[[Begin, OnNews], WorkerProcess]
"""Starts a worker, which tells its news, in any thread."""

_STOP_SECONDS = 10.0
"""What a worker may take to end beyond the time that its calls have."""


class Crew:
    """Worker processes that answer on one address, all by the same edition.

    What the workers tell is heard in a thread of its own. A lock is held while a worker comes or
    goes, and for the moment of a swap: so that none begins with an edition that is on its way out.
    """

    def __init__(self, settings: Settings, edition: Edition, start: Start = WorkerProcess) -> None:
        """Take the settings of each worker, what they shall answer by, and what starts one."""
        self.current = edition
        self.last_reload: ReloadAttempt | None = None
        self.confirmed_at: datetime = edition.loaded_at
        self._settings = settings
        self._start = start
        self._stance = Stance()
        self._lock = RLock()
        self._workers: dict[int, WorkerProcess] = {}
        self._leaving: list[WorkerProcess] = []
        self._early_deaths: Counter[int] = Counter()
        self._stopping = False
        self._news: SimpleQueue[tuple[WorkerProcess, News] | None] = SimpleQueue()
        self._is_open = False
        self._begun: SimpleQueue[ResolverError | None] = SimpleQueue()
        self._thread = Thread(target=self._hear, name="crew", daemon=True)

    def start(self) -> None:
        """Start all workers and return once each takes calls.

        Raises:
            ResolverError: One of them cannot serve; none is left.
        """
        self._thread.start()
        for number in range(self._settings.workers):
            self._spawn(number)
        failure = None
        for _ in range(self._settings.workers):
            failure = self._begun.get() or failure
        if failure is not None:
            self.stop()
            raise failure
        self._is_open = True

    def stop(self) -> None:
        """Let all workers end their calls, and return when none is left."""
        with self._lock:
            self._stopping = True
            workers = self._living()
        for worker in workers:
            worker.terminate()
        calls = self._settings.drain_seconds + self._settings.grace_seconds
        deadline = time.monotonic() + calls + _STOP_SECONDS
        for worker in workers:
            worker.wait(deadline)
        self._news.put(None)
        self._thread.join()

    def take(self, edition: Edition) -> None:
        """Let all workers answer by another edition; see `all_switched` for errors."""
        with all_switched(edition, self._living, self._lock):
            self.current = edition

    def tell(self, attempt: ReloadAttempt) -> None:
        """Let every worker know how an attempt to load changed rules ended."""
        with self._lock:
            self.last_reload = attempt
            self._post(attempt)

    def stand(self, stance: Stance) -> None:
        """Let every worker do something about the age of the rules."""
        with self._lock:
            self._stance = stance
            self._post(stance)

    def told(self) -> Sequence[WorkerTold]:
        """Return what operators are told of the workers, those that end their calls last."""
        return [worker.told for worker in self._living()]

    def metrics(self) -> Mapping[str, Sequence[Metric]]:
        """Return the metrics of each worker that takes calls, by its number."""
        workers = [one for one in self._living() if one.phase is Phase.SERVING]
        return {str(worker.number): worker.metrics() for worker in workers}

    def _living(self) -> list[WorkerProcess]:
        with self._lock:
            return [*(self._workers[number] for number in sorted(self._workers)), *self._leaving]

    def _post(self, order: Order) -> None:
        message = packed(order)
        for worker in self._living():
            worker.post(message)

    def _spawn(self, number: int) -> None:
        with self._lock:
            if self._stopping:
                return
            begin = Begin(
                number=number,
                core=core_of(number, self._settings.workers),
                settings=self._settings,
                edition=self.current,
                last_reload=self.last_reload,
                stance=self._stance,
            )
            try:
                self._workers[number] = self._start(
                    begin, lambda worker, news: self._news.put((worker, news))
                )
            except OSError as error:  # the system has no room for a process now
                self._could_not_start(number, error)

    def _hear(self) -> None:
        hold_stop_signals()
        while (heard := self._news.get()) is not None:
            with self._lock:
                self._act(*heard)
                WORKERS.set(sum(one.phase is Phase.SERVING for one in self._living()))

    def _act(self, worker: WorkerProcess, news: News) -> None:
        match news:
            case Listening():
                self._has_begun(worker)
            case CannotServe():
                worker.error = news.error
            case Leaving():
                self._leaves(worker)
            case Ended():
                self._has_ended(worker, news.code)

    def _has_begun(self, worker: WorkerProcess) -> None:
        worker.enter(Phase.SERVING)
        log(Event.WORKER_STARTED, worker=worker.number, pid=worker.pid)
        self._begun.put(None)

    def _leaves(self, worker: WorkerProcess) -> None:
        """Start another one at once: until it takes calls, the others do."""
        worker.enter(Phase.STOPPING)
        if self._stopping:
            return
        log(Event.WORKER_LEAVING, worker=worker.number, pid=worker.pid)
        self._leaving.append(self._workers.pop(worker.number))
        self._spawn(worker.number)

    def _has_ended(self, worker: WorkerProcess, code: int) -> None:
        was = worker.phase
        told: dict[str, Any] = {"worker": worker.number, "pid": worker.pid}
        worker.enter(Phase.STOPPING)
        if worker in self._leaving:
            self._leaving.remove(worker)
        else:
            del self._workers[worker.number]
        if was is Phase.STOPPING and code == 0:
            log(Event.WORKER_STOPPED, **told)
        elif not self._is_open and was is Phase.STARTING:
            broken = WorkersBrokenError(f"a worker died as it began to serve (exit code {code})")
            self._begun.put(worker.error or broken)
        elif not self._stopping:
            WORKER_DEATHS.inc()
            settled = worker.age_seconds >= SETTLED_SECONDS
            pause = self._pause(worker.number, settled) if was is not Phase.STOPPING else None
            error = f"{type(worker.error).__name__}: {worker.error}" if worker.error else None
            told |= {"code": code, "error": error, "pause_seconds": pause}
            log(Event.WORKER_DIED, logging.ERROR, **told)
            self._spawn_after(worker.number, pause)

    def _could_not_start(self, number: int, error: OSError) -> None:
        if not self._is_open:
            self._begun.put(WorkersBrokenError(f"a worker could not be started: {error}"))
            return
        pause = self._pause(number, settled=False) or LEAST_SECONDS
        told: dict[str, Any] = {
            "error": f"{type(error).__name__}: {error}",
            "pause_seconds": pause,
        }
        log(Event.WORKER_DIED, logging.ERROR, worker=number, pid=None, code=None, **told)
        self._spawn_after(number, pause)

    def _pause(self, number: int, settled: bool) -> float:
        self._early_deaths[number] = 0 if settled else self._early_deaths[number] + 1
        return pause_seconds(self._early_deaths[number])

    def _spawn_after(self, number: int, pause: float | None) -> None:
        """Start another one after a pause in seconds, perhaps at once; `None` if one has been."""
        if pause:
            later = Timer(pause, self._spawn, [number])
            later.daemon = True
            later.start()
        elif pause is not None:
            self._spawn(number)
